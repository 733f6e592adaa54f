using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Language;
using Indexer.Search.Tests.Expressions;

namespace Indexer.Search.Tests.Language;

public sealed class LexerTests
{
    private static List<Token> Read(string search, TokenMode mode)
    {
        var reader = new TokenReader(search, Evaluation.Context, mode);
        var tokens = new List<Token>();
        while (reader.Peek().Kind != TokenKind.End)
        {
            tokens.Add(reader.Next());
        }

        return tokens;
    }

    [Theory]
    [InlineData("error 10.0.0.1 user-name", "error|10.0.0.1|user-name")]
    [InlineData("/var/log/*.log user@host", "/var/log/*.log|user@host")]
    [InlineData("status>=500", "status|>=|500")]
    [InlineData("a!=b c==d !x", "a|!=|b|c|==|d|!x")]
    [InlineData("(a OR b),c[d]", "(|a|OR|b|)|,|c|[|d|]")]
    [InlineData("say \"two words\"", "say|two words")]
    [InlineData(@"say ""an \""inner\"" quote""", "say|an \"inner\" quote")]
    [InlineData(@"regex ""^\d+\s\\x""", @"regex|^\d+\s\x")]
    [InlineData(@"C:\\temp \""", "C:\\temp|\"")]
    [InlineData(@"f\(x\)\=1 ""f\(x\)""", @"f(x)=1|f\(x\)")]
    [InlineData("don't", "don't")]
    [InlineData("source::\"a b\"", "source::|a b")]
    [InlineData("x `macro(1, \"=\")` y", "x|macro(1, \"=\")|y")]
    [InlineData("a ```not | this``` b", "a|b")]
    [InlineData("-field +field a{}.b", "-field|+field|a{}.b")]
    [InlineData("größe=ü 日本", "größe|=|ü|日本")]
    public void Search_terms_are_words(string search, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), Read(search, TokenMode.Search).Where(t => t.Kind != TokenKind.Pipe).Select(t => t.Text));

    [Theory]
    [InlineData("a-b.c*2", "Word Minus Word Dot Word Star Number")]
    [InlineData("1.5e-3 .5 2.", "Number Dot Number Number Dot")]
    [InlineData("'my field' = \"text\"", "Field Equal String")]
    [InlineData("a<>b!=c<=d", "Word NotEqual Word NotEqual Word LessOrEqual Word")]
    [InlineData("f(a, 'b') % 3", "Word LeftParenthesis Word Comma Field RightParenthesis Percent Number")]
    public void Expressions_have_operators(string search, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(search, TokenMode.Expression).Select(t => t.Kind)));

    [Fact]
    public void Escapes_of_white_space_are_undone_in_expressions_only()
    {
        Assert.Equal("a\tb\n\\d", Assert.Single(Read(@"""a\tb\n\d""", TokenMode.Expression)).Text);
        Assert.Equal(@"a\tb\n\d", Assert.Single(Read(@"""a\tb\n\d""", TokenMode.Search)).Text);
    }

    [Fact]
    public void Arguments_take_field_names_in_single_quotes_and_apostrophes_alone_are_letters()
    {
        Assert.Equal([TokenKind.Word, TokenKind.Field], Read("avg 'a b'", TokenMode.Arguments).Select(t => t.Kind));
        Assert.Equal(["it's"], Read("it's", TokenMode.Arguments).Select(t => t.Text));
        Assert.Equal(["'tis"], Read("'tis", TokenMode.Arguments).Select(t => t.Text));
    }

    [Fact]
    public void Every_token_knows_its_place_and_whether_it_touches_the_one_before()
    {
        var tokens = Read("ab  \"c\"d", TokenMode.Search);

        Assert.Equal([(0, 2), (4, 7), (7, 8)], tokens.Select(t => (t.Position, t.End)));
        Assert.Equal([true, true, false], tokens.Select(t => t.SpaceBefore));
    }

    [Fact]
    public void A_place_can_be_read_again_by_other_rules()
    {
        var reader = new TokenReader("a-b", Evaluation.Context);
        Assert.Equal("a-b", reader.Peek().Text);

        reader.Mode = TokenMode.Expression;

        Assert.Equal("a", reader.Next().Text);
    }

    [Fact]
    public void An_option_is_taken_only_with_its_equal_sign()
    {
        var reader = new TokenReader("limit=5 limit", Evaluation.Context);

        Assert.True(reader.TryTakeOption("limit"));
        Assert.Equal("5", reader.Next().Text);
        Assert.False(reader.TryTakeOption("limit"));
        Assert.Equal("limit", reader.Next().Text);
    }

    [Theory]
    [InlineData("error \"abc", 6, "unbalanced quote")]
    [InlineData("a `b", 2, "unbalanced backtick")]
    [InlineData("a ```b", 2, "unbalanced comment")]
    public void What_is_never_closed_is_reported_where_it_opens(string search, int position, string problem)
    {
        var error = Assert.Throws<SearchSyntaxException>(() => Read(search, TokenMode.Search));

        Assert.Equal(position, error.Position);
        Assert.Equal(problem, error.Problem);
        Assert.NotEmpty(error.Expected);
    }

    [Fact]
    public void An_error_shows_the_line_and_a_caret()
    {
        var error = Assert.Throws<SearchSyntaxException>(() => Read("a b\nc\t\"d", TokenMode.Search));

        Assert.Equal("unbalanced quote at character 7; expected a closing \"\n  c \"d\n    ^", error.Message);
    }

    [Fact]
    public void An_error_in_a_long_line_shows_its_surroundings_only()
    {
        var error = Assert.Throws<SearchSyntaxException>(() => Read(new string('x', 500) + " \"" + new string('y', 500), TokenMode.Search));

        var lines = error.Message.Split('\n');
        Assert.True(lines[1].Length < 110);
        Assert.Equal('"', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void Any_text_gives_tokens_that_go_forward_or_a_syntax_error()
    {
        var pieces = Gen.Elements("a", "1", " ", "\"", "'", "\\", "|", "(", ")", "[", "]", ",", "=", "!", "<", ">", "`", "```", ".", "-", "*", "é", "\ud83d", "\0", "e", "_", "%", "\n");
        var texts = Gen.OneOf(pieces.ListOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Where(text => text is not null)).ToArbitrary();
        Prop.ForAll(texts, text =>
        {
            foreach (var mode in Enum.GetValues<TokenMode>())
            {
                try
                {
                    var end = 0;
                    foreach (var token in Read(text, mode))
                    {
                        Assert.InRange(token.Position, end, token.End - 1);
                        end = token.End;
                    }
                }
                catch (SearchSyntaxException e)
                {
                    Assert.InRange(e.Position, 0, text.Length);
                }
            }
        }).QuickCheckThrowOnFailure();
    }
}
