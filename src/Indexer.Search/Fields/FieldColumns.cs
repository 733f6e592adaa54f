using Indexer.Search.Values;

namespace Indexer.Search.Fields;

/// <summary>
/// The columns that an extractor fills. A field keeps its ordinal from batch to batch; a column exists in a batch once a row
/// has a value. Not thread-safe.
/// </summary>
internal sealed class FieldColumns(WantedFields wanted)
{
    /// <summary>Most fields of one extractor; more are left out, see <see cref="Truncated"/>.</summary>
    public const int FieldsMax = 2_000;

    private readonly Dictionary<string, int> ordinals = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly List<Value[]?> columns = [];

    // Items by ordinal, and the ordinals that have any.
    private readonly List<List<Value>> collected = [];
    private readonly List<int> collecting = [];
    private int rows;

    /// <summary>Whether there were more fields than the limit.</summary>
    public bool Truncated { get; private set; }

    /// <summary>The ordinal of a field that is wanted; −1 for one that is not, and beyond the limit.</summary>
    public int Find(string name) => wanted.Contains(name) ? FindOrAdd(name) : ordinals.GetValueOrDefault(name, -1);

    /// <summary>The ordinal of a field that is needed to compute others, wanted or not.</summary>
    public int FindOrAdd(string name)
    {
        if (ordinals.TryGetValue(name, out var ordinal))
        {
            return ordinal;
        }

        if (names.Count == FieldsMax)
        {
            Truncated = true;
            return -1;
        }

        ordinals.Add(name, names.Count);
        names.Add(name);
        columns.Add(null);
        return names.Count - 1;
    }

    /// <summary>Starts a batch.</summary>
    public void Begin(int count)
    {
        rows = count;
        for (var i = 0; i < columns.Count; i++)
        {
            columns[i] = null;
        }
    }

    public Value Get(int ordinal, int row) => columns[ordinal] is { } column ? column[row] : Value.Null;

    public bool Has(int ordinal, int row) => columns[ordinal] is { } column && !column[row].IsNull;

    public void Set(int ordinal, int row, Value value) => Column(ordinal)[row] = value;

    /// <summary>Collects an item of a multivalue of the current row; <see cref="SetCollected"/> sets it.</summary>
    public void Collect(int ordinal, Value item)
    {
        while (collected.Count <= ordinal)
        {
            collected.Add([]);
        }

        if (collected[ordinal].Count == 0)
        {
            collecting.Add(ordinal);
        }

        collected[ordinal].Add(item);
    }

    /// <summary>Sets the multivalues that were collected, where the row has no value yet.</summary>
    public void SetCollected(int row)
    {
        foreach (var ordinal in collecting)
        {
            if (!Has(ordinal, row))
            {
                Set(ordinal, row, Value.OfList(collected[ordinal]));
            }

            collected[ordinal].Clear();
        }

        collecting.Clear();
    }

    /// <summary>Hands the wanted columns over, except those that <paramref name="target"/> already has.</summary>
    public void MoveTo(RowBatch target)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] is { } column && wanted.Contains(names[i]) && !target.TryGetColumn(names[i], out _))
            {
                target.Set(names[i], column);
            }

            columns[i] = null;
        }
    }

    private Value[] Column(int ordinal) => columns[ordinal] ??= new Value[rows];
}
