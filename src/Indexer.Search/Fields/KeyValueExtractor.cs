using System.Buffers;
using System.Text;
using Indexer.Search.Values;

namespace Indexer.Search.Fields;

/// <summary>
/// Fills columns from <c>key=value</c> pairs; of several pairs with one key the first one counts. Few wanted keys are looked up
/// one by one, otherwise every pair is visited. Not thread-safe.
/// </summary>
internal sealed class KeyValueExtractor
{
    // Each look-up passes over the text once more; a scan costs about as much as this many.
    private const int FindersMax = 4;

    private readonly FieldColumns columns;
    private readonly TextPool pool;
    private readonly (KeyValueFinder Finder, int Ordinal)[]? finders;
    private readonly FieldOrdinals ordinals;

    public KeyValueExtractor(WantedFields wanted, FieldColumns columns, FieldOrdinals ordinals, TextPool pool)
    {
        this.columns = columns;
        this.ordinals = ordinals;
        this.pool = pool;
        var keys = wanted.Names.Where(name => KeyValueGrammar.IsKey(Encoding.UTF8.GetBytes(name))).ToList();
        if (!wanted.IsAll && keys.Count <= FindersMax)
        {
            finders = [.. keys.Select(key => (new KeyValueFinder(key), columns.FindOrAdd(key)))];
        }
    }

    public void Extract(ReadOnlySpan<byte> text, int row)
    {
        if (finders is null)
        {
            ExtractAll(text, row);
            return;
        }

        foreach (var (finder, ordinal) in finders)
        {
            if (ordinal >= 0 && !columns.Has(ordinal, row))
            {
                var value = finder.Find(text, out var escaped);
                if (!value.IsEmpty)
                {
                    columns.Set(ordinal, row, ToValue(value, escaped));
                }
            }
        }
    }

    private void ExtractAll(ReadOnlySpan<byte> text, int row)
    {
        var scanner = new KeyValueScanner(text);
        while (scanner.MoveNext())
        {
            var ordinal = ordinals.Find(scanner.Key);
            if (ordinal >= 0 && !columns.Has(ordinal, row))
            {
                columns.Set(ordinal, row, ToValue(scanner.Value, scanner.Escaped));
            }
        }
    }

    private Value ToValue(ReadOnlySpan<byte> value, bool escaped)
    {
        if (!escaped)
        {
            return pool.Get(value);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(value.Length);
        var result = pool.Get(buffer.AsSpan(0, KeyValueGrammar.Unescape(value, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return result;
    }
}
