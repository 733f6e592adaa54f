using System.Buffers;
using System.Globalization;
using System.Text;

namespace Indexer.Inputs.Own;

/// <summary>Readings in Prometheus' text format, version 0.0.4.</summary>
public static class PrometheusPage
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Write(IBufferWriter<byte> target, IReadOnlyList<MetricReading> readings)
    {
        var text = new StringBuilder();
        string? lastName = null;
        foreach (var reading in readings)
        {
            var name = NameOf(reading);
            if (name != lastName)
            {
                lastName = name;
                text.Append("# HELP ").Append(name).Append(' ').Append(Escape(reading.Description ?? reading.Name, quotes: false)).Append('\n');
                text.Append("# TYPE ").Append(name).Append(' ').Append(reading.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "summary", _ => "gauge" }).Append('\n');
            }

            if (reading.Kind == MetricKind.Histogram)
            {
                Append(text, name + "_sum", reading, reading.Value);
                Append(text, name + "_count", reading, reading.Count);
            }
            else
            {
                Append(text, name, reading, reading.Value);
            }
        }

        Encoding.UTF8.GetBytes(text.ToString(), target);
    }

    private static void Append(StringBuilder text, string name, MetricReading reading, double value)
    {
        text.Append(name);
        if (reading.Tags.Count > 0)
        {
            text.Append('{').AppendJoin(',', reading.Tags.Select(tag => $"{Clean(tag.Key)}=\"{Escape(tag.Value, quotes: true)}\"")).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string NameOf(MetricReading reading)
    {
        var unit = reading.Unit switch { "By" => "_bytes", "s" => "_seconds", _ => "" };
        return Clean(reading.Name) + unit + (reading.Kind == MetricKind.Counter ? "_total" : "");
    }

    private static string Clean(string name) =>
        string.Create(name.Length, name, static (target, from) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
            }
        });

    private static string Escape(string text, bool quotes)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }
}
