using System.Text;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Tests;

/// <summary>
/// The tables of keys in <c>docs/configuration.md</c> are made from the schema. To bring them up to date, run the test with
/// <c>INDEXER_UPDATE_DOCS=1</c>.
/// </summary>
public sealed class DocumentationTests
{
    private const string Begin = "<!-- keys: begin, made from the schema by DocumentationTests -->\n";
    private const string End = "<!-- keys: end -->\n";

    [Fact]
    public void The_tables_of_keys_are_current()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "configuration.md");
        var document = File.ReadAllText(path);
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        var expected = Tables();
        if (Environment.GetEnvironmentVariable("INDEXER_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, document[..begin] + expected + document[end..]);
            return;
        }

        Assert.Equal(expected, document[begin..end]);
    }

    private static string Tables()
    {
        var text = new StringBuilder();
        foreach (var file in ConfigurationSchema.Files)
        {
            text.Append($"\n### {file.Name}.conf\n\n{file.Documentation}\n");
            if (file.GlobalKeys.Count > 0)
            {
                Append(text, "default", "About the file as a whole.", file.GlobalKeys);
            }

            var shown = new HashSet<string>(StringComparer.Ordinal);
            foreach (var stanza in file.Stanzas)
            {
                // Keys that several kinds of stanzas share are listed with the first of them.
                var keys = stanza.Keys.Where(key => shown.Add(key.DisplayName + key.Documentation)).ToArray();
                var shared = stanza.Keys.Count - keys.Length;
                Append(text, stanza.DisplayName, stanza.Documentation + (shared > 0 ? " Also has the keys above that it shares: "
                    + string.Join(", ", stanza.Keys.Except(keys).Select(key => $"`{key.DisplayName}`")) + "." : ""), keys);
            }
        }

        return text.Append('\n').ToString();
    }

    private static void Append(StringBuilder text, string stanza, string documentation, IReadOnlyList<Key> keys)
    {
        text.Append($"\n#### `[{stanza}]`\n\n{documentation}\n");
        if (keys.Count == 0)
        {
            return;
        }

        text.Append("\n| key | value | default | meaning |\n|---|---|---|---|\n");
        foreach (var key in keys)
        {
            var aliases = key.Aliases.Count > 0 ? " (also " + string.Join(", ", key.Aliases.Select(alias => $"`{alias}`")) + ")" : "";
            var restart = key.Effect == Effect.Restart ? " ⟳" : "";
            var value = key.DefaultText is { Length: > 0 } defaultText ? Cell($"`{defaultText}`") : "";
            text.Append($"| `{key.DisplayName}`{aliases}{restart} | {Cell(key.Expected)} | {value} | {Cell(key.Documentation)} |\n");
        }
    }

    // A table's cell ends at a bar even inside code; angle brackets are markup only outside of it.
    private static string Cell(string text) =>
        string.Join('`', text.Replace("|", "\\|", StringComparison.Ordinal).Split('`').Select((part, index) =>
            index % 2 == 1 ? part : part.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)));

    private static string RepositoryRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Indexer.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("Indexer.sln is in no directory above the tests");
    }
}
