using System.Text;

namespace Indexer.Search.Fields;

/// <summary>
/// Finds the columns of fields whose names come as UTF-8, without making a string for a name that was seen before. Not
/// thread-safe.
/// </summary>
internal sealed class FieldOrdinals(FieldColumns columns)
{
    // Bounds what names that are never the same twice can take.
    private const int NamesMax = 8_192;

    // −1 for a field that nobody needs.
    private Utf8Map<int> known = new();

    public int Find(ReadOnlySpan<byte> name)
    {
        if (known.TryGet(name, out var ordinal))
        {
            return ordinal;
        }

        ordinal = columns.Find(Encoding.UTF8.GetString(name));
        if (known.Count < NamesMax)
        {
            known.Add(name, ordinal);
        }

        return ordinal;
    }

    /// <summary>Makes the next look-ups see columns that were added since.</summary>
    public void Forget() => known = new Utf8Map<int>();
}
