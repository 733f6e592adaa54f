using Indexer.Search.Tests.Support;

namespace Indexer.Search.Tests.Commands;

/// <summary>What each command makes of rows. Rows and outcomes are written as <see cref="Rows"/> describes, parted by <c>|</c>.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("search b=x", "a=1 b=x|a=2 b=y", "a=1 b=x")]
    [InlineData("search b=X*", "b=xy|b=y", "b=xy")]
    [InlineData("search b!=x", "b=x|b=y|a=1", "b=y")]
    [InlineData("search NOT b=x", "b=x|b=y|a=1", "b=y|a=1")]
    [InlineData("search b=*", "b=x|a=1", "b=x")]
    [InlineData("search n>5", "n=10|n=9|n=5|n=x", "n=10|n=9")]
    [InlineData("search n=5.0", "n=5|n=5.0", "n=5.0")]
    [InlineData("search s>b", "s=a|s=c", "s=c")]
    [InlineData("search ip=10.0.0.0/8", "ip=10.1.2.3|ip=11.1.2.3|ip=x", "ip=10.1.2.3")]
    [InlineData("search m=b", "m=[a;b]|m=[c;d]", "m=[a;b]")]
    [InlineData("search m!=a", "m=[a;b]|m=a", "m=[a;b]")]
    [InlineData("search quick", "_raw=the~quick~fox|_raw=quickly", "_raw=the~quick~fox")]
    public void Search_filters_rows(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("where a>b", "a=10 b=9|a=1 b=2|a=1", "a=10 b=9")]
    [InlineData("where a=\"x\"", "a=x|a=X", "a=x")]
    [InlineData("eval c=a+b, d=c*2", "a=1 b=2", "a=1 b=2 c=3 d=6")]
    [InlineData("eval a=a.\"!\"", "a=x|b=1", "a=x!|b=1")]
    [InlineData("regex a=\"^x\\d$\"", "a=x1|a=xx|b=1", "a=x1")]
    [InlineData("regex a!=\"^x\\d$\"", "a=x1|a=xx|b=1", "a=xx|b=1")]
    [InlineData("regex \"f.x\"", "_raw=the~fox|_raw=fx", "_raw=the~fox")]
    public void Expressions_and_regexes_filter_and_set(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("rex field=a \"(?<n>\\d+)\"", "a=x12y3|a=x", "a=x12y3 n=12|a=x")]
    [InlineData("rex field=a max_match=0 \"(?<n>\\d+)\"", "a=x12y3", "a=x12y3 n=[12;3]")]
    [InlineData("rex field=a max_match=1 \"(?<n>\\d+)\"", "a=x n=old", "a=x n=old")]
    [InlineData("rex field=a mode=sed \"s/\\d/#/g\"", "a=x12", "a=x##")]
    [InlineData("rex field=a mode=sed \"s/\\d/#/\"", "a=x12", "a=x#2")]
    [InlineData("rex field=a mode=sed \"s/(\\w)(\\w)/\\2\\1/2\"", "a=abcd", "a=abdc")]
    [InlineData("rex field=a mode=sed \"y/abc/xyz/\"", "a=cab", "a=zxy")]
    public void Rex_extracts_and_replaces(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("fields b", "a=1 b=2 _time=3", "_time=3 b=2")]
    [InlineData("fields + b, a", "a=1 b=2", "b=2 a=1")]
    [InlineData("fields - b", "a=1 b=2 c=3", "a=1 c=3")]
    [InlineData("fields x*", "x2=1 a=2 x1=3", "x1=3 x2=1")]
    [InlineData("table c, a", "a=1 b=2 c=3", "c=3 a=1")]
    [InlineData("table x*, a", "x2=1 a=2 x1=3", "x1=3 x2=1 a=2")]
    [InlineData("rename a as x", "a=1 b=2", "x=1 b=2")]
    [InlineData("rename a as \"my field\", b as c", "a=1 b=2", "my field=1 c=2")]
    [InlineData("rename a as b", "a=1 b=2", "b=1")]
    [InlineData("rename x as b", "a=1 b=2", "a=1")]
    [InlineData("rename a_* as *_z", "a_1=1 a_2=2 b=3", "1_z=1 2_z=2 b=3")]
    public void Fields_are_chosen_and_renamed(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("head 2", "a=1|a=2|a=3", "a=1|a=2")]
    [InlineData("head limit=1", "a=1|a=2", "a=1")]
    [InlineData("head 0", "a=1", "")]
    [InlineData("head (a<3)", "a=1|a=2|a=3|a=1", "a=1|a=2")]
    [InlineData("head (a<3) keeplast=true", "a=1|a=3|a=1", "a=1|a=3")]
    [InlineData("head (a<3) null=true", "a=1|b=1|a=3", "a=1|b=1")]
    [InlineData("tail 2", "a=1|a=2|a=3", "a=3|a=2")]
    [InlineData("reverse", "a=1|a=2|a=3", "a=3|a=2|a=1")]
    [InlineData("head 2 | reverse | head 1", "a=1|a=2|a=3", "a=2")]
    public void Rows_are_cut_and_turned(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("sort a", "a=10|a=9|a=x|b=1|a=X", "a=9|a=10|a=X|a=x|b=1")]
    [InlineData("sort -a", "a=9|a=10|b=1", "a=10|a=9|b=1")]
    [InlineData("sort - a", "a=9|a=10", "a=10|a=9")]
    [InlineData("sort a desc", "a=9|a=10", "a=10|a=9")]
    [InlineData("sort a, -b", "a=1 b=1|a=1 b=2|a=0 b=0", "a=0 b=0|a=1 b=2|a=1 b=1")]
    [InlineData("sort str(a)", "a=10|a=9", "a=10|a=9")]
    [InlineData("sort -num(a)", "a=x|a=9|a=10", "a=x|a=10|a=9")]
    [InlineData("sort ip(a)", "a=10.0.0.10|a=10.0.0.9", "a=10.0.0.9|a=10.0.0.10")]
    [InlineData("sort 1 a", "a=2|a=1", "a=1")]
    [InlineData("sort a", "a=1 n=1|a=1 n=2|a=1 n=3", "a=1 n=1|a=1 n=2|a=1 n=3")]
    public void Sort_orders_rows_and_keeps_ties(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("dedup a", "a=1 n=1|a=2 n=2|a=1 n=3|n=4", "a=1 n=1|a=2 n=2")]
    [InlineData("dedup 2 a", "a=1 n=1|a=1 n=2|a=1 n=3", "a=1 n=1|a=1 n=2")]
    [InlineData("dedup a, b", "a=1 b=1|a=1 b=2|a=1 b=1", "a=1 b=1|a=1 b=2")]
    [InlineData("dedup a keepempty=true", "a=1|n=4|a=1", "a=1|n=4")]
    [InlineData("dedup a consecutive=true", "a=1|a=1|a=2|a=1", "a=1|a=2|a=1")]
    [InlineData("dedup a keepevents=true", "a=1 n=1|a=1 n=2", "a=1 n=1|n=2")]
    public void Dedup_keeps_the_first_of_each(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("fillnull a, b", "a=1|b=2", "a=1 b=0|a=0 b=2")]
    [InlineData("fillnull value=none c", "a=1", "a=1 c=none")]
    [InlineData("fillnull", "a=1|b=2", "a=1 b=0|a=0 b=2")]
    public void Fillnull_gives_values(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("stats count", "a=1|a=2", "count=2")]
    [InlineData("stats count", "", "count=0")]
    [InlineData("stats c by a", "a=x|a=y|a=x|b=1", "a=x count=2|a=y count=1")]
    [InlineData("stats count by a, b", "a=1 b=2|a=1 b=1|a=1", "a=1 b=1 count=1|a=1 b=2 count=1")]
    [InlineData("stats count by m", "m=[x;y]|m=x", "m=x count=2|m=y count=1")]
    [InlineData("stats count(a) as n, dc(a)", "a=1|a=1|b=1|a=[2;3]", "n=4 dc(a)=3")]
    [InlineData("stats sum(a), avg(a), min(a), max(a), range(a)", "a=1|a=10|a=x|a=4", "sum(a)=15 avg(a)=5 min(a)=1 max(a)=x range(a)=9")]
    [InlineData("stats sum(a) by b", "a=1 b=x|a=x b=y", "b=x sum(a)=1|b=y")]
    [InlineData("stats stdevp(a) as p, var(a) as v, varp(a) as w, stdev(b) as s", "a=2|a=4|a=4|a=4|a=5|a=5|a=7|a=9", "p=2 v=4.571428571428571 w=4")]
    [InlineData("stats median(a) mode(b)", "a=1 b=x|a=3 b=y|a=2 b=y|a=4 b=z", "median(a)=3 mode(b)=y")]
    [InlineData("stats perc50(a) as p50, p90(a) as p90, exactperc0(a) as p0, upperperc100(a) as p100", "a=1|a=2|a=3|a=4", "p50=2 p90=4 p0=1 p100=4")]
    [InlineData("stats first(a), last(a)", "b=1|a=1|a=2|b=2", "first(a)=1 last(a)=2")]
    [InlineData("stats earliest(a) as e, latest(a) as l, earliest_time(a) as et, latest_time(a) as lt, rate(a) as r", "_time=20 a=7|_time=10 a=2|_time=30", "e=2 l=7 et=10 lt=20 r=0.5")]
    [InlineData("stats values(a) as v, list(a) as l", "a=b|a=a|a=b", "v=[a;b] l=[b;a;b]")]
    [InlineData("stats count(eval(a>1)) as n, sum(eval(a*2)) as s", "a=1|a=2|a=3", "n=2 s=12")]
    public void Stats_aggregates(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("top a", "a=x|a=y|a=x|a=x|b=1", "a=x count=3 percent=75|a=y count=1 percent=25")]
    [InlineData("top 1 a", "a=x|a=y|a=x", "a=x count=2 percent=66.66666666666666")]
    [InlineData("top limit=1 useother=true showperc=false a", "a=x|a=y|a=x|a=z", "a=x count=2|a=OTHER count=2")]
    [InlineData("top countfield=n percentfield=p a by b", "a=x b=1|a=y b=1|a=y b=1|a=x b=2", "b=1 a=y n=2 p=66.66666666666666|b=1 a=x n=1 p=33.33333333333333|b=2 a=x n=1 p=100")]
    [InlineData("rare a", "a=x|a=y|a=x", "a=y count=1 percent=33.33333333333333|a=x count=2 percent=66.66666666666666")]
    [InlineData("top a, b showcount=f", "a=1 b=2|a=1 b=2", "a=1 b=2 percent=100")]
    public void Top_and_rare_rank_values(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("bin span=1m _time", "_time=125|_time=60", "_time=120|_time=60")]
    [InlineData("bin span=10 a", "a=7|a=12|a=x", "a=0-10|a=10-20|a=x")]
    [InlineData("bin span=10 a as b", "a=7", "a=7 b=0-10")]
    [InlineData("bin bins=2 a", "a=1|a=9|a=12", "a=0-10|a=0-10|a=10-20")]
    [InlineData("bucket span=1h _time | stats count by _time", "_time=10|_time=20|_time=3600", "_time=0 count=2|_time=3600 count=1")]
    public void Bin_makes_ranges(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("timechart span=1m count", "_time=185|_time=61|_time=62", "_time=60 count=2 _span=60|_time=120 count=0 _span=60|_time=180 count=1 _span=60")]
    [InlineData("timechart span=1m cont=false count", "_time=185|_time=61", "_time=60 count=1 _span=60|_time=180 count=1 _span=60")]
    [InlineData("timechart span=1m avg(a) max(a)", "_time=60 a=1|_time=61 a=3|_time=180", "_time=60 avg(a)=2 max(a)=3 _span=60|_time=120 _span=60|_time=180 _span=60")]
    [InlineData("timechart span=1m count by h", "_time=60 h=b|_time=61 h=a|_time=62", "_time=60 a=1 b=1 NULL=1 _span=60")]
    [InlineData("timechart span=1m count by h usenull=f", "_time=60 h=b|_time=62", "_time=60 b=1 _span=60")]
    [InlineData("timechart span=1m limit=1 count by h", "_time=60 h=a|_time=60 h=b|_time=60 h=b|_time=60 h=c", "_time=60 b=2 OTHER=2 _span=60")]
    [InlineData("timechart span=1m useother=f count by h limit=1", "_time=60 h=a|_time=60 h=b|_time=60 h=b", "_time=60 b=2 _span=60")]
    [InlineData("timechart span=1m limit=1 avg(a) by h", "_time=60 h=a a=9|_time=60 h=b a=1|_time=60 h=c a=3", "_time=60 a=9 OTHER=2 _span=60")]
    [InlineData("timechart span=1m count sum(a) by h", "_time=60 h=x a=5", "_time=60 count: x=1 sum(a): x=5 _span=60")]
    [InlineData("timechart count span=1m by h usenull=f", "_time=60 h=b", "_time=60 b=1 _span=60")]
    [InlineData("timechart bins=3 count", "_time=0|_time=1|_time=2", "_time=0 count=1 _span=1|_time=1 count=1 _span=1|_time=2 count=1 _span=1")]
    [InlineData("timechart bins=3 count", "_time=0|_time=1|_time=14", "_time=0 count=2 _span=5|_time=5 count=0 _span=5|_time=10 count=1 _span=5")]
    public void Timechart_fills_a_table(string command, string input, string expected) => Check(command, input, expected);

    [Theory]
    [InlineData("stats count by a | sort -count | head 1 | table a", "a=x|a=y|a=x", "a=x")]
    [InlineData("eval k=a%2 | stats sum(a) as s by k | where s>2", "a=1|a=2|a=3", "k=1 s=4")]
    [InlineData("sort a | dedup b | stats list(a) as l", "a=3 b=1|a=1 b=1|a=2 b=2", "l=[1;2]")]
    public void Commands_follow_each_other(string command, string input, string expected) => Check(command, input, expected);

    private static void Check(string commands, string input, string expected)
    {
        var rows = input.Split('|', StringSplitOptions.RemoveEmptyEntries);
        var wanted = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted, Searching.Run(commands, Rows.Of(rows)));

        // With each row in a batch of its own columns may come in another order.
        Assert.Equal(wanted.Select(Sorted), Searching.Run(commands, [.. rows.Select(row => Rows.Of(row))]).Select(Sorted));
    }

    private static string Sorted(string row) => string.Join(' ', row.Split(' ').Order(StringComparer.Ordinal));
}
