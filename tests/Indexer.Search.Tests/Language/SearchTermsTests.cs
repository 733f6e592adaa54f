using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Tests.Support;

namespace Indexer.Search.Tests.Language;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("error", "error")]
    [InlineData("error warn", "(error & warn)")]
    [InlineData("error AND warn", "(error & warn)")]
    [InlineData("error OR warn", "(error | warn)")]
    [InlineData("a b OR c d", "(a & (b | c) & d)")]
    [InlineData("a=1 AND b=2 OR c=3", "(a=1 & (b=2 | c=3))")]
    [InlineData("error NOT 403 OR 404", "(error & (!403 | 404))")]
    [InlineData("error NOT (403 OR 404)", "(error & !(403 | 404))")]
    [InlineData("(a b) OR c", "((a & b) | c)")]
    [InlineData("NOT NOT a", "a")]
    [InlineData("a or b", "(a & or & b)")]
    [InlineData("\"two words\"", "two words")]
    [InlineData("fail*", "fail*")]
    [InlineData("*", "()")]
    [InlineData("", "()")]
    [InlineData("status=404", "status=404")]
    [InlineData("status = 404", "status=404")]
    [InlineData("status!=404", "status!=404")]
    [InlineData("n<1 n<=2 n>3 n>=4", "(n<1 & n<=2 & n>3 & n>=4)")]
    [InlineData("status IN (404, 5*, \"a b\")", "(status=404 | status=5* | status=a b)")]
    [InlineData("\"user name\"=x", "user name=x")]
    [InlineData("TERM(10.0.0.1)", "TERM(10.0.0.1)")]
    [InlineData("TERM(a=b)", "TERM(a=b)")]
    [InlineData("host::web-1", "host::web-1")]
    [InlineData("source::\"/a b\"", "source::/a b")]
    [InlineData("::1", "::1")]
    [InlineData("index=main error", "(index=main & error)")]
    [InlineData("search error", "error")]
    [InlineData("search=error", "search=error")]
    [InlineData("| search error", "error")]
    public void Precedence_is_parentheses_NOT_OR_AND(string search, string expected) =>
        Assert.Equal(expected, Describe(PipelineParser.Parse(search, Searching.Context).Terms.Condition));

    [Theory]
    [InlineData("earliest=-7d@d latest=now error", "-7d@d", "now")]
    [InlineData("error earliest=\"01/01/2026:00:00:00\"", "01/01/2026:00:00:00", null)]
    [InlineData("(latest=5)", null, "5")]
    public void Time_modifiers_are_no_terms(string search, string? earliest, string? latest)
    {
        var terms = PipelineParser.Parse(search, Searching.Context).Terms;

        Assert.Equal(earliest, terms.Earliest?.Text);
        Assert.Equal(latest, terms.Latest?.Text);
        Assert.DoesNotContain("est=", Describe(terms.Condition));
    }

    [Theory]
    [InlineData("(a OR b", 0, "unbalanced parenthesis")]
    [InlineData("a OR b)", 6, "closes that was never opened")]
    [InlineData("a OR", 2, "OR stands alone")]
    [InlineData("OR a", 0, "unexpected 'OR'")]
    [InlineData("a AND", 2, "AND stands alone")]
    [InlineData("NOT", 0, "NOT stands alone")]
    [InlineData("()", 0, "empty")]
    [InlineData("status=", 7, "unexpected the end")]
    [InlineData("status= | head", 8, "unexpected '|'")]
    [InlineData("a IN ()", 6, "unexpected ')'")]
    [InlineData("\"open", 0, "unbalanced quote")]
    [InlineData("a, b", 1, "comma")]
    [InlineData("TERM()", 4, "empty")]
    [InlineData("a OR earliest=-1d", 5, "time modifier")]
    [InlineData("earliest=-1d OR a", 0, "time modifier")]
    [InlineData("NOT latest=now", 4, "time modifier")]
    [InlineData("earliest=1 earliest=2", 11, "twice")]
    [InlineData("_index_earliest=-1d", 0, "not stored")]
    [InlineData("error | hed 5", 8, "expected 'head'")]
    [InlineData("error | frobnicate", 8, "unknown command 'frobnicate'")]
    [InlineData("error |", 7, "expected a command")]
    [InlineData("| stats count", 0, "begins with a pipe")]
    [InlineData("error | reverse 5", 16, "unexpected '5'")]
    [InlineData("error | stats cuont by x", 14, "expected 'count'")]
    [InlineData("error | stats sum", 14, "needs a field")]
    [InlineData("error | where foo", 14, "not a condition")]
    public void Errors_point_at_the_place(string search, int position, string part)
    {
        var error = Assert.Throws<SearchSyntaxException>(() => PipelineParser.Parse(search, Searching.Context));

        Assert.Equal(position, error.Position);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Contains("^", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_crash()
    {
        Assert.Throws<SearchSyntaxException>(() => PipelineParser.Parse(new string('(', 100_000), Searching.Context));
        Assert.Throws<SearchSyntaxException>(() => PipelineParser.Parse(string.Concat(Enumerable.Repeat("NOT ", 100_000)) + "a", Searching.Context));
    }

    [Fact]
    public void Any_text_is_a_search_or_a_syntax_error()
    {
        string[] pieces =
        [
            "x | ", "* | ", " a", "a", "b*", "\"", "'", "(", ")", "|", "=", "!=", "<", ",", " ", "NOT ", "OR ", "IN ", "TERM(", "::", "[", "]", "`", "\\",
            "search ", "stats ", "count", "by ", "as ", "timechart ", "span=", "5m", "head ", "sort ", "-", "dedup ", "rex ", "(?<x>.)", "mode=sed ",
            "s/a/b/", "eval ", "x=1", "where ", "top ", "rare ", "limit=", "bin ", "fillnull ", "table ", "rename ", "fields ", "regex ", "earliest=", "é",
        ];
        var text = Gen.Elements(pieces).ArrayOf().Select(parts => string.Concat(parts));
        Prop.ForAll(text.ToArbitrary(), search =>
        {
            try
            {
                // What is a search also runs.
                var chain = new OperatorChain(PipelineParser.Parse(search, Searching.Context).Commands, Searching.Operators());
                chain.Process(Rows.Of("_time=5 _raw=axb x=1 a=b", "_time=-7 a=[1;x] count=3"));
                Assert.NotNull(chain.Finish(Searching.Operators(), CancellationToken.None).ToList());
            }
            catch (SearchSyntaxException e)
            {
                Assert.InRange(e.Position, 0, search.Length);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static string Describe(SearchNode node) => node switch
    {
        SearchNode.And and => $"({string.Join(" & ", and.Parts.Select(Describe))})",
        SearchNode.Or or => $"({string.Join(" | ", or.Parts.Select(Describe))})",
        SearchNode.Not not => $"!{Describe(not.Part)}",
        SearchNode.Text text => text.Pattern.Source,
        SearchNode.IndexedField indexed => $"{indexed.Field}::{indexed.Value}",
        SearchNode.Comparison comparison => comparison.Field + comparison.Operator switch
        {
            ComparisonOperator.Equal => "=",
            ComparisonOperator.NotEqual => "!=",
            ComparisonOperator.Less => "<",
            ComparisonOperator.LessOrEqual => "<=",
            ComparisonOperator.Greater => ">",
            _ => ">=",
        } + comparison.Value,
        _ => node.ToString(),
    };
}
