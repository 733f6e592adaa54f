using Indexer.Cli.Commands;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Tests;

public sealed class DocumentedSpellingTests
{
    [Theory]
    [InlineData("search x -earliest -1h", "search x --earliest -1h")]
    [InlineData("search x --earliest -1h", "search x --earliest -1h")]
    [InlineData("search x -MaxOut 5", "search x --maxout 5")]
    [InlineData("add oneshot f -index web -uri u", "add oneshot f --index web --uri u")]
    [InlineData("list index -json", "list index --json")]
    [InlineData("search -- -earliest", "search -- -earliest")]
    [InlineData("edit index web -maxDataSize 5", "edit index web -maxDataSize 5")]
    [InlineData("search -5 -h", "search -5 -h")]
    [InlineData("list index -earliest", "list index -earliest")]
    public void One_dash_is_as_good_as_two(string typed, string understood) =>
        Assert.Equal(understood.Split(' '), DocumentedSpelling.Normalize(typed.Split(' '), CommandTree.Build()));
}
