using Indexer.Model;
using Indexer.Search.Aggregation;
using Indexer.Search.Execution;
using Indexer.Search.Tests.Support;
using Indexer.Search.Values;

namespace Indexer.Search.Tests.Aggregation;

public sealed class AggregationTests
{
    [Theory]
    [InlineData("stats count, sum(n) as s, avg(n) as a, min(n) as mn, max(n) as mx, range(n) as r, dc(t) as d by k")]
    [InlineData("stats values(t) as v, mode(t) as m, median(n) as md, perc95(n) as p, sumsq(n) as q")]
    [InlineData("stats earliest(n) as e, latest(n) as l, earliest_time(n) as et, latest_time(n) as lt, rate(n) as r by k, t")]
    [InlineData("stats count(eval(n>50)) as c by k")]
    [InlineData("top 3 t by k")]
    [InlineData("rare t")]
    [InlineData("timechart count by k")]
    [InlineData("timechart bins=7 sum(n) as s, dc(t) as d")]
    [InlineData("timechart span=1d limit=2 max(n) by t")]
    public void Partial_aggregates_of_any_partition_merge_to_the_whole(string command)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var rows = Enumerable.Range(0, random.Next(1, 400)).Select(_ => RandomRow(random)).ToArray();
            var whole = Searching.Run(command, Rows.Of(rows));

            var parsed = Searching.Parse(command)[0];
            var context = Searching.Operators();
            var parts = Enumerable.Range(0, random.Next(1, 6)).Select(_ => (MergingOperator)parsed.Start(context)).ToArray();
            foreach (var chunk in rows.Chunk(random.Next(1, 50)))
            {
                parts[random.Next(parts.Length)].Process(Rows.Of(chunk));
            }

            var merged = (MergingOperator)parsed.Start(context);
            random.Shuffle(parts);
            Array.ForEach(parts, merged.Merge);
            Assert.Equal(whole, Rows.Describe(merged.Finish()));

            // Merging and finishing change nothing, as previews need.
            Assert.Equal(Rows.Describe(merged.Finish()), Rows.Describe(merged.Finish()));
        }
    }

    [Fact]
    public void Variance_of_parts_merges_to_that_of_the_whole()
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(0, 1_000).Select(_ => random.NextDouble() * 1e6).ToArray();
        var mean = numbers.Average();
        var expected = numbers.Sum(n => (n - mean) * (n - mean)) / (numbers.Length - 1);
        var command = Searching.Parse("stats var(n) as v")[0];
        var merged = (MergingOperator)command.Start(Searching.Operators());
        foreach (var chunk in numbers.Chunk(37))
        {
            var part = (MergingOperator)command.Start(Searching.Operators());
            var batch = new RowBatch(chunk.Length);
            batch.Set("n", Array.ConvertAll(chunk, n => Value.Of(n)));
            part.Process(batch);
            merged.Merge(part);
        }

        merged.Finish().Single()["v", 0].TryGetNumber(out var variance);
        Assert.Equal(1, variance / expected, 1e-9);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1)]
    [InlineData(-1e9)]
    public void A_sketch_is_within_its_error(double scale)
    {
        var random = new Random(7);
        var numbers = Enumerable.Range(0, 20_000).Select(_ => Math.Exp(random.NextDouble() * 10) * scale).ToArray();
        var sketch = new QuantileSketch(100, Searching.Operators().OpenBudget("test", "missing"));
        var other = new QuantileSketch(100, Searching.Operators().OpenBudget("test", "missing"));
        for (var i = 0; i < numbers.Length; i++)
        {
            (i % 3 == 0 ? other : sketch).Add(numbers[i]);
        }

        sketch.Add(other);
        Array.Sort(numbers);
        Assert.Equal(numbers.Length, sketch.Count);
        for (var rank = 1; rank <= numbers.Length; rank += 199)
        {
            var exact = numbers[rank - 1];
            Assert.InRange(Math.Abs(sketch.AtRank(rank) - exact), 0, Math.Abs(exact) * QuantileSketch.RelativeErrorMax * 1.001);
            Assert.True(sketch.UpperAtRank(rank) >= exact - (Math.Abs(exact) * 1e-9));
        }
    }

    [Fact]
    public void Sums_do_not_lose_small_numbers_beside_large_ones()
    {
        Assert.Equal(["s=2"], Searching.Run("stats sum(a) as s", Rows.Of("a=1", "a=1e100", "a=1", "a=-1e100")));
    }

    [Theory]
    [InlineData("5m", "UTC", "2026-03-01T10:07:30", "2026-03-01T10:05:00", "2026-03-01T10:10:00")]
    [InlineData("1d", "Europe/Berlin", "2026-03-29T10:00:00", "2026-03-28T23:00:00", "2026-03-29T22:00:00")]
    [InlineData("1h", "America/New_York", "2026-11-01T06:30:00", "2026-11-01T06:00:00", "2026-11-01T07:00:00")]
    [InlineData("4h", "America/New_York", "2026-11-01T06:30:00", "2026-11-01T04:00:00", "2026-11-01T09:00:00")]
    [InlineData("1h", "Asia/Kathmandu", "2026-05-01T00:20:00", "2026-05-01T00:15:00", "2026-05-01T01:15:00")]
    [InlineData("1w", "UTC", "2026-05-06T00:20:00", "2026-05-03T00:00:00", "2026-05-10T00:00:00")]
    [InlineData("1mon", "Asia/Tokyo", "2026-05-31T16:00:00", "2026-05-31T15:00:00", "2026-06-30T15:00:00")]
    [InlineData("1q", "UTC", "2026-05-31T16:00:00", "2026-04-01T00:00:00", "2026-07-01T00:00:00")]
    [InlineData("1y", "UTC", "1969-05-31T16:00:00", "1969-01-01T00:00:00", "1970-01-01T00:00:00")]
    [InlineData("100ms", "UTC", "2026-01-01T00:00:00.250", "2026-01-01T00:00:00.2", "2026-01-01T00:00:00.3")]
    public void Bins_follow_the_clock_of_the_zone(string span, string zone, string time, string start, string next)
    {
        Assert.True(BinSpan.TryParse(span, out var parsed));
        var bins = new TimeBins(parsed, TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(At(start), bins.Floor(At(time)));
        Assert.Equal(At(start), bins.Floor(At(start)));
        Assert.Equal(At(next), bins.Next(At(start)));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("UTC")]
    public void Bins_cover_all_time_without_overlap_and_counted_spans_lie_within_one(string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        foreach (var text in new[] { "7m", "30m", "1h", "3h", "1d", "1w", "1mon" })
        {
            Assert.True(BinSpan.TryParse(text, out var span));
            var bins = new TimeBins(span, zone);
            var (count, origin) = new TimeBins(span, zone).CountSpan();
            // Long enough to meet the days on which clocks are moved, in spring and for long spans in autumn.
            var end = span.Seconds > 3600 ? At("2026-12-01T00:00:00") : At("2026-04-10T00:00:00");
            for (var start = bins.Floor(At("2026-03-01T00:00:00")); start < end;)
            {
                var next = bins.Next(start);
                Assert.True(next > start);
                Assert.Equal(start, new TimeBins(span, zone).Floor(new EventTime(next.Nanoseconds - 1)));
                Assert.Equal(0, (start.Nanoseconds - origin.Nanoseconds) % count);
                start = next;
            }
        }
    }

    [Theory]
    [InlineData("0m")]
    [InlineData("-5m")]
    [InlineData("5x")]
    [InlineData("")]
    [InlineData("99999999999s")]
    public void A_span_that_is_none_is_refused(string text) => Assert.False(BinSpan.TryParse(text, out _));

    private static EventTime At(string utc) =>
        EventTime.FromDateTimeOffset(DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture));

    private static string RandomRow(Random random)
    {
        var row = $"_time={TestEvent.Start + random.Next(400_000)}";
        row += random.Next(10) == 0 ? "" : $" k={(char)('a' + random.Next(4))}";
        row += random.Next(10) == 0 ? " t=[x;y]" : $" t={random.Next(20)}";
        return random.Next(10) == 0 ? row : row + $" n={random.Next(100)}";
    }
}
