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

    // Bounds what keys that are never the same twice can take.
    private const int KeysMax = 8_192;

    private readonly FieldColumns columns;
    private readonly TextPool pool;
    private readonly (KeyValueFinder Finder, int Ordinal)[]? finders;

    // Ordinals of keys seen so far; −1 for one that is not wanted.
    private readonly Utf8Map<int> ordinals = new();
    private readonly bool isAll;

    public KeyValueExtractor(WantedFields wanted, FieldColumns columns, TextPool pool)
    {
        this.columns = columns;
        this.pool = pool;
        isAll = wanted.IsAll;
        var keys = wanted.Names.Where(name => KeyValueGrammar.IsKey(Encoding.UTF8.GetBytes(name))).ToList();
        if (!isAll && keys.Count <= FindersMax)
        {
            finders = [.. keys.Select(key => (new KeyValueFinder(key), columns.FindOrAdd(key)))];
        }
        else
        {
            foreach (var key in keys)
            {
                ordinals.Add(Encoding.UTF8.GetBytes(key), columns.FindOrAdd(key));
            }
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
            var ordinal = OrdinalOf(scanner.Key);
            if (ordinal >= 0 && !columns.Has(ordinal, row))
            {
                columns.Set(ordinal, row, ToValue(scanner.Value, scanner.Escaped));
            }
        }
    }

    private int OrdinalOf(ReadOnlySpan<byte> key)
    {
        if (ordinals.TryGet(key, out var ordinal))
        {
            return ordinal;
        }

        ordinal = isAll ? columns.Find(Encoding.UTF8.GetString(key)) : -1;
        if (isAll && ordinals.Count < KeysMax)
        {
            ordinals.Add(key, ordinal);
        }

        return ordinal;
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
