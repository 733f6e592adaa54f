using System.Globalization;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

internal static class ConversionFunctions
{
    private static readonly string[] Styles = ["hex", "commas", "duration", "binary"];

    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Conversion);
        family.AddCompiled("tostring(value, [style])", "The value as text; styles of numbers are hex, binary, commas (and two decimals) and duration (of seconds).",
            "tostring(12345.678, \"commas\")", "12,345.68", CompileToString);
        family.AddForEachItem("tonumber(text, [base])", "The number that the text spells in a base from 2 to 36, 10 if not given; null where it spells none.",
            "tonumber(\"0A4\", 16)", "164", ToNumber);
        family.AddSeeingNulls("printf(format, …)", "The values written by a format as in the C language: %d %i %u %f %e %g %s %x %o %c with flags, width and precision.",
            "printf(\"%05.1f|%-4s|\", 3.14159, \"ab\")", "003.1|ab  |", arguments =>
                arguments[0].IsNull ? Value.Null : Value.Of(PrintfFormat.Format(arguments[0].AsText(), arguments[1..])));
        family.AddSeeingNulls("typeof(value)", "The kind of a value: Number, String, Boolean, Multivalue or Invalid (null).", "typeof(12)", "Number", TypeOf);
        return family.Definitions;
    }

    private static FunctionExpression CompileToString(FunctionCall call)
    {
        if (call.ConstantText(1) is { } style && !Styles.Contains(style, StringComparer.OrdinalIgnoreCase))
        {
            throw call.Error(1, $"unknown style '{style}'", string.Join(", ", Styles));
        }

        return new FunctionExpression(call, ToText, NullRule.Propagate, isTest: false, eachItem: true);
    }

    private static Value ToText(ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length == 1 || !arguments[0].TryGetNumber(out var number))
        {
            return Value.Of(arguments[0].AsText());
        }

        return arguments[1].AsText().ToLowerInvariant() switch
        {
            "hex" when IsLong(number) => Value.Of(string.Create(CultureInfo.InvariantCulture, $"0x{(long)number:X}")),
            "binary" when IsLong(number) => Value.Of(Convert.ToString((long)number, 2)),
            "commas" => Value.Of(number.ToString(number == Math.Truncate(number) ? "N0" : "N2", CultureInfo.InvariantCulture)),
            "duration" when IsLong(number) => Value.Of(Duration(number)),
            _ => Value.Null,
        };
    }

    private static bool IsLong(double number) => Math.Abs(number) < 9e18;

    // [-][days+]hh:mm:ss[.ffffff]
    private static string Duration(double seconds)
    {
        var whole = (long)Math.Abs(seconds);
        var fraction = (long)Math.Round((Math.Abs(seconds) - whole) * 1e6);
        var sign = seconds < 0 ? "-" : string.Empty;
        var days = whole >= 86_400 ? string.Create(CultureInfo.InvariantCulture, $"{whole / 86_400}+") : string.Empty;
        var rest = fraction > 0 ? string.Create(CultureInfo.InvariantCulture, $".{fraction:000000}") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{days}{whole / 3600 % 24:00}:{whole / 60 % 60:00}:{whole % 60:00}{rest}");
    }

    private static Value ToNumber(ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length == 1)
        {
            return NumberText.TryParse(arguments[0].AsText().AsSpan().Trim(), out var number) ? Value.Of(number) : Value.Null;
        }

        return arguments[1].TryGetNumber(out var radix) && radix is >= 2 and <= 36
            ? ParseWhole(arguments[0].AsText().AsSpan().Trim(), (int)radix)
            : Value.Null;
    }

    private static Value ParseWhole(ReadOnlySpan<char> text, int radix)
    {
        var negative = text.StartsWith('-');
        text = negative ? text[1..] : text;
        if (radix == 16 && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
        }

        double number = 0;
        foreach (var c in text)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' + 10 : int.MaxValue;
            if (digit >= radix)
            {
                return Value.Null;
            }

            number = (number * radix) + digit;
        }

        return text.IsEmpty ? Value.Null : Value.Of(negative ? -number : number);
    }

    private static Value TypeOf(ReadOnlySpan<Value> arguments) => Value.Of(arguments[0].Kind switch
    {
        ValueKind.Null => "Invalid",
        ValueKind.Boolean => "Boolean",
        ValueKind.List => "Multivalue",
        _ => arguments[0].TryGetNumber(out _) ? "Number" : "String",
    });
}
