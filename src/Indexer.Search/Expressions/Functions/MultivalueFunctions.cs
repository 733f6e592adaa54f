using Indexer.Search.Language;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

internal static class MultivalueFunctions
{
    /// <summary>Most items that <c>mvrange</c> makes.</summary>
    private const int ItemsMax = 100_000;

    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Multivalue);
        family.AddSeeingNulls("mvappend(value, …)", "A multivalue of all items of all arguments; nulls do not count.",
            "mvjoin(mvappend(\"a\", split(\"b c\", \" \")), \",\")", "a,b,c", arguments => Value.OfList(arguments.ToArray()));
        family.Add("mvcount(value)", "The number of items; null for null.", "mvcount(split(\"a b c\", \" \"))", "3",
            arguments => Value.Of(arguments[0].Items.Count));
        family.Add("mvdedup(value)", "The items without those that occurred before.", "mvjoin(mvdedup(split(\"a b a\", \" \")), \",\")", "a,b",
            arguments => Value.OfList([.. arguments[0].Items.Distinct()]));
        family.AddCompiled("mvfilter(condition)", "The items for which a condition on one field holds, in which the field's name stands for an item.",
            "mvfilter(match(email, \"\\.org$\"))", "", CompileFilter);
        family.AddCompiled("mvmap(field, expression)", "What an expression makes of each item, in which the field's name stands for an item.",
            "mvmap(size, size * 1024)", "", CompileMap);
        family.AddCompiled("mvfind(value, regex)", "The place of the first item that a regular expression matches, the first being 0; null if none.",
            "mvfind(split(\"a b c\", \" \"), \"[bc]\")", "1", CompileFind);
        family.Add("mvindex(value, start, [end])", "The item at a place, the first being 0, or the items up to another place; negative places count from the end.",
            "mvindex(split(\"a b c\", \" \"), -1)", "c", Index);
        family.Add("mvjoin(value, delimiter)", "One text of all items with a delimiter between them.", "mvjoin(split(\"a b\", \" \"), \"+\")", "a+b",
            arguments => Value.Of(string.Join(arguments[1].AsText(), arguments[0].Items.Select(item => item.AsText()))));
        family.Add("mvrange(start, end, [step])", "The numbers from a start to below an end, 1 or a step apart; a step may be a span of time such as 1d.",
            "mvjoin(mvrange(1, 11, 3), \" \")", "1 4 7 10", Range);
        family.Add("mvsort(value)", "The items in the order of their characters.", "mvjoin(mvsort(split(\"b a C\", \" \")), \"\")", "Cab",
            arguments => Value.OfList([.. arguments[0].Items.OrderBy(item => item.AsText(), StringComparer.Ordinal)]));
        family.Add("mvzip(left, right, [delimiter])", "The items of two multivalues in pairs, joined by a comma or a delimiter, as many as the shorter has.",
            "mvjoin(mvzip(split(\"a b\", \" \"), split(\"1 2\", \" \"), \":\"), \" \")", "a:1 b:2", Zip);
        family.AddCompiled("commands(search)", "The names of the commands that a search uses.", "mvjoin(commands(\"search foo | stats count | sort count\"), \",\")",
            "search,stats,sort", call => new FunctionExpression(call, arguments => Commands(arguments[0].AsText(), call.Context), NullRule.Propagate, isTest: false, eachItem: false));
        return family.Definitions;
    }

    private static ItemwiseExpression CompileFilter(FunctionCall call)
    {
        call.RequireTest(0);
        if (call.Arguments[0].Fields.Count != 1)
        {
            throw call.Error(0, "the condition uses no field or several", "a condition on one field");
        }

        var field = call.Arguments[0].Fields.First();
        return new ItemwiseExpression(call, new FieldExpression(field, call.Position), field, call.Arguments[0], keepsItems: true);
    }

    private static ItemwiseExpression CompileMap(FunctionCall call) => call.Arguments[0] is FieldExpression field
        ? new ItemwiseExpression(call, field, field.Name, call.Arguments[1], keepsItems: false)
        : throw call.Error(0, "not a field", "the name of a field");

    private static FunctionExpression CompileFind(FunctionCall call)
    {
        var pattern = new PatternArgument(call, 1);
        return new FunctionExpression(call, arguments =>
        {
            var regex = pattern.Resolve(arguments[1]);
            var items = arguments[0].Items;
            for (var i = 0; regex is not null && i < items.Count; i++)
            {
                if (regex.IsMatch(items[i].AsText()))
                {
                    return Value.Of(i);
                }
            }

            return Value.Null;
        }, NullRule.Propagate, isTest: false, eachItem: false);
    }

    private static Value Index(ReadOnlySpan<Value> arguments)
    {
        if (!arguments[1].TryGetNumber(out var start))
        {
            return Value.Null;
        }

        var end = start;
        if (arguments.Length > 2 && !arguments[2].TryGetNumber(out end))
        {
            return Value.Null;
        }

        var items = arguments[0].Items;
        var first = start < 0 ? items.Count + start : start;
        var last = Math.Min(end < 0 ? items.Count + end : end, items.Count - 1);
        return first >= 0 && first <= last
            ? Value.OfList([.. items.Skip((int)first).Take((int)last - (int)first + 1)])
            : Value.Null;
    }

    private static Value Range(ReadOnlySpan<Value> arguments)
    {
        double step = 1;
        if (!arguments[0].TryGetNumber(out var start) || !arguments[1].TryGetNumber(out var end)
            || (arguments.Length > 2 && !arguments[2].TryGetNumber(out step) && !TryGetSeconds(arguments[2].AsText(), out step)))
        {
            return Value.Null;
        }

        var count = step == 0 ? 0 : Math.Ceiling((end - start) / step);
        if (count > ItemsMax)
        {
            throw new EvaluationException($"mvrange would make {count:0} items; at most {ItemsMax} are allowed");
        }

        return Value.OfList([.. Enumerable.Range(0, Math.Max((int)count, 0)).Select(i => Value.Of(start + (i * step)))]);
    }

    // A span of time of even length, by going that far from the epoch.
    private static bool TryGetSeconds(string span, out double seconds)
    {
        seconds = 0;
        if (!RelativeTime.TryParse("+" + span, out var relative, out _) || !relative.TryApply(default, TimeZoneInfo.Utc, out var moved))
        {
            return false;
        }

        seconds = TimeFormat.ToSeconds(moved);
        return true;
    }

    private static Value Zip(ReadOnlySpan<Value> arguments)
    {
        var delimiter = arguments.Length > 2 ? arguments[2].AsText() : ",";
        return Value.OfList([.. arguments[0].Items.Zip(arguments[1].Items, (a, b) => Value.Of(a.AsText() + delimiter + b.AsText()))]);
    }

    private static Value Commands(string search, SearchContext context)
    {
        var names = new List<Value>();
        try
        {
            var tokens = new TokenReader(search, context);
            tokens.TryTake(TokenKind.Pipe);
            for (var first = true; tokens.Peek().Kind != TokenKind.End; first = tokens.Next().Kind == TokenKind.Pipe)
            {
                if (first && tokens.Peek().Kind == TokenKind.Word)
                {
                    names.Add(Value.Of(tokens.Peek().Text));
                }
            }
        }
        catch (SearchSyntaxException)
        {
            return Value.Null;
        }

        return Value.OfList(names);
    }
}
