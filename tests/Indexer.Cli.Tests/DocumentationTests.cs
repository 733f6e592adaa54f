using System.CommandLine;
using System.Runtime.CompilerServices;
using Indexer.Cli.Commands;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void Every_command_and_option_is_in_the_documentation()
    {
        var text = File.ReadAllText(Page());
        foreach (var (path, command) in Commands(CommandTree.Build(), ""))
        {
            Assert.Contains($"`{path}", text);
            foreach (var option in command.Options)
            {
                Assert.Contains(option.Name.TrimStart('-'), text);
            }
        }
    }

    [Theory]
    [InlineData(ExitCode.Ok)]
    [InlineData(ExitCode.Failed)]
    [InlineData(ExitCode.Usage)]
    [InlineData(ExitCode.Unreachable)]
    [InlineData(ExitCode.Refused)]
    [InlineData(ExitCode.Interrupted)]
    public void Every_exit_code_is_too(int exitCode) => Assert.Contains($"\n| {exitCode} | ", File.ReadAllText(Page()));

    private static IEnumerable<(string Path, Command Command)> Commands(Command command, string path) => command.Subcommands.SelectMany(child =>
        child.Subcommands.Count > 0 ? Commands(child, path + child.Name + " ") : [(path + child.Name, child)]);

    private static string Page([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/cli.md"));
}
