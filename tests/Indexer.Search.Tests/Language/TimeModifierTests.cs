using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Indexer.Model;
using Indexer.Search.Language;

namespace Indexer.Search.Tests.Language;

public sealed class TimeModifierTests
{
    private static EventTime At(string iso) => EventTime.FromDateTimeOffset(DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture));

    private static string Resolve(string modifier, string now, string zone = "UTC")
    {
        var context = new SearchContext(At(now), TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.True(TimeModifier.TryParse(modifier, context, out var time, out var problem), problem);
        return time.ToString();
    }

    // 2026-03-18 is a Wednesday.
    [Theory]
    [InlineData("now", "2026-03-18T13:45:30.5Z")]
    [InlineData("-5", "2026-03-18T13:45:25.5Z")]
    [InlineData("+1h", "2026-03-18T14:45:30.5Z")]
    [InlineData("-d", "2026-03-17T13:45:30.5Z")]
    [InlineData("-90m", "2026-03-18T12:15:30.5Z")]
    [InlineData("@s", "2026-03-18T13:45:30Z")]
    [InlineData("@m", "2026-03-18T13:45:00Z")]
    [InlineData("@h", "2026-03-18T13:00:00Z")]
    [InlineData("@d", "2026-03-18T00:00:00Z")]
    [InlineData("-7d@d", "2026-03-11T00:00:00Z")]
    [InlineData("@w", "2026-03-15T00:00:00Z")]
    [InlineData("@w0", "2026-03-15T00:00:00Z")]
    [InlineData("@w1", "2026-03-16T00:00:00Z")]
    [InlineData("@w3", "2026-03-18T00:00:00Z")]
    [InlineData("@w4", "2026-03-12T00:00:00Z")]
    [InlineData("@w7", "2026-03-15T00:00:00Z")]
    [InlineData("@mon", "2026-03-01T00:00:00Z")]
    [InlineData("-1mon@mon+2h", "2026-02-01T02:00:00Z")]
    [InlineData("-1mon@mon+7d", "2026-02-08T00:00:00Z")]
    [InlineData("@q", "2026-01-01T00:00:00Z")]
    [InlineData("-1q@q", "2025-10-01T00:00:00Z")]
    [InlineData("@y", "2026-01-01T00:00:00Z")]
    [InlineData("-2years", "2024-03-18T13:45:30.5Z")]
    [InlineData("now-1d@d", "2026-03-17T00:00:00Z")]
    public void Relative_times_move_and_snap(string modifier, string expected) => Assert.Equal(expected, Resolve(modifier, "2026-03-18T13:45:30.5Z"));

    [Theory]
    [InlineData("10/27/2026:14:05:09", "2026-10-27T14:05:09Z")]
    [InlineData("1/2/2026:3:4:5", "2026-01-02T03:04:05Z")]
    [InlineData("10/27/2026", "2026-10-27T00:00:00Z")]
    [InlineData("2026-10-27", "2026-10-27T00:00:00Z")]
    [InlineData("2026-10-27T14:05:09", "2026-10-27T14:05:09Z")]
    [InlineData("2026-10-27 14:05:09.25", "2026-10-27T14:05:09.25Z")]
    [InlineData("2026-10-27T14:05:09Z", "2026-10-27T14:05:09Z")]
    [InlineData("2026-10-27T14:05:09.123+02:00", "2026-10-27T12:05:09.123Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("1700000000", "2023-11-14T22:13:20Z")]
    [InlineData("1700000000.5", "2023-11-14T22:13:20.5Z")]
    public void Absolute_times_are_read(string modifier, string expected) => Assert.Equal(expected, Resolve(modifier, "2026-03-18T13:45:30Z"));

    // In Berlin clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25.
    [Theory]
    [InlineData("-1d", "2026-03-29T12:00:00+02:00", "2026-03-28T11:00:00Z")]
    [InlineData("-24h", "2026-03-29T12:00:00+02:00", "2026-03-28T10:00:00Z")]
    [InlineData("@d", "2026-03-29T12:00:00+02:00", "2026-03-28T23:00:00Z")]
    [InlineData("-1d", "2026-03-30T02:30:00+02:00", "2026-03-29T01:30:00Z")]
    [InlineData("@h", "2026-10-25T02:30:00+02:00", "2026-10-25T00:00:00Z")]
    [InlineData("@h", "2026-10-25T02:30:00+01:00", "2026-10-25T01:00:00Z")]
    [InlineData("-1d", "2026-10-26T02:30:00+01:00", "2026-10-25T01:30:00Z")]
    [InlineData("+1d", "2026-10-24T02:30:00+02:00", "2026-10-25T00:30:00Z")]
    [InlineData("2026-03-29T02:30:00", "2026-01-01T00:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T02:30:00", "2026-01-01T00:00:00Z", "2026-10-25T00:30:00Z")]
    public void Days_follow_the_clocks_of_the_zone(string modifier, string now, string expected) => Assert.Equal(expected, Resolve(modifier, now, "Europe/Berlin"));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("-7x")]
    [InlineData("-7d@")]
    [InlineData("@w8")]
    [InlineData("-")]
    [InlineData("-7d 2h")]
    [InlineData("-99999999999d")]
    [InlineData("-5000y")]
    [InlineData("13/45/2026:00:00:00")]
    [InlineData("99999999999999999999")]
    public void What_is_no_time_is_refused_with_a_reason(string modifier)
    {
        Assert.False(TimeModifier.TryParse(modifier, new SearchContext(At("2026-03-18T13:45:30Z"), TimeZoneInfo.Utc), out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Any_text_is_read_or_refused_at_any_time()
    {
        var zones = new[] { "UTC", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu" }.Select(TimeZoneInfo.FindSystemTimeZoneById).ToArray();
        var texts = Gen.Elements("-", "+", "@", "1", "9", "d", "mon", "w", "q", "y", "h", "now", "/", ":", "T", "0", ".", "Z").ListOf().Select(string.Concat).ToArbitrary();
        Prop.ForAll(texts, ArbMap.Default.ArbFor<long>(), (text, now) =>
        {
            foreach (var zone in zones)
            {
                var read = TimeModifier.TryParse(text, new SearchContext(new EventTime(now * 1_000_003), zone), out _, out var problem);
                Assert.Equal(read, problem is null);
            }
        }).QuickCheckThrowOnFailure();
    }
}
