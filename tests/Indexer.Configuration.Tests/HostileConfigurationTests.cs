using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Indexer.Configuration.Files;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Tests;

/// <summary>Whatever is written, the answer is a configuration or a list of what is wrong.</summary>
public sealed class HostileConfigurationTests : IDisposable
{
    private static readonly string[] Values =
    [
        "", "-1", "0", "1", "1.5", "true", "99999999999999999999", "(", "[a-", "(?<a>", "*", "\\d+", "$", "$x", "$INDEXER_DB", "volume:", "volume:/x",
        "volume:v/x/../y", "/", "//", "/\0", "\0", "../../etc/passwd", ",", "a,,b", "\"", "s/a/b/", "s/(/b/", "y/a//", "a AS", "::", ":1", "[::1]:1",
        "https://", "clustermaster:", "監査", "\uFEFF", new('x', 100_000), new('(', 5_000),
    ];

    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void Every_value_of_every_key_is_taken_or_refused_in_order()
    {
        foreach (var schema in ConfigurationSchema.Files)
        {
            foreach (var value in Values)
            {
                home.Local(schema.Name, Text(schema, value));
                LoadOrRefuse();
            }

            home.Local(schema.Name, "");
        }
    }

    [Fact]
    public void Every_name_of_a_stanza_is_taken_or_refused_in_order()
    {
        foreach (var schema in ConfigurationSchema.Files)
        {
            home.Local(schema.Name, string.Concat(schema.Stanzas.SelectMany(stanza => Values.Select(value => $"[{stanza.Name}{value}]\n"))));
            LoadOrRefuse();
            home.Local(schema.Name, "");
        }
    }

    [Fact]
    public void Every_variable_is_taken_or_refused_in_order()
    {
        string[] names = ["INDEXER_", "INDEXER___", "INDEXER_INDEXES__", "INDEXER_INDEXES____", "INDEXER_INDEXES______DISABLED", "INDEXER_INPUTS__HTTP______TOKEN"];
        foreach (var name in names)
        {
            home.Variable(name, "\0");
        }

        LoadOrRefuse();
    }

    [Fact]
    public void Any_bytes_are_read()
    {
        Prop.ForAll(Gen.ArrayOf(Gen.Elements<byte>([.. "[]=#\\ \r\n\tak"u8, 0, 0xEF, 0xBB, 0xBF, 0xC3, 0xFF])).ToArbitrary(), (byte[] bytes) =>
        {
            var document = ConfDocument.Parse(bytes);
            return document.Stanzas.All(stanza => stanza.Name.Length > 0);
        }).QuickCheckThrowOnFailure();
    }

    private static string Text(FileSchema schema, string value)
    {
        var text = new StringBuilder();
        foreach (var stanza in schema.Stanzas)
        {
            text.Append($"[{stanza.Name}{(stanza.Match == StanzaMatch.Exact ? "" : "a")}]\n");
            foreach (var key in stanza.Keys)
            {
                text.Append($"{key.Name}{(key.IsFamily ? "a" : "")} = {value}\n");
            }
        }

        return text.ToString();
    }

    private void LoadOrRefuse()
    {
        try
        {
            _ = home.Load();
        }
        catch (ConfigurationException e)
        {
            Assert.NotEmpty(e.Problems);
        }
    }
}
