using Indexer.Model;
using Indexer.Search.Aggregation;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;

namespace Indexer.Search.Commands;

[Command("timechart",
    Syntax = "timechart [span=<length>] [bins=<n>] [cont=<bool>] [limit=<n>] [useother=<bool>] [otherstr=<text>] [usenull=<bool>] [nullstr=<text>] <function>[(<field>|eval(<expression>))] [as <name>] … [by <field>]",
    Description = "Aggregates per span of time, and with by per value of a field as well, a column for each. Without span the shortest usual one that makes at most bins (100) spans of the search's time, or of the events' where that has no ends. The limit (10, 0 is all) series with the greatest sums have columns, the rest is OTHER, rows without the field are NULL. Spans without events are filled in.",
    Example = "sourcetype=access | timechart span=5m avg(duration) by host limit=5")]
internal sealed class TimechartCommand(TimechartSettings settings) : SearchCommand, IParsedCommand, ICountsEvents
{
    private const int BinsMax = 50_000;

    private static readonly string[] Options =
        ["span", "bins", "cont", "partial", "limit", "useother", "otherstr", "usenull", "nullstr"];

    public override CommandKind Kind => CommandKind.Aggregating;

    public override bool NeedsOrder => settings.Aggregates.Any(aggregate => aggregate.Function.IsOrderSensitive);

    public static SearchCommand Parse(TokenReader tokens)
    {
        var settings = ParseOptions(tokens, new TimechartSettings());
        settings = ParseOptions(tokens, settings with { Aggregates = AggregateParser.ParseList(tokens) });
        if (tokens.TryTakeWord("by"))
        {
            settings = ParseOptions(tokens, settings with { SplitBy = tokens.TakeField().Text });
        }

        return new TimechartCommand(settings);
    }

    public override FieldSet Needs(FieldSet after)
    {
        var fields = FieldSet.Of(settings.Aggregates.SelectMany(aggregate => aggregate.Fields())).With(EventFields.Time);
        return settings.SplitBy is { } split ? fields.With(split) : fields;
    }

    public bool TryGetCountSpan(OperatorContext context, out long spanNanoseconds, out EventTime origin)
    {
        (spanNanoseconds, origin) = (0, default);
        if (settings.SplitBy is not null || !settings.Aggregates.All(aggregate => aggregate.CountsRows))
        {
            return false;
        }

        // Without a known span the count is as fine as the finest one that may be chosen.
        var span = settings.SpanFor(context.Range) ?? SpanLadder.Spans[0];
        (spanNanoseconds, origin) = new TimeBins(span, context.TimeZone).CountSpan();
        return true;
    }

    public void AddCount(RowOperator target, EventTime start, long count) => ((TimechartOperator)target).AddCount(start, count);

    internal override RowOperator Start(OperatorContext context) => new TimechartOperator(settings, context);

    private static TimechartSettings ParseOptions(TokenReader tokens, TimechartSettings settings)
    {
        while (!tokens.AtEndOfCommand && tokens.AtOption())
        {
            settings = ParseOption(tokens, settings);
        }

        return settings;
    }

    private static TimechartSettings ParseOption(TokenReader tokens, TimechartSettings settings)
    {
        if (tokens.TryTakeOption("span"))
        {
            var at = tokens.Peek().Position;
            return settings with { Span = SpanLadder.Parse(tokens, tokens.TakeText("a span such as 5m"), at) };
        }

        if (tokens.TryTakeOption("bins"))
        {
            return settings with { Bins = tokens.TakeInteger(1, BinsMax) };
        }

        if (tokens.TryTakeOption("cont"))
        {
            return settings with { FillGaps = tokens.TakeBoolean() };
        }

        if (tokens.TryTakeOption("partial"))
        {
            return settings with { KeepPartial = tokens.TakeBoolean() };
        }

        if (tokens.TryTakeOption("limit"))
        {
            return settings with { Limit = tokens.TakeInteger(0) };
        }

        if (tokens.TryTakeOption("useother"))
        {
            return settings with { UseOther = tokens.TakeBoolean() };
        }

        if (tokens.TryTakeOption("otherstr"))
        {
            return settings with { OtherText = tokens.TakeText("a name for the rest") };
        }

        if (tokens.TryTakeOption("usenull"))
        {
            return settings with { UseNull = tokens.TakeBoolean() };
        }

        return tokens.TryTakeOption("nullstr")
            ? settings with { NullText = tokens.TakeText("a name for rows without the field") }
            : throw tokens.UnknownOption(Options);
    }
}

/// <summary>The arguments of <c>timechart</c>.</summary>
internal sealed record TimechartSettings
{
    public IReadOnlyList<AggregateSpec> Aggregates { get; init; } = [];

    public string? SplitBy { get; init; }

    public BinSpan? Span { get; init; }

    public int Bins { get; init; } = 100;

    public bool FillGaps { get; init; } = true;

    /// <summary>Whether spans that reach beyond the search's time are kept.</summary>
    public bool KeepPartial { get; init; } = true;

    /// <summary>Most series with a column of their own; 0 is no limit.</summary>
    public int Limit { get; init; } = 10;

    public bool UseOther { get; init; } = true;

    public string OtherText { get; init; } = "OTHER";

    public bool UseNull { get; init; } = true;

    public string NullText { get; init; } = "NULL";

    /// <summary>The span, when it does not depend on the events.</summary>
    public BinSpan? SpanFor(TimeRange range) => Span ?? (IsBounded(range)
        ? SpanLadder.Choose(EventSeconds.ToSeconds(range.Latest.Nanoseconds) - EventSeconds.ToSeconds(range.Earliest.Nanoseconds), Bins)
        : null);

    public static bool IsBounded(TimeRange range) => range.Earliest > EventTime.MinValue && range.Latest < EventTime.MaxValue;
}
