using System.Text;
using System.Text.Json;
using Indexer.Model;

namespace Indexer.Inputs.Own;

/// <summary>Writes all metrics to index <c>_internal</c> now and then, one event a series.</summary>
public sealed class MetricSnapshots : IAsyncDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private const string SourceType = "indexer_metrics";
    private static readonly IndexName Index = IndexName.Parse("_internal");
    private readonly MetricTable table;
    private readonly OwnEvents events;
    private readonly TimeProvider clock;
    private readonly ITimer timer;

    public MetricSnapshots(MetricTable table, OwnEvents events, TimeProvider clock)
    {
        this.table = table;
        this.events = events;
        this.clock = clock;
        timer = clock.CreateTimer(_ => Write(), null, Period, Period);
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Write()
    {
        var now = EventTime.FromDateTimeOffset(clock.GetUtcNow());
        foreach (var reading in table.Read())
        {
            events.Add(Index, "metrics", SourceType, now, TextOf(reading));
        }
    }

    private static string TextOf(MetricReading reading)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("metric"u8, reading.Name);
            foreach (var (name, value) in reading.Tags)
            {
                json.WriteString(name, value);
            }

            json.WriteNumber("value"u8, double.IsFinite(reading.Value) ? reading.Value : 0);
            if (reading.Kind == MetricKind.Histogram)
            {
                json.WriteNumber("count"u8, reading.Count);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
