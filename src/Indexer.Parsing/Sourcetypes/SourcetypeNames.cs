namespace Indexer.Parsing.Sourcetypes;

/// <summary>The sourcetypes that are recognised, by the names the field knows them.</summary>
public static class SourcetypeNames
{
    public const string Json = "_json";
    public const string WindowsJson = "windows_json";
    public const string Zeek = "zeek";
    public const string ZeekJson = "zeek_json";
    public const string Syslog = "syslog";
    public const string AccessCommon = "access_common";
    public const string AccessCombined = "access_combined";
    public const string ApacheError = "apache_error";
    public const string Log4j = "log4j";
    public const string Csv = "csv";

    /// <summary>Ends the name of a sourcetype that was made up from a file too small to learn from.</summary>
    public const string TooSmallSuffix = "-too_small";

    /// <summary>
    /// A name made of the file's: <c>/var/log/app.log.1.gz</c> is <c>app</c>. <paramref name="isWhole"/>: there is no more of the
    /// input than the few lines that were looked at.
    /// </summary>
    public static string FromSource(string source, bool isWhole)
    {
        var name = source.AsSpan(source.AsSpan().LastIndexOfAny('/', '\\') + 1);
        name = WithoutDate(name);
        while (name.LastIndexOf('.') is var dot and > 0 && IsDropped(name[(dot + 1)..]))
        {
            name = WithoutDate(name[..dot]);
        }

        var stem = name.IsEmpty ? "unknown" : string.Create(name.Length, name, static (result, from) =>
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] is '-' or '_' or '.' or ':' ? from[i] : '_';
            }
        });
        return isWhole ? stem + TooSmallSuffix : stem;
    }

    /// <summary>Log rotation appends dates: <c>app.log-20260101</c>.</summary>
    private static ReadOnlySpan<char> WithoutDate(ReadOnlySpan<char> name)
    {
        const int DateDigits = 8;
        var stem = name.TrimEnd("0123456789");
        return name.Length - stem.Length == DateDigits && stem is [_, .., '-' or '.' or '_'] ? stem[..^1] : name;
    }

    private static bool IsDropped(ReadOnlySpan<char> extension) =>
        extension is "log" or "txt" or "out" or "gz" or "bz2" or "xz" or "zst" || !extension.ContainsAnyExceptInRange('0', '9');
}
