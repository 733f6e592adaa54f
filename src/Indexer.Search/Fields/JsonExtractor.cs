using System.Buffers;
using Indexer.Search.Values;

namespace Indexer.Search.Fields;

/// <summary>
/// Fills columns from events that are JSON. Scalars are values as they are written, <c>null</c> too; the elements of arrays
/// make a multivalue; of several properties with one name the first one counts. Text that breaks off gives what it has; of
/// damaged text a search for few fields may see more than one for all, because it looks less closely at what it passes over.
/// Reading ends as soon as every wanted field is found. Not thread-safe.
/// </summary>
internal sealed class JsonExtractor
{
    // What lies deeper is passed over.
    private const int DepthMax = 64;

    private readonly FieldColumns columns;
    private readonly TextPool pool;
    private readonly JsonPathNode root;

    // Fields after which reading can end; int.MaxValue where an array may always have more.
    private readonly int enough;
    private int found;

    public JsonExtractor(WantedFields wanted, FieldColumns columns, TextPool pool)
    {
        this.columns = columns;
        this.pool = pool;
        root = JsonPathNode.CreateRoot(wanted, columns);
        enough = wanted.IsAll || wanted.Names.Any(name => name.Contains("{}", StringComparison.Ordinal)) ? int.MaxValue : wanted.Names.Count;
    }

    /// <summary>Whether the text is JSON: whether it begins as an object, or as an array of objects.</summary>
    public bool TryExtract(ReadOnlySpan<byte> text, int row)
    {
        if (!BeginsAsJson(text))
        {
            return false;
        }

        found = 0;
        var cursor = new JsonCursor(text);
        TryReadValue(ref cursor, root, row, depth: 0);
        columns.SetCollected(row);
        return true;
    }

    private static bool BeginsAsJson(ReadOnlySpan<byte> text)
    {
        var cursor = new JsonCursor(text);
        cursor.TryTake((byte)'[');
        return cursor.TryTake((byte)'{')
            && (cursor.TryTake((byte)'}') || (cursor.TryReadString(out _, out _) && cursor.TryTake((byte)':')));
    }

    // False at damage, and when there is nothing more to find.
    private bool TryReadValue(ref JsonCursor cursor, JsonPathNode node, int row, int depth)
    {
        switch (cursor.Peek())
        {
            case (byte)'{' when node.LeadsOn && depth < DepthMax:
                return TryReadObject(ref cursor, node, row, depth + 1);
            case (byte)'[' when node.LeadsOn && depth < DepthMax:
                return TryReadArray(ref cursor, node.Elements(), row, depth + 1);
            case (byte)'{' or (byte)'[':
                return cursor.TrySkipValue();
            case (byte)'"':
                return cursor.TryReadString(out var content, out var escaped) && Store(node, row, content, escaped);
            default:
                return cursor.TryReadScalar(out var scalar) && Store(node, row, scalar, escaped: false);
        }
    }

    private bool TryReadObject(ref JsonCursor cursor, JsonPathNode node, int row, int depth)
    {
        cursor.TryTake((byte)'{');
        if (cursor.TryTake((byte)'}'))
        {
            return true;
        }

        do
        {
            if (!cursor.TryReadString(out var name, out var escaped) || !cursor.TryTake((byte)':'))
            {
                return false;
            }

            var child = escaped ? PropertyWithEscapes(node, name) : node.Property(name);
            var read = child.IsUseless ? cursor.TrySkipValue() : TryReadValue(ref cursor, child, row, depth);
            if (!read)
            {
                return false;
            }
        }
        while (cursor.TryTake((byte)','));
        return cursor.TryTake((byte)'}');
    }

    private bool TryReadArray(ref JsonCursor cursor, JsonPathNode elements, int row, int depth)
    {
        cursor.TryTake((byte)'[');
        if (cursor.TryTake((byte)']'))
        {
            return true;
        }

        do
        {
            if (!TryReadValue(ref cursor, elements, row, depth))
            {
                return false;
            }
        }
        while (cursor.TryTake((byte)','));
        return cursor.TryTake((byte)']');
    }

    private bool Store(JsonPathNode node, int row, ReadOnlySpan<byte> content, bool escaped)
    {
        if (node.Ordinal < 0)
        {
            return true;
        }

        if (node.InArray)
        {
            columns.Collect(node.Ordinal, ToValue(content, escaped));
            return true;
        }

        if (columns.Has(node.Ordinal, row))
        {
            return true;
        }

        columns.Set(node.Ordinal, row, ToValue(content, escaped));
        return ++found < enough;
    }

    private Value ToValue(ReadOnlySpan<byte> content, bool escaped)
    {
        if (!escaped)
        {
            return pool.Get(content);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(content.Length);
        var value = pool.Get(buffer.AsSpan(0, JsonText.Unescape(content, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return value;
    }

    private static JsonPathNode PropertyWithEscapes(JsonPathNode node, ReadOnlySpan<byte> name)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(name.Length);
        var child = node.Property(buffer.AsSpan(0, JsonText.Unescape(name, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return child;
    }
}
