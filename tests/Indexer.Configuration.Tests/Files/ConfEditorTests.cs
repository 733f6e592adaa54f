using FsCheck;
using FsCheck.Fluent;
using Indexer.Configuration.Files;

namespace Indexer.Configuration.Tests.Files;

public sealed class ConfEditorTests
{
    private const string Text = """
        # Indexes of the web team.

        [web]
        # Ask Ana before you change this.
        maxDataSize = auto
        frozenTimePeriodInSecs = 100

        # Everything else.
        [other]
        disabled = false

        """;

    [Fact]
    public void A_value_is_replaced_where_it_stands_and_nothing_else_changes()
    {
        var edited = ConfEditor.Set(Text, "web", "maxDataSize", "auto_high_volume");

        Assert.Equal(Text.Replace("maxDataSize = auto\n", "maxDataSize = auto_high_volume\n"), edited);
    }

    [Fact]
    public void A_new_value_follows_the_last_one_of_its_stanza()
    {
        var edited = ConfEditor.Set(Text, "web", "maxHotBuckets", "5");

        Assert.Equal(Text.Replace("InSecs = 100\n", "InSecs = 100\nmaxHotBuckets = 5\n"), edited);
    }

    [Fact]
    public void A_new_stanza_goes_to_the_end()
    {
        Assert.Equal(Text + "\n[new]\ndisabled = true\n", ConfEditor.Set(Text, "new", "disabled", "true"));
        Assert.Equal("[new]\ndisabled = true\n", ConfEditor.Set("", "new", "disabled", "true"));
        Assert.Equal("[new]\n", ConfEditor.AddStanza("", "new"));
        Assert.Equal(Text, ConfEditor.AddStanza(Text, "web"));
    }

    [Fact]
    public void Of_two_entries_the_one_that_counts_is_replaced_and_both_are_removed()
    {
        const string twice = "[a]\nk = 1\nx = 0\nk = 2\n";

        Assert.Equal("[a]\nk = 1\nx = 0\nk = 3\n", ConfEditor.Set(twice, "a", "k", "3"));
        Assert.Equal("[a]\nx = 0\n", ConfEditor.Remove(twice, "a", "k"));
    }

    [Fact]
    public void A_removed_stanza_leaves_the_comment_above_the_next_one()
    {
        Assert.Equal("# Indexes of the web team.\n\n\n# Everything else.\n[other]\ndisabled = false\n", ConfEditor.RemoveStanza(Text, "web"));
    }

    [Fact]
    public void Line_ends_and_a_missing_last_line_end_are_respected()
    {
        Assert.Equal("[a]\r\nk = 1\r\nn = 2\r\n", ConfEditor.Set("[a]\r\nk = 1\r\n", "a", "n", "2"));
        Assert.Equal("[a]\nk = 1\nn = 2\n", ConfEditor.Set("[a]\nk = 1", "a", "n", "2"));
        Assert.Equal("[a]\nk = 1\n\n[b]\nn = 2\n", ConfEditor.Set("[a]\nk = 1", "b", "n", "2"));
    }

    [Fact]
    public void A_continued_value_is_replaced_whole()
    {
        Assert.Equal("[a]\nk = 2\nn = 1\n", ConfEditor.Set("[a]\nk = 1\\\n  more\nn = 1\n", "a", "k", "2"));
    }

    [Theory]
    [InlineData("a\n[evil]", "k", "v")]
    [InlineData("", "k", "v")]
    [InlineData("a", "k = 1\n[evil]\nx", "v")]
    [InlineData("a", "#k", "v")]
    [InlineData("a", "k", "v\\")]
    public void Names_and_values_that_would_be_read_differently_are_refused(string stanza, string key, string value)
    {
        Assert.Throws<FormatException>(() => ConfEditor.Set("", stanza, key, value));
    }

    [Fact]
    public void What_was_set_is_read_again_and_all_other_values_stay()
    {
        var line = Gen.Elements(
            "[a]\n", "[b]\n", "[source::/x[0-9]/...]\n", "k = 1\n", "n = 2\n", "k = long\\\n  value\n", "# c\n", "\n", "broken\n", " k=3\r\n");
        var texts = Gen.Select(Gen.ListOf(line), lines => string.Concat(lines));
        var values = Gen.Elements("x", "", "two words", "a = b", "[s]", "# no comment", "line\nline", "\\d+\\s", "a\\\nb");

        Prop.ForAll(texts.ToArbitrary(), values.ToArbitrary(), (text, value) =>
        {
            var before = Read(text);
            var after = Read(ConfEditor.Set(text, "a", "k", value));

            before[("a", "k")] = value;
            return before.OrderBy(pair => pair.Key).SequenceEqual(after.OrderBy(pair => pair.Key));
        }).QuickCheckThrowOnFailure();
    }

    private static Dictionary<(string Stanza, string Key), string> Read(string text)
    {
        var values = new Dictionary<(string, string), string>();
        foreach (var stanza in ConfDocument.Parse(text).Stanzas)
        {
            foreach (var entry in stanza.Entries)
            {
                values[(stanza.Name, entry.Key)] = entry.Value;
            }
        }

        return values;
    }
}
