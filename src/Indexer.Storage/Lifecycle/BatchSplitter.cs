using System.Buffers.Binary;
using System.Security.Cryptography;
using Indexer.Configuration.Settings;
using Indexer.Model;

namespace Indexer.Storage.Lifecycle;

/// <summary>Events of a batch that go to one bucket.</summary>
/// <param name="Batch">The receiver owns a reference.</param>
/// <param name="Id">That of the whole batch, or one derived from it and the part's content.</param>
/// <param name="Quarantine">The times cannot be trusted.</param>
internal readonly record struct BatchPart(EventBatch Batch, BatchId Id, bool Quarantine);

/// <summary>
/// Takes apart the rare batch whose events lie far apart in time, so that each part fits one bucket. How it is taken apart
/// depends on its content and the quarantine limits alone: a batch that is sent again gives the same parts with the same ids.
/// </summary>
internal static class BatchSplitter
{
    /// <summary>Parts with trusted times; what is older than the first of them goes to quarantine.</summary>
    public const int PartsMax = 16;

    /// <summary>The caller's reference of the batch goes over to the parts.</summary>
    public static IReadOnlyList<BatchPart> Split(EventBatch batch, BatchId id, IndexSettings settings, DateTimeOffset now)
    {
        var trusted = TrustedTimes(settings, now);
        if (batch.Latest < trusted.Earliest || batch.Earliest > trusted.Latest)
        {
            return [new BatchPart(batch, id, Quarantine: true)];
        }

        var near = Math.Min(HotBucketChooser.NanosecondsOf(HotBucketChooser.Neighbourhood), HotBucketChooser.NanosecondsOf(settings.MaxHotSpan));
        var allTrusted = batch.Earliest >= trusted.Earliest && batch.Latest <= trusted.Latest;
        if (allTrusted && HotBucketChooser.Span(batch.Earliest, batch.Latest) <= near)
        {
            return [new BatchPart(batch, id, Quarantine: false)];
        }

        var starts = PartStarts(SortedTrustedTimes(batch, trusted), near, HotBucketChooser.NanosecondsOf(settings.MaxHotSpan), out var complete);
        return allTrusted && complete && starts.Count == 1
            ? [new BatchPart(batch, id, Quarantine: false)]
            : Separate(batch, id, starts, trusted);
    }

    /// <summary>Both ends belong to the trusted times.</summary>
    private static (EventTime Earliest, EventTime Latest) TrustedTimes(IndexSettings settings, DateTimeOffset now)
    {
        var instant = (Int128)EventTime.FromDateTimeOffset(now).Nanoseconds;
        return (Clamp(instant - HotBucketChooser.NanosecondsOf(settings.QuarantinePast)), Clamp(instant + HotBucketChooser.NanosecondsOf(settings.QuarantineFuture)));

        static EventTime Clamp(Int128 nanoseconds) => new((long)Int128.Clamp(nanoseconds, long.MinValue, long.MaxValue));
    }

    private static long[] SortedTrustedTimes(EventBatch batch, (EventTime Earliest, EventTime Latest) trusted)
    {
        var times = new List<long>(batch.Count);
        foreach (var entry in batch)
        {
            if (entry.Time >= trusted.Earliest && entry.Time <= trusted.Latest)
            {
                times.Add(entry.Time.Nanoseconds);
            }
        }

        var sorted = times.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    // The first time of each part, newest part first. Walks from the newest event, which matters most, to the oldest.
    private static List<long> PartStarts(long[] sorted, ulong near, ulong spanMax, out bool complete)
    {
        var starts = new List<long>();
        complete = true;
        if (sorted.Length == 0)
        {
            return starts;
        }

        var newest = sorted[^1];
        for (var i = sorted.Length - 1; i > 0; i--)
        {
            if (unchecked((ulong)(sorted[i] - sorted[i - 1])) > near || unchecked((ulong)(newest - sorted[i - 1])) > spanMax)
            {
                starts.Add(sorted[i]);
                newest = sorted[i - 1];
                if (starts.Count == PartsMax)
                {
                    complete = false;
                    return starts;
                }
            }
        }

        starts.Add(sorted[0]);
        return starts;
    }

    private static List<BatchPart> Separate(EventBatch batch, BatchId id, List<long> starts, (EventTime Earliest, EventTime Latest) trusted)
    {
        var builders = new EventBatchBuilder?[starts.Count + 1];
        try
        {
            foreach (var entry in batch)
            {
                var isTrusted = entry.Time >= trusted.Earliest && entry.Time <= trusted.Latest;
                var part = isTrusted ? PartOf(starts, entry.Time.Nanoseconds) : -1;
                var builder = builders[part < 0 ? starts.Count : part] ??= new EventBatchBuilder();
                builder.Add(entry.Time, batch.Origins[entry.Origin], entry.Raw, entry.Fields);
            }

            var parts = new List<BatchPart>(builders.Length);
            for (var i = 0; i < builders.Length; i++)
            {
                if (builders[i]?.Build() is { } part)
                {
                    parts.Add(new BatchPart(part, PartId(id, part), Quarantine: i == starts.Count));
                }
            }

            return parts;
        }
        finally
        {
            foreach (var builder in builders)
            {
                builder?.Dispose();
            }

            batch.Release();
        }
    }

    private static int PartOf(List<long> starts, long time) => starts.FindIndex(start => time >= start);

    // Named by its content: if the limits moved between two attempts, a part that differs is another part and is never taken for stored.
    private static BatchId PartId(BatchId whole, EventBatch part)
    {
        if (whole.IsNone)
        {
            return BatchId.None;
        }

        Span<byte> sequence = stackalloc byte[sizeof(long)];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(sequence, whole.Sequence);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(sequence);
        hash.AppendData(part.Bytes);
        hash.GetHashAndReset(digest);
        return whole with { Sequence = BinaryPrimitives.ReadInt64LittleEndian(digest) | long.MinValue };
    }
}
