using System.Globalization;

namespace Indexer.Benchmarks.Corpus;

/// <summary>Sizes as people write them: <c>200MB</c>, <c>1.74GB</c>; powers of ten.</summary>
internal static class ByteSize
{
    public static long Parse(string text)
    {
        var digits = text.TrimEnd('B', 'b');
        var unit = digits.Length == 0 ? 1 : char.ToUpperInvariant(digits[^1]) switch { 'K' => 1e3, 'M' => 1e6, 'G' => 1e9, _ => 1 };
        return double.TryParse(unit == 1 ? digits : digits[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? (long)(number * unit)
            : throw new ArgumentException($"'{text}' is no size: write it as 200MB or 1.74GB", nameof(text));
    }

    public static string Format(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");
}
