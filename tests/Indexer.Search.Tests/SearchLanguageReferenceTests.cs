using System.Text;
using Indexer.Search.Aggregation;
using Indexer.Search.Commands;
using Indexer.Search.Expressions.Functions;

namespace Indexer.Search.Tests;

public sealed class SearchLanguageReferenceTests
{
    private const string Mark = "<!-- generated";

    [Fact]
    public void The_reference_describes_what_the_code_does()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "search-language.md");
        var text = File.ReadAllText(path);
        var lineEnd = text.IndexOf('\n', text.IndexOf(Mark, StringComparison.Ordinal));
        var expected = text[..(lineEnd + 1)] + Generate();
        if (Environment.GetEnvironmentVariable("INDEXER_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string Generate()
    {
        var text = new StringBuilder("\n## Commands\n");
        foreach (var command in CommandCatalog.All)
        {
            text.Append($"\n### {command.Name}\n\n`{command.Syntax}`\n\n{command.Description}");
            text.Append(command.Aliases.Count == 0 ? "" : $" Also written {string.Join(" or ", command.Aliases.Select(alias => $"`{alias}`"))}.");
            text.Append($"\n\n```\n{command.Example}\n```\n");
        }

        text.Append("\n## Aggregate functions\n\n| function | also written | outcome |\n|---|---|---|\n");
        foreach (var function in AggregateFunctions.All)
        {
            text.Append($"| `{function.Name}` | {string.Join(", ", function.Aliases.Select(alias => $"`{alias}`"))} | {function.Description} |\n");
        }

        text.Append("\n## Functions of expressions\n");
        foreach (var family in FunctionCatalog.All.GroupBy(function => function.Family))
        {
            text.Append($"\n### {family.Key}\n\n| function | outcome | example |\n|---|---|---|\n");
            foreach (var function in family)
            {
                var result = function.ExampleResult.Length == 0 ? "" : $" → `{Cell(function.ExampleResult)}`";
                text.Append($"| `{Cell(function.Signature)}` | {Cell(function.Description)} | `{Cell(function.Example)}`{result} |\n");
            }
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", "⏎", StringComparison.Ordinal);

    private static string RepositoryRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Indexer.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the tests do not run inside the repository");
        }

        return directory;
    }
}
