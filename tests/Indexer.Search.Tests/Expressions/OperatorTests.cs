using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Language;
using Indexer.Search.Values;

namespace Indexer.Search.Tests.Expressions;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("7 % 4", "3")]
    [InlineData("-2 * -3", "6")]
    [InlineData("- - 2", "2")]
    [InlineData("2 - -3", "5")]
    [InlineData(".5 + 1.25e1", "13")]
    [InlineData("1 / 0", "")]
    [InlineData("5 % 0", "")]
    [InlineData("\"3\" + 4", "7")]
    [InlineData("\"3\" * \"4\"", "12")]
    [InlineData("\"a\" + \"b\"", "ab")]
    [InlineData("\"a\" + \"1\"", "a1")]
    [InlineData("\"a\" + 1", "")]
    [InlineData("\"a\" * 2", "")]
    [InlineData("1 . 2", "12")]
    [InlineData("\"a\".\"b\" . 3", "ab3")]
    [InlineData("nothing . \"b\"", "")]
    [InlineData("nothing + 1", "")]
    public void Arithmetic_and_concatenation(string expression, string expected) => Assert.Equal(expected, Evaluation.Evaluate(expression).AsText());

    [Theory]
    [InlineData("1 = 1.0", true)]
    [InlineData("\"10\" > \"9\"", true)]
    [InlineData("\"abc\" < \"abd\"", true)]
    [InlineData("\"a\" = \"A\"", false)]
    [InlineData("\"9\" > \"a\"", false)]
    [InlineData("1 != 2", true)]
    [InlineData("1 <> 1", false)]
    [InlineData("3 >= 3 AND 3 <= 3", true)]
    [InlineData("true() OR false() AND false()", true)]
    [InlineData("true XOR true OR false", false)]
    [InlineData("NOT 1 = 2", true)]
    [InlineData("NOT true AND false", false)]
    [InlineData("not (1=1) or 2=2", true)]
    [InlineData("\"foobar\" LIKE \"foo%\"", true)]
    [InlineData("404 IN (401, 403, \"404\")", true)]
    [InlineData("NOT 404 IN (500)", true)]
    public void Conditions(string expression, bool expected) => Assert.Equal(Value.Of(expected), Evaluation.Evaluate(expression));

    // A comparison with null is false, whatever the operator; hence its negation is true.
    [Theory]
    [InlineData("nothing = 1", false)]
    [InlineData("nothing != 1", false)]
    [InlineData("nothing = nothing", false)]
    [InlineData("NOT nothing = 1", true)]
    [InlineData("NOT nothing != nothing", true)]
    [InlineData("nothing = 1 OR 1 = 1", true)]
    [InlineData("isnull(nothing) AND NOT isnotnull(nothing)", true)]
    public void Null_is_neither_equal_nor_unequal(string expression, bool expected) => Assert.Equal(Value.Of(expected), Evaluation.Evaluate(expression));

    [Theory]
    [InlineData("m = \"a\"", true)]
    [InlineData("m = \"c\"", false)]
    [InlineData("m != \"a\"", true)]
    [InlineData("m > \"x\"", false)]
    [InlineData("m IN (\"x\", \"b\")", true)]
    public void Of_a_multivalue_one_item_is_enough(string expression, bool expected) =>
        Assert.Equal(Value.Of(expected), Evaluation.Evaluate(expression, ("m", Value.OfList([Value.Of("a"), Value.Of("b")]))));

    [Theory]
    [InlineData("'my field' + 1", "3")]
    [InlineData("user_id . \"!\"", "7!")]
    [InlineData("'a.b' . 'c{}.d'", "xy")]
    [InlineData("true . TRUE", "Trueupper")]
    [InlineData("in . like", "12")]
    public void Fields_are_named_plainly_or_in_single_quotes(string expression, string expected) =>
        Assert.Equal(expected, Evaluation.Evaluate(expression, ("my field", Value.Of("2")), ("user_id", Value.Of(7)), ("a.b", Value.Of("x")), ("c{}.d", Value.Of("y")),
            ("TRUE", Value.Of("upper")), ("in", Value.Of(1)), ("like", Value.Of(2))).AsText());

    [Fact]
    public void An_expression_knows_the_fields_it_needs() =>
        Assert.Equal(["a", "b c", "d"], Evaluation.Compile("if('b c' > 1, a, substr(d, 1))").Fields.Order(StringComparer.Ordinal));

    [Fact]
    public void Evaluation_covers_every_row_of_a_batch()
    {
        var rows = new RowBatch(1000);
        rows.Set("n", [.. Enumerable.Range(0, 1000).Select(i => Value.Of(i))]);
        var result = new Value[1000];

        Evaluation.Compile("if(n % 2 = 0, n * 2, null())").Evaluate(rows, result);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? Value.Of(i * 2) : Value.Null), result);
    }

    [Theory]
    [InlineData("", 0, "unexpected the end of the search")]
    [InlineData("1 +", 3, "unexpected the end of the search")]
    [InlineData("(1", 2, "unexpected the end of the search")]
    [InlineData("a = = b", 4, "unexpected '='")]
    [InlineData("foo(1)", 0, "unknown function 'foo'")]
    [InlineData("round()", 0, "function round does not take 0 arguments")]
    [InlineData("len(1, 2)", 0, "function len does not take 2 arguments")]
    [InlineData("1 + 5min", 4, "a number runs into a name")]
    [InlineData("a ? b", 2, "unexpected character '?'")]
    [InlineData("NOT 5", 4, "not a condition")]
    [InlineData("a AND b = 1", 0, "not a condition")]
    [InlineData("if(a, 1, 2)", 3, "not a condition (argument 1 of if)")]
    [InlineData("case(a = 1, 2, b = 3)", 15, "a condition without a value (argument 3 of case)")]
    [InlineData("match(a, \"(\")", 9, "the regular expression is not valid: insufficient closing parentheses (argument 2 of match)")]
    [InlineData("'open", 0, "unbalanced single quote")]
    [InlineData("1e999", 0, "the number is too large")]
    public void Errors_point_at_the_place(string expression, int position, string problem)
    {
        var error = expression == "a ? b" ? Assert.Throws<SearchSyntaxException>(() => Evaluation.Compile(expression)) : Evaluation.Fails(expression);

        Assert.Equal((position, problem), (error.Position, error.Problem));
        Assert.Contains('^', error.Message);
    }

    [Fact]
    public void A_mistyped_function_gets_a_suggestion() => Assert.Equal("round", Evaluation.Fails("roudn(1)").Expected);

    [Fact]
    public void Nesting_and_length_are_bounded()
    {
        Assert.Contains("nested too deeply", Evaluation.Fails(new string('(', 100_000)).Message, StringComparison.Ordinal);
        Assert.Contains("nested too deeply", Evaluation.Fails(string.Concat(Enumerable.Repeat("NOT ", 100_000))).Message, StringComparison.Ordinal);
        Assert.Contains("too long", Evaluation.Fails(string.Join('+', Enumerable.Repeat("a", 100_000))).Message, StringComparison.Ordinal);
        Assert.Contains("nested too deeply", Evaluation.Fails(string.Concat(Enumerable.Repeat("len(", 100_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_compiles_and_evaluates_or_is_a_syntax_error()
    {
        var words = Gen.Elements("a", "'b c'", "1", "-", "+", "*", "/", "%", ".", "(", ")", ",", "=", "!=", "<", "AND", "OR", "NOT", "XOR", "LIKE", "IN", "\"x\"", "\"5\"",
            "if(", "len(", "round(", "split(", "mvindex(", "match(", "replace(", "substr(", "strftime(", "strptime(", "printf(", "tostring(", "mvfilter(", "mvmap(",
            "json_extract(", "relative_time(", "\"%5.2f\"", "\"[a-\"", "null()", "1e15", "mvrange(");
        var rows = new RowBatch(3);
        rows.Set("a", [Value.Of("text"), Value.Of(-3.7), Value.OfList([Value.Of("x"), Value.Of(2)])]);
        rows.Set("b c", [Value.Null, Value.Of("12"), Value.True]);
        Prop.ForAll(words.ListOf().Select(list => string.Join(' ', list)).ToArbitrary(), text =>
        {
            try
            {
                ExpressionParser.Parse(new TokenReader(text, Evaluation.Context)).Evaluate(rows, new Value[3]);
            }
            catch (SearchSyntaxException e)
            {
                Assert.InRange(e.Position, 0, text.Length);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
