namespace Indexer.Parsing.Sourcetypes;

/// <summary>Recognises common formats from the first lines of an input.</summary>
public static class SourcetypeClassifier
{
    private delegate bool LineTest(ReadOnlySpan<byte> line);

    /// <summary>
    /// The sourcetype of an input that begins with <paramref name="text"/>, of which at most 8 lines count; a name made of
    /// <paramref name="source"/> where no format is recognised. <paramref name="isWhole"/>: there is no more than this text.
    /// </summary>
    public static string Classify(ReadOnlySpan<byte> text, string source, bool isWhole)
    {
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        text = text.TrimStart("\r\n"u8);
        return Recognise(text) ?? SourcetypeNames.FromSource(source, isWhole);
    }

    private static string? Recognise(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("#separator "u8) || text.StartsWith("#fields\t"u8))
        {
            return SourcetypeNames.Zeek;
        }

        if (IsJson(text))
        {
            return JsonKind(text);
        }

        if (Most(text, LineFormats.IsAccessCommon))
        {
            return Most(text, LineFormats.IsAccessCombined) ? SourcetypeNames.AccessCombined : SourcetypeNames.AccessCommon;
        }

        if (Most(text, LineFormats.IsApacheError))
        {
            return SourcetypeNames.ApacheError;
        }

        if (Most(text, LineFormats.IsSyslog))
        {
            return SourcetypeNames.Syslog;
        }

        // Stack traces may make up any part of the sample, but they never come first.
        if (LineFormats.IsLog4j(FirstLine(text)))
        {
            return SourcetypeNames.Log4j;
        }

        return CsvHeader.IsCsv(text) ? SourcetypeNames.Csv : null;
    }

    /// <summary>One object a line. The last line may be incomplete.</summary>
    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var any = false;
        while (!text.IsEmpty)
        {
            var line = NextLine(ref text, out var isComplete);
            if (line.IsEmpty)
            {
                continue;
            }

            if (line[0] != '{' || (isComplete && line.TrimEnd(" \t"u8)[^1] != '}') || !line.Contains((byte)'"'))
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static string JsonKind(ReadOnlySpan<byte> text)
    {
        var first = FirstLine(text);
        if (first.IndexOf("\"id.orig_h\":"u8) >= 0 || (first.IndexOf("\"_path\":"u8) >= 0 && first.IndexOf("\"ts\":"u8) >= 0))
        {
            return SourcetypeNames.ZeekJson;
        }

        return first.IndexOf("\"EventID\""u8) >= 0 && (first.IndexOf("\"Channel\""u8) >= 0 || first.IndexOf("\"ProviderGuid\""u8) >= 0)
            ? SourcetypeNames.WindowsJson
            : SourcetypeNames.Json;
    }

    /// <summary>Whether at least three quarters of the complete lines, and at least one, pass.</summary>
    private static bool Most(ReadOnlySpan<byte> text, LineTest test)
    {
        var lines = 0;
        var passed = 0;
        while (!text.IsEmpty)
        {
            var line = NextLine(ref text, out var isComplete);
            if (line.IsEmpty || (!isComplete && lines > 0))
            {
                continue;
            }

            lines++;
            passed += test(line) ? 1 : 0;
        }

        return passed > 0 && passed * 4 >= lines * 3;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return end >= 0 ? text[..end] : text;
    }

    internal static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text, out bool isComplete)
    {
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        isComplete = end >= 0;
        var line = isComplete ? text[..end] : text;
        text = isComplete ? text[(end + 1)..] : default;
        return line;
    }
}
