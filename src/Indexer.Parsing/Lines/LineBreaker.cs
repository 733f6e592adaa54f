using Indexer.Parsing.Patterns;

namespace Indexer.Parsing.Lines;

/// <summary>
/// Where a stream is cut into lines (<c>LINE_BREAKER</c>). The text of the first capturing group is discarded; what is before it
/// ends a line, what is after it begins the next. In an alternation each alternative has its own first group; an alternative
/// without one cuts just before its match and discards nothing.
/// </summary>
public sealed class LineBreaker
{
    /// <summary>
    /// Bytes that one break may depend on: the break itself with what it looks at before and after. A longer dependency is matched
    /// only as far as the bytes received so far happen to reach.
    /// </summary>
    public const int ContextBytes = 512;

    private const string NewlinesExpression = @"([\r\n]+)";

    private LineBreaker(string source, BytePattern? pattern, int bytesAfter)
    {
        Source = source;
        Pattern = pattern;
        BytesAfter = bytesAfter;
    }

    /// <summary><c>([\r\n]+)</c>: any run of carriage returns and line feeds.</summary>
    public static LineBreaker Newlines { get; } = new(NewlinesExpression, null, 0);

    /// <summary>The expression as it was configured.</summary>
    public string Source { get; }

    /// <summary>Matches the discarded text itself; null for <see cref="Newlines"/>.</summary>
    internal BytePattern? Pattern { get; }

    /// <summary>How many bytes after a break must be known before it is final.</summary>
    internal int BytesAfter { get; }

    /// <summary>Throws <see cref="FormatException"/> with the reason for an expression that cannot be used.</summary>
    public static LineBreaker Parse(string expression)
    {
        if (expression is NewlinesExpression or @"([\n\r]+)")
        {
            return Newlines;
        }

        var pattern = BytePattern.Parse(expression, LineBreakExpression.ToBreakExpression);
        return new LineBreaker(expression, pattern, LineBreakExpression.IsFinalByItself(expression) ? 1 : ContextBytes);
    }

    public override string ToString() => Source;
}
