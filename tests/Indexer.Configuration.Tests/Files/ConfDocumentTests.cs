using System.Text;
using Indexer.Configuration.Files;

namespace Indexer.Configuration.Tests.Files;

public sealed class ConfDocumentTests
{
    [Fact]
    public void Stanzas_keys_and_values_keep_their_lines()
    {
        var document = ConfDocument.Parse("# comment\n\n[main]\n  maxDataSize =  auto \n# more\nhomePath=/a=b\n[web]\n");

        Assert.Empty(document.Errors);
        Assert.Collection(
            document.Stanzas,
            main =>
            {
                Assert.Equal(("main", 3), (main.Name, main.Line));
                Assert.Equal([new ConfEntry("maxDataSize", "auto", 4), new ConfEntry("homePath", "/a=b", 6)], main.Entries);
            },
            web => Assert.Equal(("web", 7, 0), (web.Name, web.Line, web.Entries.Count)));
    }

    [Fact]
    public void Entries_before_the_first_stanza_belong_to_default()
    {
        var document = ConfDocument.Parse("homePath.maxDataSizeMB = 1000000\n[i1]\n");

        Assert.Equal(["default", "i1"], document.Stanzas.Select(stanza => stanza.Name));
        Assert.Equal("homePath.maxDataSizeMB", Assert.Single(document.Stanzas[0].Entries).Key);
    }

    [Fact]
    public void A_backslash_at_the_end_continues_the_value_and_later_lines_keep_their_numbers()
    {
        var document = ConfDocument.Parse("[s]\nkey = first \\\r\n# second\\\r\n[third]\r\nnext = 1\r\n");

        Assert.Empty(document.Errors);
        Assert.Equal(
            [new ConfEntry("key", "first \n# second\n[third]", 2), new ConfEntry("next", "1", 5)],
            Assert.Single(document.Stanzas).Entries);
    }

    [Fact]
    public void A_continuation_at_the_end_of_the_file_ends_there()
    {
        var entry = Assert.Single(Assert.Single(ConfDocument.Parse("[s]\nkey = value\\").Stanzas).Entries);

        Assert.Equal("value", entry.Value);
    }

    [Fact]
    public void A_byte_order_mark_and_CRLF_do_not_count()
    {
        var document = ConfDocument.Parse([0xEF, 0xBB, 0xBF, .. "[main]\r\nkey = v\r\n"u8]);

        Assert.Empty(document.Errors);
        Assert.Equal(new ConfEntry("key", "v", 2), Assert.Single(Assert.Single(document.Stanzas).Entries));
    }

    [Fact]
    public void A_stanza_name_reaches_to_the_last_bracket()
    {
        Assert.Equal("source::/logs/[a-z]+.log", Assert.Single(ConfDocument.Parse("[source::/logs/[a-z]+.log]\n").Stanzas).Name);
    }

    [Theory]
    [InlineData("[main", "a stanza's name ends with ']'")]
    [InlineData("[]", "a stanza's name is empty")]
    [InlineData("[main] # why", "nothing may follow a stanza's name, found '# why'; a comment stands on its own line")]
    [InlineData("homePath", "expected 'key = value', '[stanza]' or '# comment', found 'homePath'")]
    [InlineData("= value", "expected 'key = value', '[stanza]' or '# comment', found '= value'")]
    public void A_malformed_line_is_named_and_the_rest_is_read(string line, string message)
    {
        var document = ConfDocument.Parse($"[a]\n{line}\nkey = v\n");

        Assert.Equal([new ConfSyntaxError(2, message)], document.Errors);
        Assert.Equal("v", document.Stanzas[^1].Entries[^1].Value);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_with_their_line()
    {
        var document = ConfDocument.Parse([.. "[a]\nname = "u8, 0xE4, .. "\n"u8]);

        Assert.Equal([new ConfSyntaxError(2, "this line is not UTF-8; save the file as UTF-8")], document.Errors);
    }

    [Fact]
    public void Values_may_have_any_characters_of_any_language()
    {
        var bytes = Encoding.UTF8.GetBytes("[監査]\nキー = 値\n");

        var stanza = Assert.Single(ConfDocument.Parse(bytes).Stanzas);

        Assert.Equal(("監査", "キー", "値"), (stanza.Name, stanza.Entries[0].Key, stanza.Entries[0].Value));
    }
}
