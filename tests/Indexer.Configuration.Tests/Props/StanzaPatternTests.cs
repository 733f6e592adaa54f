using Indexer.Configuration.Props;

namespace Indexer.Configuration.Tests.Props;

public sealed class StanzaPatternTests
{
    [Theory]
    [InlineData("/var/log/syslog", "/var/log/syslog", true)]
    [InlineData("/var/log/syslog", "/var/log/syslog.1", false)]
    [InlineData("/var/log/*.log", "/var/log/a.log", true)]
    [InlineData("/var/log/*.log", "/var/log/a/b.log", false)]
    [InlineData("/var/log/*.log", "/var/log/aXlog", false)]
    [InlineData("/var/.../*.log", "/var/a/b/c.log", true)]
    [InlineData("...a...", "xxaxx", true)]
    [InlineData("...\\\\access.log", "C:\\logs\\access.log", true)]
    [InlineData(".../(access|error).log", "/logs/error.log", true)]
    [InlineData(".../(access|error).log", "/logs/other.log", false)]
    [InlineData("/logs/web[0-9]+.log", "/logs/web12.log", true)]
    [InlineData("/logs/web[.*]", "/logs/web.", true)]
    [InlineData("udp:514", "udp:514", true)]
    public void A_pattern_matches_the_whole_value(string pattern, string value, bool matches)
    {
        Assert.Equal(matches, StanzaPattern.TryParse(pattern, ignoreCase: false, out _)!.IsMatch(value));
    }

    [Fact]
    public void Patterns_take_time_linear_to_the_value()
    {
        var pattern = StanzaPattern.TryParse("/(a|a)...(a|a)...(a|a)...b", ignoreCase: false, out _)!;

        Assert.False(pattern.IsMatch("/" + new string('a', 100_000)));
    }
}
