namespace Indexer.Parsing.Lines;

/// <summary>Cuts text without cutting a character.</summary>
internal static class Utf8Boundary
{
    /// <summary>
    /// The largest cut of at most <paramref name="bytesMax"/> bytes that leaves no UTF-8 sequence in two; bytes that are not UTF-8
    /// are cut at exactly <paramref name="bytesMax"/>.
    /// </summary>
    public static int CutAt(ReadOnlySpan<byte> text, int bytesMax)
    {
        if (text.Length <= bytesMax)
        {
            return text.Length;
        }

        for (var back = 0; back <= 3 && back < bytesMax; back++)
        {
            var b = text[bytesMax - back];
            if ((b & 0xC0) != 0x80)
            {
                return SequenceLength(b) > back ? bytesMax - back : bytesMax;
            }
        }

        return bytesMax;
    }

    private static int SequenceLength(byte lead) => lead switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        < 0xF8 => 4,
        _ => 1,
    };
}
