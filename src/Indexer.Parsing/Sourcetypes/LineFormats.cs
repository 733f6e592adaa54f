using Indexer.Parsing.Timestamps;

namespace Indexer.Parsing.Sourcetypes;

/// <summary>Tests of one line against the formats that are recognised.</summary>
internal static class LineFormats
{
    /// <summary>Words between a timestamp and the level of a log4j line: thread and process numbers, a bracketed thread name.</summary>
    private const int WordsBeforeLevelMax = 4;

    /// <summary><c>host ident user [time] "request" status bytes</c>.</summary>
    public static bool IsAccessCommon(ReadOnlySpan<byte> line) => TryAccess(line, out _);

    /// <summary>As <see cref="IsAccessCommon"/>, and quoted referrer and user agent.</summary>
    public static bool IsAccessCombined(ReadOnlySpan<byte> line) =>
        TryAccess(line, out var rest) && TrySkipQuoted(ref rest) && TrySkipQuoted(ref rest);

    /// <summary><c>[Sun Dec 04 04:47:44 2005] [notice] …</c>.</summary>
    public static bool IsApacheError(ReadOnlySpan<byte> line)
    {
        var close = line.IndexOf("] ["u8);
        CivilTime time = default;
        return line is [(byte)'[', ..] && close > 0
            && TimestampScanner.TryFind(line[1..close], startMax: 16, allowWeak: false, out var format, out var position, ref time)
            && format == TimestampFormat.MonthName && position == 4;
    }

    /// <summary>RFC 3164 with or without priority, RFC 5424 with it.</summary>
    public static bool IsSyslog(ReadOnlySpan<byte> line)
    {
        var hasPriority = TrySkipPriority(ref line);
        if (hasPriority && line.StartsWith("1 "u8))
        {
            return true;
        }

        CivilTime time = default;
        if (!TimestampScanner.TryFind(line, startMax: 16, allowWeak: false, out var format, out var position, ref time) || position != 0)
        {
            return false;
        }

        if (hasPriority)
        {
            return true;
        }

        if (format != TimestampFormat.MonthName)
        {
            return false;
        }

        // After month, day and time come the host and a tag that ends with a colon.
        var rest = line;
        for (var word = 0; word < 4; word++)
        {
            NextWord(ref rest);
        }

        return NextWord(ref rest) is [.., (byte)':'] or [.., (byte)']'] or [_, .., (byte)')'] || rest.IndexOf(": "u8) is >= 0 and < 48;
    }

    /// <summary>A timestamp at the start and a level soon after it.</summary>
    public static bool IsLog4j(ReadOnlySpan<byte> line)
    {
        CivilTime time = default;
        if (!TimestampScanner.TryFind(line, startMax: 2, allowWeak: false, out _, out var position, ref time) || position > 1)
        {
            return false;
        }

        var rest = line;
        var words = 0;
        while (!rest.IsEmpty && words <= WordsBeforeLevelMax + 1)
        {
            var word = NextWord(ref rest).Trim("[]"u8);
            if (LogLevel.IsAt(word, 0))
            {
                return true;
            }

            words++;
        }

        return false;
    }

    private static bool TryAccess(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> rest)
    {
        rest = line;
        var open = line.IndexOf(" ["u8);
        if (open < 0 || line[..open].Count((byte)' ') < 2)
        {
            return false;
        }

        CivilTime time = default;
        if (!TimestampScanner.TryReadAt(line, TimestampFormat.DayMonthName, open + 2, ref time))
        {
            return false;
        }

        rest = line[(open + 2 + line[(open + 2)..].IndexOf((byte)']') + 1)..];
        return TrySkipQuoted(ref rest) && TrySkipNumber(ref rest) && TrySkipNumber(ref rest);
    }

    private static bool TrySkipPriority(ref ReadOnlySpan<byte> line)
    {
        var close = line.IndexOf((byte)'>');
        if (line is not [(byte)'<', ..] || close is < 2 or > 4 || line[1..close].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        line = line[(close + 1)..];
        return true;
    }

    private static bool TrySkipQuoted(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        if (text is not [(byte)'"', ..])
        {
            return false;
        }

        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                text = text[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private static bool TrySkipNumber(ref ReadOnlySpan<byte> text)
    {
        var word = NextWord(ref text);
        return !word.IsEmpty && (word is [(byte)'-'] || !word.ContainsAnyExceptInRange((byte)'0', (byte)'9'));
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        var end = text.IndexOf((byte)' ');
        var word = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[end..];
        return word;
    }
}
