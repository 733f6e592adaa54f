namespace Indexer.Parsing.Timestamps;

/// <summary>Recognises the severity words of log4j and its relatives.</summary>
internal static class LogLevel
{
    /// <summary>Whether a whole word at <paramref name="position"/> is a level in upper case.</summary>
    public static bool IsAt(ReadOnlySpan<byte> text, int position)
    {
        if ((uint)position >= (uint)text.Length)
        {
            return false;
        }

        var rest = text[position..];
        var length = rest[0] switch
        {
            (byte)'I' when rest.StartsWith("INFO"u8) => 4,
            (byte)'W' when rest.StartsWith("WARNING"u8) => 7,
            (byte)'W' when rest.StartsWith("WARN"u8) => 4,
            (byte)'E' when rest.StartsWith("ERROR"u8) => 5,
            (byte)'D' when rest.StartsWith("DEBUG"u8) => 5,
            (byte)'T' when rest.StartsWith("TRACE"u8) => 5,
            (byte)'F' when rest.StartsWith("FATAL"u8) => 5,
            _ => 0,
        };
        return length > 0 && !TimeText.IsWord(text, position + length);
    }
}
