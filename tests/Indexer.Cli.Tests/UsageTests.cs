using System.CommandLine;
using Indexer.Cli.Commands;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("bogus", "there is no 'indexer bogus'; expected one of status, ")]
    [InlineData("add bogus", "there is no 'indexer add bogus'; expected one of oneshot, monitor, index")]
    [InlineData("status --bogus", "unrecognized command or argument '--bogus'")]
    [InlineData("search", "required argument")]
    [InlineData("search x -typo", "unknown option '-typo'")]
    [InlineData("search x -max-count 0", "--max-count: expected at least 1")]
    [InlineData("search x -output pdf", "pdf")]
    [InlineData("search x -uri nowhere", "'nowhere' is not the URL of a node")]
    [InlineData("search x -auth admin", "expected user:password")]
    [InlineData("add oneshot f -typo", "unknown option '-typo'")]
    [InlineData("edit index web", "nothing to change")]
    [InlineData("edit index web -maxDataSize", "-maxDataSize has no value")]
    [InlineData("edit index web -a 1 -a 2", "-a is given twice")]
    [InlineData("edit index web stray", "unexpected 'stray'")]
    [InlineData("fsck", "expected either --all or --one")]
    [InlineData("fsck --all --one x", "expected either --all or --one")]
    [InlineData("btool indexes list", "set INDEXER_HOME or give -home")]
    [InlineData("btool indexes show", "show")]
    [InlineData("set minfreemb many", "many")]
    [InlineData("_internal call /x -post y", "'y' is not name=value")]
    public async Task A_mistake_ends_with_2_and_says_what_is_wrong(string typed, string expected)
    {
        var result = await Cli.RunAsync(typed.Split(' '));

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(expected, result.Error);
        Assert.StartsWith("error: ", result.Error);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("add")]
    [InlineData("_internal")]
    public async Task A_verb_alone_shows_its_help(string typed)
    {
        var result = await Cli.RunAsync(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("Commands:", result.Error);
    }

    [Fact]
    public async Task Help_is_the_same_in_both_spellings()
    {
        var help = await Cli.RunAsync("help", "add", "oneshot");

        Assert.Equal(ExitCode.Ok, help.ExitCode);
        Assert.Equal(await Cli.RunAsync("add", "oneshot", "--help"), help);
        Assert.Contains("indexer add oneshot /var/log/syslog", help.Output);
    }

    [Fact]
    public void Every_command_has_a_description_and_those_that_do_something_have_examples()
    {
        foreach (var command in All(CommandTree.Build()))
        {
            Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name);
            if (command is CliCommand { Run: not null } cli)
            {
                Assert.NotEmpty(cli.Examples);
            }

            Assert.All(command.Options.Cast<Symbol>().Concat(command.Arguments), symbol => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name));
        }
    }

    [Fact]
    public async Task Examples_are_understood()
    {
        foreach (var example in All(CommandTree.Build()).OfType<CliCommand>().SelectMany(command => command.Examples))
        {
            var words = ShellWords(example).SkipWhile(word => word.Contains('=', StringComparison.Ordinal)).ToArray();
            Assert.Equal("indexer", words[0]);
            var parsed = CommandLine.Parse(CommandTree.Build(), words[1..]);
            Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join("; ", parsed.Errors.Select(error => error.Message))}");
        }

        Assert.Equal(ExitCode.Ok, (await Cli.RunAsync("version")).ExitCode);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Append(command);

    private static IEnumerable<string> ShellWords(string line)
    {
        var parts = line.Split('\'');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
            {
                yield return parts[i];
                continue;
            }

            foreach (var word in parts[i].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }
        }
    }
}
