using System.Net;
using Indexer.Configuration.Settings;
using Indexer.Model;

namespace Indexer.Configuration.Schema;

/// <summary>The kinds of text that keys have.</summary>
internal static class TextTypes
{
    public static readonly ValueType<string> Text = new("text", ParseText);

    public static readonly ValueType<string> NonEmpty = new("text", (string text, out string value) =>
    {
        value = text;
        return text.Length > 0 ? null : "";
    });

    public static readonly ValueType<Secret> Password = new("text", (string text, out Secret value) =>
    {
        value = new Secret(text);
        return null;
    });

    /// <summary>A path as written; <see cref="PathExpander"/> makes it absolute.</summary>
    public static readonly ValueType<string> Path = new("a path", (string text, out string value) =>
    {
        value = text;
        return text.Length == 0 || text.Contains('\0', StringComparison.Ordinal) ? "" : null;
    });

    /// <summary>A regular expression as written; see <see cref="RegexText"/>.</summary>
    public static readonly ValueType<string> Regex = new("a regular expression", (string text, out string value) =>
    {
        value = text;
        return RegexText.Check(text);
    });

    /// <summary>A regular expression with a group that captures.</summary>
    public static readonly ValueType<string> RegexWithGroup = new("a regular expression with a capturing group", (string text, out string value) =>
    {
        value = text;
        return RegexText.Check(text) ?? (RegexText.HasGroup(text) ? null : "it captures nothing");
    });

    /// <summary>Names parted by commas; spaces around them do not count.</summary>
    public static readonly ValueType<IReadOnlyList<string>> List = new("names parted by commas", (string text, out IReadOnlyList<string> value) =>
    {
        value = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return value.Count > 0 ? null : "";
    });

    public static readonly ValueType<IndexName> Index = new("the name of an index", (string text, out IndexName value) =>
        IndexName.TryParse(text, out value, out var reason) ? null : reason);

    /// <summary>A time zone by its IANA name.</summary>
    public static readonly ValueType<TimeZoneInfo> TimeZone = new("a time zone such as Europe/Berlin or UTC", (string text, out TimeZoneInfo value) =>
    {
        var found = TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone);
        value = found ? zone! : TimeZoneInfo.Utc;
        return found ? null : "";
    });

    /// <summary>A character set by its name as written, <c>AUTO</c> included.</summary>
    public static readonly ValueType<string> Charset = new("a character set such as UTF-8, UTF-16LE, ISO-8859-1, SHIFT_JIS, EUC-JP or AUTO", ParseCharset);

    /// <summary><c>address:port</c>, or the port alone.</summary>
    public static readonly ValueType<HostAndPort> HostAndPort = new("a port, or an address and a port", (string text, out HostAndPort value) =>
        Settings.HostAndPort.TryParse(text, out value) ? null : "");

    /// <summary>An address to listen on.</summary>
    public static readonly ValueType<IPAddress> Address = new("an IP address; 0.0.0.0 or :: is all", (string text, out IPAddress value) =>
    {
        var ok = IPAddress.TryParse(text, out var address);
        value = ok ? address! : IPAddress.Loopback;
        return ok ? null : "";
    });

    public static readonly ValueType<Uri> HttpUri = new("a URI such as https://manager.example:8089", ParseHttpUri);

    /// <summary>A token or key: visible ASCII, which is what a header can carry.</summary>
    public static readonly ValueType<Secret> Token = new("1 to 256 visible ASCII characters", (string text, out Secret value) =>
    {
        value = new Secret(text);
        return text.Length is > 0 and <= 256 && text.All(c => c is > ' ' and <= '~') ? null : "";
    });

    private static string? ParseText(string text, out string value)
    {
        value = text;
        return null;
    }

    private static string? ParseCharset(string text, out string value)
    {
        value = text;
        return text.Equals("AUTO", StringComparison.OrdinalIgnoreCase) || CharacterSet.Find(text) is not null ? null : "";
    }

    private static string? ParseHttpUri(string text, out Uri value)
    {
        var ok = Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
        value = ok ? uri! : new Uri("http://localhost");
        return ok ? null : "";
    }
}
