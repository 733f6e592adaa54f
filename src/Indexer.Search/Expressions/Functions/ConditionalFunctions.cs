using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

internal static class ConditionalFunctions
{
    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Conditional);
        family.AddCompiled("if(condition, then, else)", "The second argument where the condition is true, otherwise the third.",
            "if(1 < 2, \"yes\", \"no\")", "yes", CompileIf);
        family.AddCompiled("case(condition, value, …)", "The value after the first condition that is true; null if none is.",
            "case(1 > 2, \"a\", 2 > 1, \"b\")", "b", call => CompileCase(call, wanted: true));
        family.AddCompiled("validate(condition, value, …)", "The value after the first condition that is not true; null if all are.",
            "validate(1 = 1, \"first\", 1 = 2, \"second\")", "second", call => CompileCase(call, wanted: false));
        family.AddSeeingNulls("coalesce(value, …)", "The first value that is not null.", "coalesce(null(), \"b\", \"c\")", "b", Coalesce);
        family.AddSeeingNulls("nullif(a, b)", "Null where the two are equal, otherwise the first.", "nullif(1, 1)", "", arguments =>
            !arguments[0].IsNull && !arguments[1].IsNull && ValueComparison.OrderInExpression(arguments[0], arguments[1]) == 0
                ? Value.Null
                : arguments[0]);
        family.Add("null()", "Null: no value.", "null()", "", _ => Value.Null);
        family.AddTest("true()", "True.", "true()", "True", _ => Value.True);
        family.AddTest("false()", "False.", "false()", "False", _ => Value.False);
        family.AddTestSeeingNulls("isnull(value)", "Whether the value is null.", "isnull(null())", "True", arguments => Value.Of(arguments[0].IsNull));
        family.AddTestSeeingNulls("isnotnull(value)", "Whether the value is not null.", "isnotnull(1)", "True", arguments => Value.Of(!arguments[0].IsNull));
        family.AddTest("isnum(value)", "Whether the value is a number or text that looks like one.", "isnum(\"1.5\")", "True",
            arguments => Value.Of(arguments[0].TryGetNumber(out _)));
        family.AddTest("isint(value)", "Whether the value is a whole number or text that looks like one.", "isint(1.5)", "False",
            arguments => Value.Of(arguments[0].TryGetNumber(out var number) && number == Math.Truncate(number)));
        family.AddTest("isstr(value)", "Whether the value is text that does not look like a number.", "isstr(\"a\")", "True",
            arguments => Value.Of(arguments[0].IsText && !arguments[0].TryGetNumber(out _)));
        family.AddTest("isbool(value)", "Whether the value is the outcome of a condition.", "isbool(1 = 1)", "True",
            arguments => Value.Of(arguments[0].IsBoolean));
        family.AddTest("like(text, pattern)", "Whether the whole text fits the pattern, in which % is any text and _ any character.",
            "like(\"error 404\", \"error%\")", "True", arguments => Value.Of(LikePattern.IsMatch(arguments[0].AsText(), arguments[1].AsText())));
        family.AddCompiled("match(text, regex)", "Whether the regular expression matches somewhere in the text.",
            "match(\"id=42\", \"\\d+$\")", "True", CompileMatch);
        family.AddTest("cidrmatch(network, address)", "Whether an IP address lies in a network.",
            "cidrmatch(\"10.0.0.0/8\", \"10.1.2.3\")", "True", arguments =>
                Value.Of(CidrNetwork.TryParse(arguments[0].AsText(), out var network) && network.Contains(arguments[1].AsText())));
        family.AddTestSeeingNulls("in(value, candidate, …)", "Whether the value equals one of the candidates.", "in(404, 401, 403, 404)", "True", IsIn);
        return family.Definitions;
    }

    private static FunctionExpression CompileIf(FunctionCall call)
    {
        call.RequireTest(0);
        return new FunctionExpression(call, arguments => arguments[0].IsTrue ? arguments[1] : arguments[2], NullRule.Pass,
            isTest: call.Arguments[1].IsTest && call.Arguments[2].IsTest, eachItem: false);
    }

    private static FunctionExpression CompileCase(FunctionCall call, bool wanted)
    {
        var isTest = true;
        for (var i = 0; i + 1 < call.Arguments.Count; i += 2)
        {
            call.RequireTest(i);
            isTest &= call.Arguments[i + 1].IsTest;
        }

        if (call.Arguments.Count % 2 != 0)
        {
            throw call.Error(call.Arguments.Count - 1, "a condition without a value", "pairs of a condition and a value");
        }

        return new FunctionExpression(call, arguments =>
        {
            for (var i = 0; i < arguments.Length; i += 2)
            {
                if (arguments[i].IsTrue == wanted)
                {
                    return arguments[i + 1];
                }
            }

            return Value.Null;
        }, NullRule.Pass, isTest, eachItem: false);
    }

    private static Value Coalesce(ReadOnlySpan<Value> arguments)
    {
        foreach (var argument in arguments)
        {
            if (!argument.IsNull)
            {
                return argument;
            }
        }

        return Value.Null;
    }

    private static FunctionExpression CompileMatch(FunctionCall call)
    {
        var pattern = new PatternArgument(call, 1);
        return new FunctionExpression(call, arguments => Value.Of(pattern.Resolve(arguments[1])?.IsMatch(arguments[0].AsText()) ?? false),
            NullRule.False, isTest: true, eachItem: true);
    }

    private static Value IsIn(ReadOnlySpan<Value> arguments)
    {
        foreach (var item in arguments[0].Items)
        {
            foreach (var candidate in arguments[1..])
            {
                if (!candidate.IsNull && ValueComparison.OrderInExpression(item, candidate) == 0)
                {
                    return Value.True;
                }
            }
        }

        return Value.False;
    }
}
