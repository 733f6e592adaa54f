using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Expressions;

namespace Indexer.Search.Tests.Expressions;

public sealed class SearchRegexTests
{
    private static SearchRegex Create(string pattern)
    {
        Assert.True(SearchRegex.TryCreate(pattern, out var regex, out var problem), problem);
        return regex;
    }

    [Theory]
    [InlineData("(?P<user>\\w+)@(?P=user)", "bob@bob", true)]
    [InlineData("^[[:alpha:]]+[[:digit:]]+$", "abc123", true)]
    [InlineData("^[[:alpha:]]+$", "abc1", false)]
    [InlineData("^a++b$", "aaab", true)]
    [InlineData("^a++a$", "aaa", false)]
    [InlineData("^(?:ab)*+c$", "ababc", true)]
    [InlineData("^x{2}+x$", "xxx", true)]
    [InlineData("^\\h+x", " \tx", true)]
    [InlineData("^\\Qa.b\\E$", "a.b", true)]
    [InlineData("^\\Qa.b\\E$", "axb", false)]
    [InlineData("^[a-z-[aeiou]]$", "e", false)]
    [InlineData("^[]x]+$", "]x", true)]
    [InlineData("a{,x}", "a{,x}", true)]
    [InlineData("(?<!x)y", "zy", true)]
    [InlineData("(?i)ERROR", "an error", true)]
    public void The_dialect_is_the_one_users_know(string pattern, string text, bool matches) => Assert.Equal(matches, Create(pattern).IsMatch(text));

    [Theory]
    [InlineData("(?<a>x)(y)", "\\1-\\2-\\0-\\3", "x-y-xy-")]
    [InlineData("(x)(?P<a>y)(?:z)?", "\\2\\1", "yx")]
    public void Groups_are_numbered_by_their_opening_parentheses(string pattern, string replacement, string expected) =>
        Assert.Equal(expected, Create(pattern).Replace("xy", replacement));

    [Fact]
    public void Back_references_count_named_groups_too() => Assert.True(Create(@"^(?<a>x)(y)\2\1$").IsMatch("xyyx"));

    [Fact]
    public void Named_groups_are_known() => Assert.Equal(["user", "host"], Create("(?<user>\\w+)@(?P<host>\\S+) (x)").GroupNames);

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("(?P<1>x")]
    [InlineData("\\")]
    [InlineData("a**")]
    [InlineData("(?P=")]
    [InlineData("[[:alpha:]")]
    public void What_is_not_valid_is_refused_with_a_reason(string pattern)
    {
        Assert.False(SearchRegex.TryCreate(pattern, out _, out var problem));
        Assert.StartsWith("the regular expression is not valid: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_repetition_takes_linear_time()
    {
        var text = new string('a', 100_000) + "b";

        Assert.False(Create("^(a+)+$").IsMatch(text));
        Assert.False(Create("^(a+)+$").Match(text).Success);
        Assert.Equal(text, Create("^(a+)+$").Replace(text, ""));
    }

    [Fact]
    public void Nested_repetition_that_cannot_be_matched_in_linear_time_is_given_up()
    {
        var error = Assert.Throws<EvaluationException>(() => Create("^(?=a)(a+)+$").IsMatch(new string('a', 40) + "b"));

        Assert.Contains("took longer than 1 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_an_expression_or_refused()
    {
        var pieces = Gen.Elements("a", "(", ")", "[", "]", "[:alpha:]", "{", "}", "1", ",", "*", "+", "?", "\\", "\\Q", "\\E", "\\h", "\\1", "^", "$", "|", "(?P<n>", "(?<m>", "(?P=n)", "(?'q'", "-", ".", "\\d", "(?:", "(?i)", "(?>", "(?<=", "(?#", "\\p{L}", "\\k<n>", "\0");
        Prop.ForAll(pieces.ListOf().Select(string.Concat).ToArbitrary(), pattern =>
        {
            if (SearchRegex.TryCreate(pattern, out var regex, out var problem, compiled: false))
            {
                regex.IsMatch("aa1(]-");
                regex.Replace("aa1", "\\1\\9$x");
            }
            else
            {
                Assert.NotEmpty(problem);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
