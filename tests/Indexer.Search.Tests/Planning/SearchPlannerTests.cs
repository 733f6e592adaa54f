using Indexer.Model;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Tests.Support;

namespace Indexer.Search.Tests.Planning;

public sealed class SearchPlannerTests
{
    [Theory]
    [InlineData("error", "*")]
    [InlineData("error | stats count", "")]
    [InlineData("error | stats count by host, user", "host, user")]
    [InlineData("error | stats avg(a) by b | eval c=1", "a, b")]
    [InlineData("error | eval x=a+b | stats sum(x) as s", "a, b")]
    [InlineData("error | eval x=a, y=b | table x", "a")]
    [InlineData("error | where a>1 | table b", "a, b")]
    [InlineData("error | table a, b, c | fields b", "b")]
    [InlineData("error | rename a as b | table b", "a")]
    [InlineData("error | rex \"(?<x>.)\" | table x", "_raw, x")]
    [InlineData("error | rex \"(?<x>.)\" | table y", "y")]
    [InlineData("error | head 5", "*")]
    [InlineData("error | sort -a | table b", "a, b")]
    [InlineData("error | dedup a | table b", "a, b")]
    [InlineData("error | timechart count by host", "_time, host")]
    [InlineData("error | stats latest(a) as l", "_time, a")]
    [InlineData("error | stats count(eval(a>b)) as n", "a, b")]
    [InlineData("error | top user", "user")]
    [InlineData("error | table a*", "*")]
    [InlineData("error | eval z=1 | search fox x=1 | table y", "_raw, x, y")]
    [InlineData("error | bin span=5m _time | stats count by _time", "_time")]
    public void Only_needed_fields_are_extracted(string search, string fields) =>
        Assert.Equal(fields, SearchPlanner.Plan(search, Searching.Options()).Map.Fields.ToString());

    [Theory]
    [InlineData("error", 0, null, null, true)]
    [InlineData("error | where a>1 | eval b=2 | stats count", 2, "StatsCommand", null, false)]
    [InlineData("error | stats first(a) as f", 0, null, null, true)]
    [InlineData("error | head 5 | eval a=1", 0, null, "HeadCommand", true)]
    [InlineData("error | eval a=1 | sort a", 1, null, "SortCommand", true)]
    [InlineData("error | sort 0 a", 0, null, null, true)]
    [InlineData("error | dedup host", 0, null, "DedupCommand", true)]
    [InlineData("error | reverse", 0, null, null, true)]
    [InlineData("error | timechart count", 0, "TimechartCommand", null, false)]
    public void Peers_do_what_they_can_by_themselves(string search, int rowWise, string? partial, string? beforeSending, bool ordered)
    {
        var map = SearchPlanner.Plan(search, Searching.Options()).Map;

        Assert.Equal(rowWise, map.RowWise.Count);
        Assert.Equal(partial, map.Partial?.GetType().Name);
        Assert.Equal(beforeSending, map.BeforeSending?.GetType().Name);
        Assert.Equal(ordered, map.IsOrdered);
    }

    [Fact]
    public void Filters_after_the_first_pipe_join_the_terms()
    {
        var plan = SearchPlanner.Plan("error | search host=a | search b | head 1 | search c", Searching.Options());

        Assert.Equal(3, Assert.IsType<SearchNode.And>(plan.Map.Condition).Parts.Count);
        Assert.Equal(["HeadCommand", "FilterCommand"], plan.Reduce.Commands.Select(command => command.GetType().Name));
    }

    [Fact]
    public void Times_in_the_search_replace_the_ones_beside_it()
    {
        var beside = new TimeRange(EventTime.FromSeconds(5), EventTime.FromSeconds(6));
        var now = Searching.Context.Now;

        Assert.Equal(beside, SearchPlanner.Plan("x", Searching.Options(beside)).Map.Range);
        Assert.Equal(new TimeRange(EventTime.FromSeconds(now.Seconds - 3600), now), SearchPlanner.Plan("x earliest=-1h", Searching.Options(beside)).Map.Range);
        Assert.Equal(new TimeRange(EventTime.MinValue, EventTime.FromSeconds(9)), SearchPlanner.Plan("x latest=9", Searching.Options(beside)).Map.Range);
    }

    [Theory]
    [InlineData("x earliest=-1x", 11)]
    [InlineData("x earliest=5 latest=4", 11)]
    public void Times_that_are_none_are_errors_at_their_place(string search, int position) =>
        Assert.Equal(position, Assert.Throws<SearchSyntaxException>(() => SearchPlanner.Plan(search, Searching.Options())).Position);

    [Theory]
    [InlineData("x", true)]
    [InlineData("x | head 5 | eval a=1", true)]
    [InlineData("x | sort a", true)]
    [InlineData("x | table a", false)]
    [InlineData("x | stats count", false)]
    public void A_plan_knows_whether_its_rows_are_events(string search, bool events) =>
        Assert.Equal(events, SearchPlanner.Plan(search, Searching.Options()).ReturnsEvents);

    [Fact]
    public void A_search_for_programs_extracts_what_it_names()
    {
        var fields = SearchPlanner.Plan("x | where a>1", Searching.Options() with { FieldDiscovery = FieldDiscovery.Needed }).Map.Fields;

        Assert.Equal(EventFields.All.Append("a").Order(StringComparer.Ordinal), fields.Names.Order(StringComparer.Ordinal));
    }
}
