using Indexer.Search.Fields;

namespace Indexer.Search.Tests.Fields;

public sealed class RegexExtractionTests
{
    [Fact]
    public void Each_named_group_of_the_first_match_is_a_field() => Assert.Equal("process=sshd; pid=24200",
        Extraction.All("Dec 10 sshd[24200]: x cron[1]: y", Extraction.Rules(AutomaticExtraction.None, @"(?<process>\w+)\[(?<pid>\d+)\]")));

    [Theory]
    [InlineData(@"(?<first>\w)\w* in host", "first=w")]
    [InlineData(@"(?<file>[^/]+)\.log$ in source", "file=app")]
    [InlineData(@"^(?<word>\w+) [i]n", "word=once")]
    public void A_rule_can_name_the_field_it_reads(string rule, string expected) =>
        Assert.Equal(expected, Extraction.All("once in a while", Extraction.Rules(AutomaticExtraction.None, rule)));

    [Fact]
    public void A_rule_can_read_what_an_earlier_one_found_even_when_only_its_own_field_is_wanted()
    {
        var rules = Extraction.Rules(AutomaticExtraction.None, "uri=(?<uri>\\S+)", "^/(?<area>\\w+) in uri", "(?<other>x)");

        Assert.Equal("area=shop", Extraction.Only("uri=/shop/cart?x", ["area"], rules));
        Assert.Equal("uri=/shop/cart?x; area=shop; other=x", Extraction.All("uri=/shop/cart?x", rules));
    }

    [Fact]
    public void The_first_source_of_a_field_wins()
    {
        var rules = Extraction.Rules(AutomaticExtraction.Auto, "(?<level>ERROR|WARN)", "(?<level>other)");

        Assert.Equal("level=ERROR; a=1", Extraction.All("ERROR other level=info a=1", rules));
    }

    [Fact]
    public void Index_time_fields_come_before_everything()
    {
        var rows = Extraction.Run(new ListedEvents(["level=info region=y"u8.ToArray()], ("region", "eu"), ("tag", "a"), ("tag", "b")), WantedFields.All);

        Assert.Equal("eu", rows["region", 0].AsText());
        Assert.Equal("a\nb", rows["tag", 0].AsText());
        Assert.Equal("info", rows["level", 0].AsText());
    }

    [Theory]
    [InlineData("no groups")]
    [InlineData("(unnamed)")]
    [InlineData("(?<open>x")]
    public void A_rule_that_can_set_no_field_is_refused(string rule)
    {
        Assert.False(RegexExtraction.TryParse(rule, out _, out var problem));
        Assert.StartsWith("the regular expression ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_fields_are_not_overwritten() =>
        Assert.Equal("", Extraction.All("a b", Extraction.Rules(AutomaticExtraction.None, "(?<host>a) (?<source>b)", "(?<_raw>a)")));

    [Fact]
    public void A_column_that_the_rows_have_stays()
    {
        var events = new ListedEvents("a=1 b=2");
        var rows = new Indexer.Search.Values.RowBatch(1);
        rows.Set("a", [Indexer.Search.Values.Value.Of("kept")]);

        FieldExtractor.Create(WantedFields.All, _ => ExtractionRules.Default).Extract(events, rows);

        Assert.Equal("kept", rows["a", 0].AsText());
        Assert.Equal("2", rows["b", 0].AsText());
    }
}
