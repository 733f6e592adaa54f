using Indexer.Model;

namespace Indexer.Parsing;

/// <summary>The end of the pipeline: collects events into one batch for each index. Reusable after every <see cref="Take"/>; not thread-safe.</summary>
public sealed class EventBatches : IEventStage, IDisposable
{
    /// <summary>Builders that are kept for reuse; senders can name any number of indexes.</summary>
    private const int BuildersMax = 64;

    private readonly Dictionary<IndexName, EventBatchBuilder> builders = [];
    private EventBatchBuilder? last;
    private IndexName lastIndex;

    /// <summary>Events that wait to be taken.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that wait to be taken, all indexes together.</summary>
    public long Length { get; private set; }

    public void Accept(in ParsedEvent parsed)
    {
        var builder = BuilderOf(parsed.Index);
        var before = builder.Length;
        builder.Add(parsed.Time, parsed.Origin, parsed.Raw, parsed.Fields);
        Length += builder.Length - before;
        Count++;
    }

    /// <summary>Hands out what was collected, one batch an index; the caller owns a reference of each.</summary>
    public IReadOnlyList<KeyValuePair<IndexName, EventBatch>> Take()
    {
        var batches = new List<KeyValuePair<IndexName, EventBatch>>(builders.Count);
        foreach (var (index, builder) in builders)
        {
            if (!builder.IsEmpty)
            {
                batches.Add(new(index, builder.Build()));
            }
        }

        Count = 0;
        Length = 0;
        if (builders.Count > BuildersMax)
        {
            Dispose();
        }

        return batches;
    }

    /// <summary>Drops what was collected, so that a request can be refused as a whole.</summary>
    public void Clear()
    {
        foreach (var builder in builders.Values)
        {
            builder.Clear();
        }

        Count = 0;
        Length = 0;
    }

    public void Dispose()
    {
        foreach (var builder in builders.Values)
        {
            builder.Dispose();
        }

        builders.Clear();
        last = null;
        Count = 0;
        Length = 0;
    }

    private EventBatchBuilder BuilderOf(IndexName index)
    {
        if (last is not null && index == lastIndex)
        {
            return last;
        }

        if (!builders.TryGetValue(index, out var builder))
        {
            builder = new EventBatchBuilder();
            builders.Add(index, builder);
        }

        (last, lastIndex) = (builder, index);
        return builder;
    }
}
