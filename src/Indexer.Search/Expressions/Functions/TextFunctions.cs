using System.Net;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

internal static class TextFunctions
{
    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Text);
        family.AddForEachItem("len(text)", "The number of characters.", "len(\"abc\")", "3", arguments => Value.Of(arguments[0].AsText().Length));
        family.AddForEachItem("lower(text)", "The text in lower case.", "lower(\"ABC\")", "abc", arguments => Value.Of(arguments[0].AsText().ToLowerInvariant()));
        family.AddForEachItem("upper(text)", "The text in upper case.", "upper(\"abc\")", "ABC", arguments => Value.Of(arguments[0].AsText().ToUpperInvariant()));
        family.AddForEachItem("trim(text, [characters])", "The text without given characters at both ends, white space if not given.",
            "trim(\"--a--\", \"-\")", "a", arguments => Trim(arguments, start: true, end: true));
        family.AddForEachItem("ltrim(text, [characters])", "The text without given characters at its start, white space if not given.",
            "ltrim(\"--a--\", \"-\")", "a--", arguments => Trim(arguments, start: true, end: false));
        family.AddForEachItem("rtrim(text, [characters])", "The text without given characters at its end, white space if not given.",
            "rtrim(\"--a--\", \"-\")", "--a", arguments => Trim(arguments, start: false, end: true));
        family.AddForEachItem("substr(text, start, [length])", "The part from a character on, the first being 1; a negative start counts from the end.",
            "substr(\"string\", 1, 3)", "str", Substring);
        family.AddCompiled("replace(text, regex, replacement)", "The text with every match replaced; \\1 to \\9 in the replacement stand for groups.",
            "replace(\"1/14/2026\", \"^(\\d+)/(\\d+)/\", \"\\2/\\1/\")", "14/1/2026", CompileReplace);
        family.AddForEachItem("urldecode(text)", "The text with %xx and + undone.", "urldecode(\"a%20b+c\")", "a b c",
            arguments => Value.Of(WebUtility.UrlDecode(arguments[0].AsText())));
        family.Add("split(text, delimiter)", "A multivalue of what is between the delimiters; with an empty one, of the characters.",
            "mvjoin(split(\"a;b;c\", \";\"), \"-\")", "a-b-c", Split);
        return family.Definitions;
    }

    private static Value Trim(ReadOnlySpan<Value> arguments, bool start, bool end)
    {
        var text = arguments[0].AsText().AsSpan();
        var characters = arguments.Length > 1 ? arguments[1].AsText() : " \t\r\n";
        text = start ? text.TrimStart(characters) : text;
        text = end ? text.TrimEnd(characters) : text;
        return Value.Of(text.ToString());
    }

    private static Value Substring(ReadOnlySpan<Value> arguments)
    {
        var text = arguments[0].AsText();
        double length = text.Length;
        if (!arguments[1].TryGetNumber(out var start) || (arguments.Length > 2 && !arguments[2].TryGetNumber(out length)))
        {
            return Value.Null;
        }

        var first = start < 0 ? text.Length + Math.Truncate(start) : Math.Truncate(start) - 1;
        var last = arguments.Length > 2 ? first + Math.Truncate(length) : text.Length;
        var from = (int)Math.Clamp(first, 0, text.Length);
        return Value.Of(text[from..(int)Math.Clamp(last, from, text.Length)]);
    }

    private static FunctionExpression CompileReplace(FunctionCall call)
    {
        var pattern = new PatternArgument(call, 1);
        return new FunctionExpression(call, arguments => pattern.Resolve(arguments[1]) is { } regex
            ? Value.Of(regex.Replace(arguments[0].AsText(), arguments[2].AsText()))
            : Value.Null, NullRule.Propagate, isTest: false, eachItem: true);
    }

    private static Value Split(ReadOnlySpan<Value> arguments)
    {
        var text = arguments[0].AsText();
        var delimiter = arguments[1].AsText();
        var parts = delimiter.Length == 0 ? text.Select(c => c.ToString()) : text.Split(delimiter);
        return Value.OfList([.. parts.Select(part => Value.Of(part))]);
    }
}
