using Indexer.Search.Language;

namespace Indexer.Search.Aggregation;

/// <summary>The spans from which one is chosen when nobody says. Each but the last divides the next, so that bins can be merged into coarser ones.</summary>
internal static class SpanLadder
{
    public static readonly IReadOnlyList<BinSpan> Spans =
    [
        BinSpan.Of(1, TimeUnit.Second), BinSpan.Of(5, TimeUnit.Second), BinSpan.Of(10, TimeUnit.Second), BinSpan.Of(30, TimeUnit.Second),
        BinSpan.Of(1, TimeUnit.Minute), BinSpan.Of(5, TimeUnit.Minute), BinSpan.Of(10, TimeUnit.Minute), BinSpan.Of(30, TimeUnit.Minute),
        BinSpan.Of(1, TimeUnit.Hour), BinSpan.Of(1, TimeUnit.Day), BinSpan.Of(1, TimeUnit.Month), BinSpan.Of(1, TimeUnit.Year),
    ];

    /// <summary>The shortest span of which <paramref name="bins"/> cover a time, not counting that the first may begin earlier.</summary>
    public static BinSpan Choose(double seconds, int bins)
    {
        foreach (var span in Spans)
        {
            if (seconds / span.Seconds <= bins)
            {
                return span;
            }
        }

        return Spans[^1];
    }

    /// <summary>Reads the value of a <c>span=</c> option.</summary>
    public static BinSpan Parse(TokenReader tokens, string text, int at) =>
        BinSpan.TryParse(text, out var span) ? span : throw tokens.Error($"'{text}' is no span of time", $"a number and a unit ({TimeUnits.Spellings}), such as 5m", at);
}
