using System.Buffers;

namespace Indexer.Storage.Terms;

/// <summary>Walks the parts of a composite word: what stands between its joiners.</summary>
internal ref struct WordParts(ReadOnlySpan<byte> word)
{
    private static readonly SearchValues<byte> Joiners = SearchValues.Create(".-_"u8);

    private ReadOnlySpan<byte> rest = word;
    private bool ended;

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Whether the current part ends where the word does.</summary>
    public readonly bool IsLast => ended;

    public bool MoveNext()
    {
        if (ended)
        {
            return false;
        }

        var joiner = rest.IndexOfAny(Joiners);
        ended = joiner < 0;
        Current = ended ? rest : rest[..joiner];
        rest = ended ? default : rest[(joiner + 1)..];
        return true;
    }
}
