using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Expressions;
using Indexer.Search.Expressions.Functions;
using Indexer.Search.Values;

namespace Indexer.Search.Tests.Expressions;

public sealed class FunctionTests
{
    public static TheoryData<string> Names() => [.. FunctionCatalog.All.Select(definition => definition.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_documented_example_gives_the_documented_result(string name)
    {
        var definition = FunctionCatalog.Find(name)!;

        Assert.Equal(definition.ExampleResult, Evaluation.Evaluate(definition.Example).AsText());
        Assert.EndsWith(".", definition.Description, StringComparison.Ordinal);
        Assert.StartsWith(name, definition.Signature, StringComparison.Ordinal);
    }

    // Nothing that a function is given makes it throw, but the message that a limit was reached.
    [Theory]
    [MemberData(nameof(Names))]
    public void Odd_arguments_give_null_or_a_value(string name)
    {
        var definition = FunctionCatalog.Find(name)!;
        Value[] oddities =
        [
            Value.Null, Value.Of(""), Value.Of("text"), Value.Of(0), Value.Of(-1.5), Value.Of(1e300), Value.Of(-1e18), Value.Of("(["), Value.Of("%s%*d%"), Value.Of("{\"a\":"),
            Value.True, Value.OfList([Value.Of("a"), Value.Of(1), Value.Of("")]), Value.Of("-1d@d"), Value.Of("\ud83d"),
        ];
        var values = Gen.Elements(oddities).ListOf(4).ToArbitrary();
        Prop.ForAll(values, row =>
        {
            var fields = row.Select((value, i) => ($"f{i}", value)).ToArray();
            var count = Math.Clamp(4, definition.ArgumentsMin, definition.ArgumentsMax);
            var arguments = Enumerable.Range(0, count).Select(i => definition.Name is "case" or "validate" or "if" or "mvfilter" && i % 2 == 0 ? $"f{i} = 1" : $"f{i}");
            try
            {
                Evaluation.Evaluate($"{definition.Name}({string.Join(", ", arguments)})", fields);
            }
            catch (EvaluationException e)
            {
                Assert.Contains("at most", e.Message, StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(1234.5678, 2)", "1234.57")]
    [InlineData("sqrt(-1)", "")]
    [InlineData("ln(0)", "")]
    [InlineData("log(1000)", "3")]
    [InlineData("abs(\"-4\")", "4")]
    [InlineData("abs(\"x\")", "")]
    [InlineData("max(1, \"a\", 3)", "a")]
    [InlineData("min(nothing, 4)", "4")]
    [InlineData("floor(-1.5)", "-2")]
    public void Arithmetic(string expression, string expected) => Assert.Equal(expected, Evaluation.Evaluate(expression).AsText());

    [Theory]
    [InlineData("if(nothing > 1, \"a\", \"b\")", "b")]
    [InlineData("case(nothing = 1, \"a\", true(), \"b\")", "b")]
    [InlineData("case(1 = 2, \"a\")", "")]
    [InlineData("validate(isint(5), \"not int\", 5 > 7, \"too small\")", "too small")]
    [InlineData("coalesce(nothing, \"\", \"x\")", "")]
    [InlineData("nullif(\"a\", \"b\")", "a")]
    [InlineData("isnum(\"12\") . isnum(\"a\") . isint(\"1.0\") . isstr(\"12\") . isnum(nothing)", "TrueFalseTrueFalseFalse")]
    [InlineData("cidrmatch(\"192.168.1.0/25\", \"192.168.1.127\") . cidrmatch(\"192.168.1.0/25\", \"192.168.1.128\")", "TrueFalse")]
    [InlineData("cidrmatch(\"2001:db8::/32\", \"2001:db8:ffff::1\") . cidrmatch(\"0.0.0.0/0\", \"1.2.3.4\")", "TrueTrue")]
    [InlineData("cidrmatch(\"10.0.0.0/33\", \"10.0.0.1\") . cidrmatch(\"10.0.0.0/8\", \"10.1\")", "FalseFalse")]
    [InlineData("like(\"a%b\", \"a\\%b\") . like(\"axb\", \"a\\%b\") . like(\"\", \"%\") . like(\"abcabd\", \"%ab_\")", "TrueFalseTrueTrue")]
    [InlineData("match(\"foobar\", \"^foo\") . match(\"xfoo\", \"^foo\") . match(\"x\", nothing)", "TrueFalseFalse")]
    public void Conditional(string expression, string expected) => Assert.Equal(expected, Evaluation.Evaluate(expression).AsText());

    [Theory]
    [InlineData("substr(\"abcdef\", 2)", "bcdef")]
    [InlineData("substr(\"abcdef\", -3, 2)", "de")]
    [InlineData("substr(\"abc\", 5)", "")]
    [InlineData("substr(\"abc\", 0, 2)", "a")]
    [InlineData("replace(\"a.b.c\", \"\\.\", \"$1\")", "a$1b$1c")]
    [InlineData("replace(\"john smith\", \"(?P<f>\\w+) (\\w+)\", \"\\2 \\1\")", "smith john")]
    [InlineData("upper(\"straße\")", "STRAßE")]
    [InlineData("len(12.50)", "4")]
    [InlineData("trim(\"  a b \")", "a b")]
    [InlineData("urldecode(\"%E4%BD%A0\")", "你")]
    [InlineData("mvjoin(split(\"abc\", \"\"), \",\")", "a,b,c")]
    public void Text(string expression, string expected) => Assert.Equal(expected, Evaluation.Evaluate(expression).AsText());

    [Theory]
    [InlineData("tostring(255, \"hex\")", "0xFF")]
    [InlineData("tostring(9, \"binary\")", "1001")]
    [InlineData("tostring(1234567, \"commas\")", "1,234,567")]
    [InlineData("tostring(615, \"duration\")", "00:10:15")]
    [InlineData("tostring(90061, \"duration\")", "1+01:01:01")]
    [InlineData("tostring(1 = 1)", "True")]
    [InlineData("tonumber(\" 12.5 \")", "12.5")]
    [InlineData("tonumber(\"z\", 36)", "35")]
    [InlineData("tonumber(\"12\", 2)", "")]
    [InlineData("printf(\"%5d|%-5d|%05d|%+d\", 42, 42, 42, 42)", "   42|42   |00042|+42")]
    [InlineData("printf(\"%.2f %e %g\", 3.14159, 12345.678, 0.0001)", "3.14 1.234568e+04 0.0001")]
    [InlineData("printf(\"%x %X %o %#x\", 255, 255, 8, 255)", "ff FF 10 0xff")]
    [InlineData("printf(\"%s|%.2s|%c|%%\", \"abc\", \"abc\", \"xyz\")", "abc|ab|x|%")]
    [InlineData("printf(\"%*d %q\", 6, 42)", "    42 %q")]
    [InlineData("printf(\"%'d\", 1234567)", "1,234,567")]
    [InlineData("typeof(\"a\") . typeof(nothing) . typeof(1=1) . typeof(split(\"a b\", \" \"))", "StringInvalidBooleanMultivalue")]
    public void Conversion(string expression, string expected) => Assert.Equal(expected, Evaluation.Evaluate(expression).AsText());

    [Theory]
    [InlineData("strftime(0, \"%Y-%m-%dT%H:%M:%S.%3N%z\")", "1970-01-01T00:00:00.000+0000")]
    [InlineData("strftime(1700000000.123456, \"%F %T.%6N %Q %s\")", "2023-11-14 22:13:20.123456 123 1700000000")]
    [InlineData("strftime(1700000000, \"%a %A %b %B %e %j %I:%M %p %w %u\")", "Tue Tuesday Nov November 14 318 10:13 PM 2 2")]
    [InlineData("strftime(1700000000, \"%y %V %U %l %k %% %q %:z %Z\")", "23 46 46 10 22 % %q +00:00 UTC")]
    [InlineData("strftime(1e300, \"%Y\")", "")]
    [InlineData("strptime(\"14/Nov/2023:22:13:20 +0100\", \"%d/%b/%Y:%H:%M:%S %z\")", "1699996400")]
    [InlineData("strptime(\"2023-11-14 10:13:20.5 PM\", \"%Y-%m-%d %I:%M:%S.%N %p\")", "1700000000.5")]
    [InlineData("strptime(\"Nov 14 22:13:20\", \"%b %d %H:%M:%S\")", "1700000000")]
    [InlineData("strptime(\"22:13:20\", \"%H:%M:%S\")", "1700000000")]
    [InlineData("strptime(\"1700000000.25\", \"%s.%Q\")", "1700000000.25")]
    [InlineData("strptime(\"2023-02-30\", \"%Y-%m-%d\")", "")]
    [InlineData("strptime(\"no time\", \"%Y\")", "")]
    [InlineData("relative_time(1700000000, \"-1d@d\")", "1699833600")]
    [InlineData("relative_time(1700000000, \"@w1\")", "1699833600")]
    [InlineData("now() - 1700000000", "0")]
    public void Time(string expression, string expected) => Assert.Equal(expected, Evaluation.Evaluate(expression).AsText());

    [Theory]
    [InlineData("mvcount(m)", "3")]
    [InlineData("mvcount(nothing)", "")]
    [InlineData("mvcount(\"one\")", "1")]
    [InlineData("mvindex(m, 0)", "b")]
    [InlineData("mvindex(m, 0, 1)", "b\na")]
    [InlineData("mvindex(m, -2, -1)", "a\nb")]
    [InlineData("mvindex(m, 3)", "")]
    [InlineData("mvdedup(m)", "b\na")]
    [InlineData("mvsort(m)", "a\nb\nb")]
    [InlineData("mvfilter(m = \"b\")", "b\nb")]
    [InlineData("mvfilter(match(m, \"x\"))", "")]
    [InlineData("mvmap(m, m . \"!\" . n)", "b!7\na!7\nb!7")]
    [InlineData("mvfind(m, \"^a$\")", "1")]
    [InlineData("mvappend(m, nothing, \"c\")", "b\na\nb\nc")]
    [InlineData("mvjoin(mvrange(0, 172800, \"1d\"), \",\")", "0,86400")]
    [InlineData("mvzip(m, split(\"1 2\", \" \"))", "b,1\na,2")]
    [InlineData("upper(m)", "B\nA\nB")]
    [InlineData("commands(\"search \\\"a | b\\\" | stats count\")", "search\nstats")]
    public void Multivalue(string expression, string expected) => Assert.Equal(expected, Evaluation.Evaluate(expression,
        ("m", Value.OfList([Value.Of("b"), Value.Of("a"), Value.Of("b")])), ("n", Value.Of(7))).AsText());

    [Theory]
    [InlineData("json_extract(j, \"a.b\")", "1")]
    [InlineData("json_extract(j, \"l{1}.x\")", "3")]
    [InlineData("spath(j, \"l{}.x\")", "2\n3")]
    [InlineData("json_extract(j, \"dotted.name\")", "d")]
    [InlineData("json_extract(j, \"a\")", "{\"b\":1}")]
    [InlineData("json_extract(j, \"none\")", "")]
    [InlineData("json_object(\"l\", json_array(1, \"2\"))", "{\"l\":[1,\"2\"]}")]
    [InlineData("json_valid(j) . json_valid(\"{\")", "TrueFalse")]
    public void Json(string expression, string expected) => Assert.Equal(expected,
        Evaluation.Evaluate(expression, ("j", Value.Of("""{"a":{"b":1},"l":[{"x":2},{"x":3}],"dotted.name":"d"}"""))).AsText());

    [Fact]
    public void Random_numbers_differ_by_row_and_repeat_by_seed()
    {
        Value[] Draw()
        {
            var result = new Value[100];
            Evaluation.Compile("random()").Evaluate(new RowBatch(100), result);
            return result;
        }

        var drawn = Draw();

        Assert.Equal(drawn, Draw());
        Assert.True(drawn.Distinct().Count() > 95);
        Assert.All(drawn, value => Assert.True(value.TryGetNumber(out var number) && number is >= 0 and <= int.MaxValue));
    }
}
