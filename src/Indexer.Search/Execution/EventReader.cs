using System.Text;
using Indexer.Model;
using Indexer.Search.Fields;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>
/// Makes rows of events: the default fields, and index-time and extracted ones, as far as they are wanted. Default fields win.
/// Used by one thread at a time.
/// </summary>
internal sealed class EventReader
{
    private readonly FieldExtractor? extractor;
    private readonly string[] defaultFields;

    public EventReader(FieldSet wanted, SearchKnowledge knowledge)
    {
        defaultFields = [.. EventFields.All.Where(wanted.Contains)];
        extractor = WantsMore(wanted) ? knowledge.CreateExtractor(wanted.Without(EventFields.All)) : null;
    }

    /// <summary>Whether events had more fields than are extracted at once.</summary>
    public bool LeftOutFields => extractor?.Truncated ?? false;

    /// <summary>What storage must read for these fields.</summary>
    public static EventColumns ColumnsFor(FieldSet fields)
    {
        if (WantsMore(fields))
        {
            return EventColumns.All;
        }

        var columns = EventColumns.Time;
        if (fields.Contains(EventFields.Host) || fields.Contains(EventFields.Source) || fields.Contains(EventFields.SourceType))
        {
            columns |= EventColumns.Origin;
        }

        if (fields.Contains(EventFields.Raw) || fields.Contains(EventFields.LineCount))
        {
            columns |= EventColumns.Raw;
        }

        return columns;
    }

    public RowBatch Read(EventBlock block, IndexName index)
    {
        var batch = new RowBatch(block.Count);
        foreach (var field in defaultFields)
        {
            batch.Set(field, Column(field, block, index));
        }

        // Leaves the columns that are there alone.
        extractor?.Extract(block, batch);
        return batch;
    }

    // Whether some field is not among those that every event has.
    private static bool WantsMore(FieldSet fields) => fields.IsAll || fields.Names.Any(name => !EventFields.Contains(name));

    private static Value[] Column(string field, EventBlock block, IndexName index) => field switch
    {
        EventFields.Time => Times(block),
        EventFields.Raw => Raws(block),
        EventFields.Host => Origins(block, origin => origin.Host),
        EventFields.Source => Origins(block, origin => origin.Source),
        EventFields.SourceType => Origins(block, origin => origin.SourceType),
        EventFields.Index => Constant(block.Count, Value.Of(index.Value)),
        EventFields.LineCount => LineCounts(block),
        EventFields.Bucket => Buckets(block),
        EventFields.Address => Addresses(block),
        _ => throw new InvalidOperationException($"'{field}' is no default field"),
    };

    private static Value[] Times(EventBlock block)
    {
        var column = new Value[block.Count];
        var times = block.Times;
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = Value.Of(EventSeconds.ToSeconds(times[row]));
        }

        return column;
    }

    private static Value[] Raws(EventBlock block)
    {
        var column = new Value[block.Count];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = Value.Of(Encoding.UTF8.GetString(block.Raw(row)));
        }

        return column;
    }

    private static Value[] Origins(EventBlock block, Func<EventOrigin, string> part)
    {
        var values = block.Origins.Select(origin => Value.Of(part(origin))).ToArray();
        var ordinals = block.OriginOrdinals;
        var column = new Value[block.Count];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = values[ordinals[row]];
        }

        return column;
    }

    private static Value[] Constant(int count, Value value)
    {
        var column = new Value[count];
        Array.Fill(column, value);
        return column;
    }

    private static Value[] LineCounts(EventBlock block)
    {
        var column = new Value[block.Count];
        for (var row = 0; row < column.Length; row++)
        {
            var raw = block.Raw(row).TrimEnd((byte)'\n');
            column[row] = Value.Of(raw.Count((byte)'\n') + 1);
        }

        return column;
    }

    private static Value[] Buckets(EventBlock block)
    {
        var column = new Value[block.Count];
        BucketId? last = null;
        var text = Value.Null;
        for (var row = 0; row < column.Length; row++)
        {
            var bucket = block.Address(row).Bucket;
            if (bucket != last)
            {
                last = bucket;
                text = Value.Of(bucket.ToString());
            }

            column[row] = text;
        }

        return column;
    }

    private static Value[] Addresses(EventBlock block)
    {
        var column = new Value[block.Count];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = Value.Of(block.Address(row).Ordinal);
        }

        return column;
    }
}
