using System.Diagnostics.Metrics;

namespace Indexer.Inputs.Ingest;

/// <summary>What inputs tell telemetry, under the meter <c>Indexer.Inputs</c>.</summary>
public sealed class InputMetrics : IDisposable
{
    private readonly Meter meter = new("Indexer.Inputs");
    private readonly Counter<long> received;
    private readonly Counter<long> indexed;
    private readonly Counter<long> refused;
    private readonly Counter<long> dropped;
    private readonly Counter<long> truncated;
    private readonly Counter<long> bytes;

    public InputMetrics()
    {
        received = meter.CreateCounter<long>("indexer.inputs.received", "{event}", "events that were parsed");
        indexed = meter.CreateCounter<long>("indexer.inputs.indexed", "{event}", "events on stable storage");
        refused = meter.CreateCounter<long>("indexer.inputs.refused", "{request}", "requests answered with an error, by code");
        dropped = meter.CreateCounter<long>("indexer.inputs.dropped", "{event}", "events that no index takes");
        truncated = meter.CreateCounter<long>("indexer.inputs.truncated", "{event}", "lines cut to TRUNCATE");
        bytes = meter.CreateCounter<long>("indexer.inputs.bytes", "By", "bytes read, after decompression");
    }

    public void Received(string input, long events, long readBytes, long truncatedLines)
    {
        var tag = new KeyValuePair<string, object?>("input", input);
        received.Add(events, tag);
        bytes.Add(readBytes, tag);
        if (truncatedLines > 0)
        {
            truncated.Add(truncatedLines, tag);
        }
    }

    public void Indexed(string input, long events) => indexed.Add(events, new KeyValuePair<string, object?>("input", input));

    public void Dropped(string input, long events) => dropped.Add(events, new KeyValuePair<string, object?>("input", input));

    public void Refused(string input, int code) =>
        refused.Add(1, new KeyValuePair<string, object?>("input", input), new KeyValuePair<string, object?>("code", code));

    public void Dispose() => meter.Dispose();
}
