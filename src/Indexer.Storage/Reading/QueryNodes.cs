using System.Buffers;
using Indexer.Model;
using Indexer.Model.Predicates;

namespace Indexer.Storage.Reading;

/// <summary>All parts match.</summary>
internal sealed class AndNode : QueryNode
{
    private readonly QueryNode[] parts;

    public AndNode(IEnumerable<QueryNode> parts)
    {
        this.parts = [.. parts.OrderBy(part => part.Cost)];
    }

    public override int Cost => parts.Sum(part => part.Cost);

    public override bool NeedsRows => parts.Any(part => part.NeedsRows);

    public override bool IsNever => parts.Any(part => part.IsNever);

    public override Truth Decide(TablePlace table)
    {
        var truth = Truth.All;
        foreach (var part in parts)
        {
            var own = part.Decide(table);
            if (own == Truth.None)
            {
                return Truth.None;
            }

            truth = own < truth ? own : truth;
        }

        return truth;
    }

    public override void Narrow(TableRows rows, Span<bool> active)
    {
        foreach (var part in parts)
        {
            if (part.Decide(rows.Place) != Truth.All)
            {
                part.Narrow(rows, active);
                if (!active.Contains(true))
                {
                    return;
                }
            }
        }
    }

    public override bool IsMatch(TailEvent tailEvent)
    {
        foreach (var part in parts)
        {
            if (!part.IsMatch(tailEvent))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Some part matches.</summary>
internal sealed class OrNode : QueryNode
{
    private readonly QueryNode[] parts;

    public OrNode(IEnumerable<QueryNode> parts)
    {
        this.parts = [.. parts.OrderBy(part => part.Cost)];
    }

    public override int Cost => parts.Sum(part => part.Cost);

    public override bool NeedsRows => parts.Any(part => part.NeedsRows);

    public override bool IsNever => parts.All(part => part.IsNever);

    public override Truth Decide(TablePlace table)
    {
        var truth = Truth.None;
        foreach (var part in parts)
        {
            var own = part.Decide(table);
            if (own == Truth.All)
            {
                return Truth.All;
            }

            truth = own > truth ? own : truth;
        }

        return truth;
    }

    public override void Narrow(TableRows rows, Span<bool> active)
    {
        var buffer = ArrayPool<bool>.Shared.Rent(active.Length * 2);
        var open = buffer.AsSpan(0, active.Length);
        var tried = buffer.AsSpan(active.Length, active.Length);
        active.CopyTo(open);
        active.Clear();
        foreach (var part in parts)
        {
            if (part.Decide(rows.Place) == Truth.None)
            {
                continue;
            }

            open.CopyTo(tried);
            part.Narrow(rows, tried);
            for (var row = 0; row < active.Length; row++)
            {
                active[row] |= tried[row];
                open[row] &= !tried[row];
            }
        }

        ArrayPool<bool>.Shared.Return(buffer);
    }

    public override bool IsMatch(TailEvent tailEvent)
    {
        foreach (var part in parts)
        {
            if (part.IsMatch(tailEvent))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class NotNode(QueryNode part) : QueryNode
{
    public override int Cost => part.Cost;

    public override bool NeedsRows => part.NeedsRows;

    public override bool IsNever => false;

    public override Truth Decide(TablePlace table) => part.Decide(table) switch
    {
        Truth.None => Truth.All,
        Truth.All => Truth.None,
        _ => Truth.Some,
    };

    public override void Narrow(TableRows rows, Span<bool> active)
    {
        var buffer = ArrayPool<bool>.Shared.Rent(active.Length);
        var matching = buffer.AsSpan(0, active.Length);
        active.CopyTo(matching);
        part.Narrow(rows, matching);
        for (var row = 0; row < active.Length; row++)
        {
            active[row] &= !matching[row];
        }

        ArrayPool<bool>.Shared.Return(buffer);
    }

    public override bool IsMatch(TailEvent tailEvent) => !part.IsMatch(tailEvent);
}

/// <summary>A default field equals a value.</summary>
internal sealed class OriginNode : QueryNode
{
    private readonly bool[] matches;

    public OriginNode(EventPredicate.OriginIs predicate, IReadOnlyList<EventOrigin> origins)
    {
        var value = new WildcardText(predicate.Value);
        matches = new bool[origins.Count];
        for (var i = 0; i < matches.Length; i++)
        {
            matches[i] = value.IsMatch(predicate.Field switch
            {
                OriginField.Host => origins[i].Host,
                OriginField.Source => origins[i].Source,
                _ => origins[i].SourceType,
            });
        }
    }

    public override int Cost => 1;

    public override bool NeedsRows => true;

    public override bool IsNever => !matches.AsSpan().Contains(true);

    public override Truth Decide(TablePlace table)
    {
        var known = table.Slice.Origins;
        if (known.Length == 0)
        {
            return Truth.Some;
        }

        var matching = 0;
        foreach (var origin in known)
        {
            matching += matches[origin] ? 1 : 0;
        }

        return matching == 0 ? Truth.None : matching == known.Length ? Truth.All : Truth.Some;
    }

    public override void Narrow(TableRows rows, Span<bool> active)
    {
        for (var row = 0; row < active.Length; row++)
        {
            active[row] = active[row] && matches[rows.Origin(row)];
        }
    }

    public override bool IsMatch(TailEvent tailEvent) => matches[tailEvent.Origin];
}

/// <summary>An index-time field equals a value.</summary>
internal sealed class IndexedFieldNode(EventPredicate.IndexedFieldIs predicate) : QueryNode
{
    private readonly WildcardText value = new(predicate.Value);

    public override int Cost => 2;

    public override bool NeedsRows => true;

    public override bool IsNever => false;

    public override Truth Decide(TablePlace table) => Truth.Some;

    public override void Narrow(TableRows rows, Span<bool> active)
    {
        for (var row = 0; row < active.Length; row++)
        {
            active[row] = active[row] && HasField(rows.Fields(row));
        }
    }

    public override bool IsMatch(TailEvent tailEvent) => HasField(tailEvent.Fields);

    private bool HasField(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
        {
            return false;
        }

        var fields = IndexedFields.Read(block);
        while (fields.MoveNext())
        {
            if (System.Text.Encoding.UTF8.GetString(fields.Name) == predicate.Field && value.IsMatch(System.Text.Encoding.UTF8.GetString(fields.Value)))
            {
                return true;
            }
        }

        return false;
    }
}
