namespace Indexer.Storage.Terms;

/// <summary>What is put into the bloom filter for a word and for a part of a composite word; part of that format.</summary>
internal static class BloomHash
{
    private const ulong WordSeed = 0x8EBC6AF09C88C6E3;
    private const ulong PartSeed = 0x589965CC75374CC3;

    /// <param name="stored">As <see cref="StoredWord.Cut"/> leaves it.</param>
    public static ulong OfWord(ReadOnlySpan<byte> stored) => WordHash.Compute(stored, WordSeed);

    /// <param name="wordClass">Class of the composite word that has the part.</param>
    public static ulong OfPart(ReadOnlySpan<byte> part, int wordClass) => WordHash.Compute(part, PartSeed + (ulong)wordClass);
}
