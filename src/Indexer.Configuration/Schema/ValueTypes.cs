using System.Globalization;

namespace Indexer.Configuration.Schema;

/// <summary>The kinds of plain values that keys have. See <see cref="TextTypes"/> for kinds of text.</summary>
internal static class ValueTypes
{
    /// <summary>The largest size that a key may give, in MB: one exabyte, so that bytes fit a long with room to spare.</summary>
    private const long MegabytesMax = 1L << 40;

    public static readonly ValueType<bool> Boolean = new("true or false", ParseBoolean);

    /// <summary>A whole number of MB (2^20 bytes), as bytes.</summary>
    public static readonly ValueType<long> Megabytes = MegabytesFrom(0);

    /// <summary>Bytes; KB, MB, GB and TB are powers of 1024.</summary>
    public static readonly ValueType<long> Bytes = new("a size in bytes, or with KB, MB, GB or TB", ParseBytes);

    /// <summary>The size at which a hot bucket rolls, as bytes.</summary>
    public static readonly ValueType<long> BucketSize = new("'auto', 'auto_high_volume' or a size in MB from 1 to 1048576", ParseBucketSize);

    public static readonly ValueType<int> Port = Integer(1, 65535);

    public static ValueType<int> Integer(int min, int max) => new(
        string.Create(CultureInfo.InvariantCulture, $"an integer from {min} to {max}"),
        (string text, out int value) => TryInteger(text, min, max, out var number, out value) ? null : "");

    public static ValueType<long> MegabytesFrom(long min) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number of MB from {min}"),
        (string text, out long value) =>
        {
            var ok = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= MegabytesMax;
            value = ok ? number << 20 : 0;
            return ok ? null : "";
        });

    /// <summary>Seconds; <c>s</c>, <c>m</c>, <c>h</c> and <c>d</c> may follow the number.</summary>
    public static ValueType<TimeSpan> Seconds(long min, long max) => new(
        string.Create(CultureInfo.InvariantCulture, $"seconds from {min} to {max}, or a number with s, m, h or d"),
        (string text, out TimeSpan value) => TrySeconds(text, min, max, out value) ? null : "");

    /// <summary>One of some words, without regard to case.</summary>
    public static ValueType<T> OneOf<T>(params (string Text, T Value)[] choices) => new(
        "one of " + string.Join(", ", choices.Select(choice => choice.Text)),
        (string text, out T value) =>
        {
            foreach (var choice in choices)
            {
                if (choice.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    value = choice.Value;
                    return null;
                }
            }

            value = choices[0].Value;
            return "";
        });

    private static string? ParseBoolean(string text, out bool value)
    {
        var lower = text.ToLowerInvariant();
        value = lower is "true" or "t" or "yes" or "y" or "1" or "on" or "enabled";
        return value || lower is "false" or "f" or "no" or "n" or "0" or "off" or "disabled" ? null : "";
    }

    private static bool TryInteger(string text, int min, int max, out long number, out int value)
    {
        var ok = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) && number >= min && number <= max;
        value = ok ? (int)number : min;
        return ok;
    }

    private static bool TrySeconds(string text, long min, long max, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var unit = text.Length > 0 ? char.ToLowerInvariant(text[^1]) : ' ';
        long factor = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        var digits = factor == 0 ? text : text[..^1].TrimEnd();
        factor = Math.Max(factor, 1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / factor)
        {
            return false;
        }

        var seconds = number * factor;
        if (seconds < min || seconds > max)
        {
            return false;
        }

        value = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static string? ParseBytes(string text, out long value)
    {
        var upper = text.ToUpperInvariant();
        var shift = upper switch
        {
            _ when upper.EndsWith("KB", StringComparison.Ordinal) => 10,
            _ when upper.EndsWith("MB", StringComparison.Ordinal) => 20,
            _ when upper.EndsWith("GB", StringComparison.Ordinal) => 30,
            _ when upper.EndsWith("TB", StringComparison.Ordinal) => 40,
            _ => 0,
        };
        var digits = shift == 0 ? upper : upper[..^2].TrimEnd();
        var ok = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= (MegabytesMax << 20) >> shift;
        value = ok ? number << shift : 0;
        return ok ? null : "";
    }

    private static string? ParseBucketSize(string text, out long value)
    {
        value = text switch
        {
            "auto" => 750L << 20,
            "auto_high_volume" => 10L << 30,
            _ when TryInteger(text, 1, 1_048_576, out var megabytes, out _) => megabytes << 20,
            _ => 0,
        };
        return value > 0 ? null : "";
    }
}
