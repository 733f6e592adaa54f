using System.Globalization;
using Indexer.Search.Aggregation;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Values;

namespace Indexer.Search.Commands;

[Command("bin",
    Aliases = "bucket, discretize",
    Syntax = "bin [span=<length>] [bins=<n>] <field> [as <field>]",
    Description = "Replaces numbers by the range they are in: _time by the beginning of its span (such as 5m, 1d, 1mon), other numbers by a range such as 10-20. Without span the ranges are chosen so that there are at most bins (100) of them, which needs all rows first.",
    Example = "error | bin span=1h _time | stats count by _time, host")]
internal sealed class BinCommand(BinCommand.Settings settings) : SearchCommand, IParsedCommand
{
    private const int DefaultBins = 100;
    private const int BinsMax = 50_000;

    public override CommandKind Kind => settings.Span is null && settings.Width is null ? CommandKind.Collecting : CommandKind.RowWise;

    public static SearchCommand Parse(TokenReader tokens)
    {
        string? spanText = null;
        var spanAt = 0;
        var bins = DefaultBins;
        string? field = null;
        while (!tokens.AtEndOfCommand && !tokens.Peek().IsWord("as"))
        {
            if (tokens.TryTakeOption("span"))
            {
                spanAt = tokens.Peek().Position;
                spanText = tokens.TakeText("a span such as 5m");
            }
            else if (tokens.TryTakeOption("bins"))
            {
                bins = tokens.TakeInteger(2, BinsMax);
            }
            else if (tokens.AtOption())
            {
                throw tokens.UnknownOption("span", "bins");
            }
            else
            {
                field = field is null ? tokens.TakeField().Text : throw tokens.Unexpected("one field");
            }
        }

        if (field is null)
        {
            throw tokens.Unexpected("a field");
        }

        var target = tokens.TryTakeWord("as") ? tokens.TakeField().Text : field;
        var settings = new Settings(field, target, null, null, bins);
        return new BinCommand(spanText is null ? settings : field == EventFields.Time
            ? settings with { Span = SpanLadder.Parse(tokens, spanText, spanAt) }
            : settings with { Width = ParseWidth(tokens, spanText, spanAt) });
    }

    public override FieldSet Needs(FieldSet after) => after.Contains(settings.Target) ? after.Without(settings.Target).With(settings.Field) : after;

    internal override RowOperator Start(OperatorContext context)
    {
        if (settings.Span is { } span)
        {
            return new Operator(settings, TimeBinner(new TimeBins(span, context.TimeZone)));
        }

        return settings.Width is { } width
            ? new Operator(settings, RangeBinner(width))
            : new Chooser(settings, context, new RowStore(context.OpenBudget("bin", "the rows that came later are missing")));
    }

    private static double ParseWidth(TokenReader tokens, string text, int at) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var width) && width > 0
            ? width
            : throw tokens.Error($"'{text}' is no width", "a number above 0; only _time takes units", at);

    private static Func<Value, Value> TimeBinner(TimeBins bins) =>
        value => value.TryGetNumber(out var seconds) ? EventSeconds.ToValue(bins.Floor(EventSeconds.ToTime(seconds))) : value;

    private static Func<Value, Value> RangeBinner(double width) => value =>
    {
        if (!value.TryGetNumber(out var number))
        {
            return value;
        }

        var start = Math.Floor(number / width) * width;
        return Value.Of($"{NumberText.Format(start)}-{NumberText.Format(start + width)}");
    };

    private static RowBatch Replace(RowBatch batch, Settings settings, Func<Value, Value> bin)
    {
        if (!batch.TryGetColumn(settings.Field, out var source))
        {
            return batch;
        }

        var column = new Value[batch.Count];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = source[row].IsList ? Value.OfList([.. source[row].Items.Select(bin)]) : bin(source[row]);
        }

        var result = batch.Share();
        result.Set(settings.Target, column);
        return result;
    }

    internal sealed record Settings(string Field, string Target, BinSpan? Span, double? Width, int Bins);

    private sealed class Operator(Settings settings, Func<Value, Value> bin) : RowOperator
    {
        public override RowBatch Process(RowBatch batch) => Replace(batch, settings, bin);
    }

    private sealed class Chooser(Settings settings, OperatorContext context, RowStore rows) : RowOperator
    {
        private double minimum = double.PositiveInfinity;
        private double maximum = double.NegativeInfinity;

        public override RowBatch? Process(RowBatch batch)
        {
            foreach (var value in batch.ColumnOrNulls(settings.Field).AsSpan(0, batch.Count))
            {
                if (value.TryGetNumber(out var number))
                {
                    minimum = Math.Min(minimum, number);
                    maximum = Math.Max(maximum, number);
                }
            }

            rows.Add(batch);
            return null;
        }

        public override IEnumerable<RowBatch> Finish()
        {
            if (minimum > maximum)
            {
                return rows.Batches;
            }

            var bin = settings.Field == EventFields.Time
                ? TimeBinner(new TimeBins(SpanLadder.Choose(maximum - minimum, settings.Bins), context.TimeZone))
                : RangeBinner(ChooseWidth());
            return rows.Batches.Select(batch => Replace(batch, settings, bin));
        }

        public override void Release() => rows.Release();

        // The smallest power of ten of which at most the wanted number covers all values.
        private double ChooseWidth()
        {
            var width = Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max((maximum - minimum) / settings.Bins, 1e-9))));
            while (Math.Floor(maximum / width) - Math.Floor(minimum / width) + 1 > settings.Bins)
            {
                width *= 10;
            }

            return width;
        }
    }
}
