namespace Indexer.Parsing.Lines;

/// <summary>
/// The second stage: decides which lines begin an event (<c>SHOULD_LINEMERGE</c> and the settings that go with it).
/// One per stream; not thread-safe.
/// </summary>
internal sealed class LineMerger(ParsingOptions options)
{
    private int lines;
    private bool mustBreak;

    /// <summary>Whether the merger wants to know which lines state a time.</summary>
    public bool NeedsTimestamps => options is { ShouldLineMerge: true, BreakOnlyBefore: null, BreakOnlyBeforeDate: true };

    /// <summary>
    /// Whether <paramref name="line"/> begins an event.
    /// </summary>
    /// <param name="isDated">The line states a time.</param>
    /// <param name="streamIsDated">
    /// Some line of the stream does. Where none has so far, lines cannot be told apart by their times, and each is an event.
    /// </param>
    public bool Begins(ReadOnlySpan<byte> line, bool isDated, bool streamIsDated, ref ParsingCounters counters)
    {
        if (!options.ShouldLineMerge || lines == 0 || mustBreak)
        {
            return true;
        }

        var begins = options switch
        {
            { BreakOnlyBefore: { } pattern } => pattern.IsMatch(line, ref counters),
            { BreakOnlyBeforeDate: true } => isDated || !streamIsDated,
            _ => false,
        };
        if (!begins && lines >= options.LinesMax)
        {
            counters.EventsSplit++;
            return true;
        }

        return begins;
    }

    /// <summary>Takes note of a line that was added to the event it belongs to.</summary>
    public void Added(ReadOnlySpan<byte> line, bool begins, ref ParsingCounters counters)
    {
        lines = begins ? 1 : lines + 1;
        mustBreak = options is { ShouldLineMerge: true, MustBreakAfter: { } pattern } && pattern.IsMatch(line, ref counters);
    }

    /// <summary>The event was closed; the next line begins one.</summary>
    public void Closed() => lines = 0;

    /// <summary>
    /// Whether a line looks like the inside of an event: indented, or a part of a stack trace. A time somewhere in such a line
    /// does not begin an event, unless it is where the stream has its times.
    /// </summary>
    public static bool LooksContinued(ReadOnlySpan<byte> line) =>
        line is [(byte)' ' or (byte)'\t', ..] || line.StartsWith("Caused by:"u8) || line.StartsWith("Suppressed:"u8)
        || line.StartsWith("at "u8) || line.StartsWith("... "u8) || line.StartsWith("Traceback "u8);
}
