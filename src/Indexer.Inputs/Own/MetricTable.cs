using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Indexer.Inputs.Own;

/// <summary>What kind of figure a metric is.</summary>
public enum MetricKind
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>A distribution, as count and sum.</summary>
    Histogram,
}

/// <summary>One series of a metric as it is now.</summary>
/// <param name="Tags">In order of their names.</param>
/// <param name="Value">Of a histogram, the sum.</param>
/// <param name="Count">Of a histogram, the number of values.</param>
public sealed record MetricReading(string Name, string? Unit, string? Description, MetricKind Kind, IReadOnlyList<KeyValuePair<string, string>> Tags, double Value, long Count);

/// <summary>
/// Keeps the figures of all meters of the process whose names begin with one of the prefixes. Bounded: beyond
/// <see cref="SeriesMax"/> new series are not kept. Thread-safe.
/// </summary>
public sealed class MetricTable : IDisposable
{
    public const int SeriesMax = 10_000;

    private static readonly string[] Prefixes = ["Indexer.", "System.Runtime"];
    private readonly ConcurrentDictionary<(Instrument Instrument, string Tags), Series> table = new();
    private readonly MeterListener listener = new();
    private readonly Lock reading = new();

    public MetricTable()
    {
        listener.InstrumentPublished = (instrument, active) =>
        {
            if (Array.Exists(Prefixes, prefix => instrument.Meter.Name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                active.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
    }

    private sealed class Series(KeyValuePair<string, string>[] tags)
    {
        private readonly Lock gate = new();
        private double value;
        private long count;

        public KeyValuePair<string, string>[] Tags { get; } = tags;

        public void Record(double measured, bool adds)
        {
            lock (gate)
            {
                value = adds ? value + measured : measured;
                count++;
            }
        }

        public (double Value, long Count) Read()
        {
            lock (gate)
            {
                return (value, count);
            }
        }
    }

    /// <summary>All series, by name and tags. Asks observable instruments for their figures.</summary>
    public IReadOnlyList<MetricReading> Read()
    {
        lock (reading)
        {
            listener.RecordObservableInstruments();
        }

        return
        [
            .. table
                .Select(entry => (entry.Key.Instrument, entry.Key.Tags, Series: entry.Value, Reading: entry.Value.Read()))
                .OrderBy(entry => entry.Instrument.Name, StringComparer.Ordinal)
                .ThenBy(entry => entry.Tags, StringComparer.Ordinal)
                .Select(entry => new MetricReading(entry.Instrument.Name, entry.Instrument.Unit, entry.Instrument.Description, KindOf(entry.Instrument), entry.Series.Tags, entry.Reading.Value, entry.Reading.Count)),
        ];
    }

    public void Dispose() => listener.Dispose();

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var name = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return name == typeof(Counter<>) || name == typeof(ObservableCounter<>) ? MetricKind.Counter
            : name == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }

    // Observable counters and gauges report totals; the others report changes.
    private static bool Adds(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Counter<>) || type == typeof(UpDownCounter<>) || type == typeof(Histogram<>);
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, KeyOf(tags));
        if (!table.TryGetValue(key, out var series))
        {
            if (table.Count >= SeriesMax)
            {
                return;
            }

            var texts = new List<KeyValuePair<string, string>>(tags.Length);
            foreach (var (name, tag) in tags)
            {
                texts.Add(new(name, Convert.ToString(tag, CultureInfo.InvariantCulture) ?? ""));
            }

            series = table.GetOrAdd(key, _ => new Series([.. texts.OrderBy(tag => tag.Key, StringComparer.Ordinal)]));
        }

        series.Record(value, Adds(instrument));
    }

    private static string KeyOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (tags.Length)
        {
            case 0:
                return "";
            case 1 when tags[0].Value is string text:
                return text;
            default:
                var key = new StringBuilder();
                foreach (var (name, value) in tags)
                {
                    key.Append(name).Append('=').Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('\n');
                }

                return key.ToString();
        }
    }
}
