using System.Diagnostics.Metrics;
using Indexer.Model;

namespace Indexer.Storage.Lifecycle;

/// <summary>What storage tells telemetry, under the meter <c>Indexer.Storage</c>.</summary>
internal sealed class StorageMetrics : IDisposable
{
    private readonly Meter meter = new("Indexer.Storage");
    private readonly Counter<long> events;
    private readonly Counter<long> rawBytes;
    private readonly Counter<long> refused;

    public StorageMetrics(Func<IReadOnlyList<IndexStatus>> statuses)
    {
        events = meter.CreateCounter<long>("indexer.storage.events", "{event}", "events given to an index");
        rawBytes = meter.CreateCounter<long>("indexer.storage.raw", "By", "raw text given to an index");
        refused = meter.CreateCounter<long>("indexer.storage.refused", "{event}", "events refused, by reason");
        meter.CreateObservableGauge("indexer.storage.buckets", () => Measure(statuses(), totals => totals.Buckets), "{bucket}", "buckets by stage");
        meter.CreateObservableGauge("indexer.storage.size", () => Measure(statuses(), totals => totals.BytesOnDisk), "By", "bytes on disk by stage");
    }

    public void Taken(IndexName index, EventBatch batch)
    {
        var tag = new KeyValuePair<string, object?>("index", index.Value);
        events.Add(batch.Count, tag);
        rawBytes.Add(batch.RawBytes, tag);
    }

    /// <summary>The name of an unknown index is no tag: anyone could make up any number of them.</summary>
    public void Refused(int eventCount, string reason) => refused.Add(eventCount, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<long>> Measure(IReadOnlyList<IndexStatus> statuses, Func<StageTotals, long> figure)
    {
        foreach (var status in statuses)
        {
            foreach (var (stage, totals) in new[] { ("hot", status.Hot), ("warm", status.Warm), ("cold", status.Cold), ("thawed", status.Thawed) })
            {
                yield return new Measurement<long>(figure(totals), new KeyValuePair<string, object?>("index", status.Name.Value), new KeyValuePair<string, object?>("stage", stage));
            }
        }
    }
}
