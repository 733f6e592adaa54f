using Indexer.Model;
using Indexer.Web.Answers;

namespace Indexer.Web.Tests;

public sealed class RestTimeTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00Z")]
    [InlineData(1_700_000_000_123_456_789, "2023-11-14T22:13:20.123456789Z")]
    [InlineData(1_700_000_000_500_000_000, "2023-11-14T22:13:20.5Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [InlineData(long.MinValue, "1677-09-21T00:12:43.145224192Z")]
    public void A_time_is_written_to_the_nanosecond(long nanoseconds, string text) =>
        Assert.Equal(text, RestTime.Format(new EventTime(nanoseconds)));
}
