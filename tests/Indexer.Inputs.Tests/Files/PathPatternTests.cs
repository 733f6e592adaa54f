using Indexer.Inputs.Files;

namespace Indexer.Inputs.Tests.Files;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("/var/log/a.log", "/var/log/a.log", "/var/log/a.log", true)]
    [InlineData("/var/log/*.log", "/var/log", "/var/log/a.log", true)]
    [InlineData("/var/log/*.log", "/var/log", "/var/log/x/a.log", false)]
    [InlineData("/var/log/.../*.log", "/var/log", "/var/log/x/y/a.log", true)]
    [InlineData("/var/.../a.log", "/var", "/var/x/a.log", true)]
    [InlineData("/var/log", "/var/log", "/var/log/x/a.log", true)]
    [InlineData("/var/l*g", "/var", "/var/log/x/a.log", true)]
    [InlineData("/var/a(1)+.log", "/var/a(1)+.log", "/var/a(1)+.log", true)]
    [InlineData("/*.log", "/", "/a.log", true)]
    public void A_pattern_has_a_root_and_matches(string path, string root, string file, bool matches)
    {
        var pattern = PathPattern.Parse(path, recursive: true);
        Assert.Equal((root, matches), (pattern.Root, pattern.IsMatch(file)));
    }

    [Fact]
    public void A_directory_that_is_not_recursive_has_only_its_own_files()
    {
        var pattern = PathPattern.Parse("/var/log", recursive: false);
        Assert.Equal((true, false), (pattern.IsMatch("/var/log/a"), pattern.IsMatch("/var/log/x/a")));
    }
}
