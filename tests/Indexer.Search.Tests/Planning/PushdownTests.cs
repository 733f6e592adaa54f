using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Search.Execution;
using Indexer.Search.Fields;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Tests.Support;

namespace Indexer.Search.Tests.Planning;

public sealed class PushdownTests
{
    [Theory]
    [InlineData("error", "error", true)]
    [InlineData("error NOT \"a b\"", "(error & !a b)", true)]
    [InlineData("host=web* source!=x", "(Host=web* & !Source=x)", true)]
    [InlineData("sourcetype::app level::warn", "(SourceType=app & level::warn)", true)]
    [InlineData("status=404", "(404 | status::404)", false)]
    [InlineData("status!=404", "()", false)]
    [InlineData("status>400", "()", false)]
    [InlineData("status=*", "()", false)]
    [InlineData("NOT status=404", "()", false)]
    [InlineData("error status=404", "(error & (404 | status::404))", false)]
    [InlineData("error OR status=404", "(error | (404 | status::404))", false)]
    [InlineData("error OR status>404", "()", false)]
    [InlineData("uri=\"/api/v1 x.y\"", "((api & v1 & x.y) | uri::/api/v1 x.y)", false)]
    [InlineData("user=adm*n", "((adm* & *n) | user::adm*n)", false)]
    [InlineData("user=*root", "(*root | user::*root)", false)]
    [InlineData("name=café", "()", false)]
    [InlineData("name=\"café bar\"", "(bar | name::café bar)", false)]
    [InlineData("path=\"C:\\\\new dir\"", "((C & dir) | path::C:\\new dir)", false)]
    [InlineData("src=10.0.0.0/8", "()", false)]
    [InlineData("_time=5", "()", false)]
    [InlineData("_raw=\"the*fox\"", "(the* & *fox)", false)]
    public void What_storage_can_decide_goes_down(string search, string expected, bool exact)
    {
        var pushed = new PredicatePushdown(SearchKnowledge.Automatic).Push(PipelineParser.Parse(search, Searching.Context).Terms.Condition);

        Assert.Equal(expected, Describe(pushed.Predicate));
        Assert.Equal(exact, pushed.IsExact);
    }

    [Fact]
    public void A_value_cut_out_of_a_word_may_stand_anywhere_in_one()
    {
        Assert.True(RegexExtraction.TryParse(@"user(?<id>\w+)", out var id, out _));
        Assert.True(RegexExtraction.TryParse(@"^(?<app>\w+) in source", out var app, out _));
        Assert.True(RegexExtraction.TryParse(@"^(?<part>.) in app", out var part, out _));
        var pushdown = new PredicatePushdown(new SearchKnowledge(_ => ExtractionRules.Default, [part, id, app]));

        Assert.Equal("(*42* | id::42)", Describe(pushdown.Push(new SearchNode.Comparison("id", ComparisonOperator.Equal, "42")).Predicate));
        Assert.Equal("((*a & b & c*) | id::a b c)", Describe(pushdown.Push(new SearchNode.Comparison("id", ComparisonOperator.Equal, "a b c")).Predicate));
        Assert.Equal("()", Describe(pushdown.Push(new SearchNode.Comparison("app", ComparisonOperator.Equal, "x")).Predicate));
        Assert.Equal("()", Describe(pushdown.Push(new SearchNode.Comparison("part", ComparisonOperator.Equal, "x")).Predicate));
    }

    [Theory]
    [InlineData("error", "main:error")]
    [InlineData("index=web error", "web:error")]
    [InlineData("index=w* error", "web:error|wiki:error")]
    [InlineData("index=* error", "main,web,wiki:error")]
    [InlineData("index=_* error", "_internal:error")]
    [InlineData("index=web OR index=wiki", "web,wiki:()")]
    [InlineData("index IN (web, main) x", "main,web:x")]
    [InlineData("(index=web a) OR (index=wiki b)", "web:a|wiki:b")]
    [InlineData("(index=web a) OR b", "main:b|web:a")]
    [InlineData("(index=web OR index=main) a NOT index=main", "web:a")]
    [InlineData("NOT index=main", "")]
    [InlineData("index=nowhere", "")]
    [InlineData("NOT (index=web) index=w*", "wiki:()")]
    [Trait("Row", "IDX-02")]
    [Trait("Row", "IDX-25")]
    public void Indexes_are_chosen_by_the_terms(string search, string expected)
    {
        var indexes = new[] { "main", "web", "wiki", "_internal" }.Select(IndexName.Parse).ToArray();
        var scopes = IndexScoping.Resolve(PipelineParser.Parse(search, Searching.Context).Terms.Condition, indexes, IndexAccess.Everything, out _);

        var described = scopes.GroupBy(scope => Describe(scope.Condition)).Select(group => $"{string.Join(',', group.SelectMany(scope => scope.Indexes).Select(index => index.Value).Order(StringComparer.Ordinal))}:{group.Key}");
        Assert.Equal(Normalise(expected), Normalise(string.Join('|', described)));

        // The expectation lists an index of the same condition alone or with others.
        static string[] Normalise(string text) =>
        [
            .. text.Split('|', StringSplitOptions.RemoveEmptyEntries).SelectMany(part => part[..part.IndexOf(':', StringComparison.Ordinal)].Split(',')
                .Select(index => $"{index}:{part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..]}")).Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    [Trait("Row", "IDX-08")]
    public void Indexes_outside_what_a_user_may_read_are_never_read()
    {
        var indexes = new[] { "main", "secret" }.Select(IndexName.Parse).ToArray();

        var scopes = IndexScoping.Resolve(PipelineParser.Parse("index=*", Searching.Context).Terms.Condition, indexes, new IndexAccess(["*"], ["main"]), out var missing);

        Assert.Equal([IndexName.Main], Assert.Single(scopes).Indexes);
        Assert.Empty(missing);
    }

    private static string Describe(EventPredicate predicate) => predicate switch
    {
        EventPredicate.And and => $"({string.Join(" & ", and.Parts.Select(Describe))})",
        EventPredicate.Or or => $"({string.Join(" | ", or.Parts.Select(Describe))})",
        EventPredicate.Not not => $"!{Describe(not.Part)}",
        EventPredicate.Matches matches => matches.Pattern.Source,
        EventPredicate.OriginIs origin => $"{origin.Field}={origin.Value}",
        EventPredicate.IndexedFieldIs field => $"{field.Field}::{field.Value}",
        _ => predicate.ToString(),
    };

    private static string Describe(SearchNode node) => node switch
    {
        SearchNode.And and => $"({string.Join(" & ", and.Parts.Select(Describe))})",
        SearchNode.Text text => text.Pattern.Source,
        _ => node.ToString(),
    };
}
