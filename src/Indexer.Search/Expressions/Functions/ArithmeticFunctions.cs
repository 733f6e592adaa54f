using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

internal static class ArithmeticFunctions
{
    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Arithmetic);
        family.AddNumeric("abs(number)", "The number without its sign.", "abs(-3.5)", "3.5", Math.Abs);
        family.AddNumeric("ceiling(number)", "The smallest whole number that is not below the number.", "ceiling(1.2)", "2", Math.Ceiling);
        family.AddNumeric("ceil(number)", "The same as ceiling.", "ceil(1.2)", "2", Math.Ceiling);
        family.AddNumeric("floor(number)", "The largest whole number that is not above the number.", "floor(1.9)", "1", Math.Floor);
        family.Add("round(number, [digits])", "The number rounded to a number of digits after the point, 0 if not given; halves go away from zero.",
            "round(2.555, 2)", "2.56", Round);
        family.AddNumeric("sqrt(number)", "The square root; null for a negative number.", "sqrt(9)", "3", Math.Sqrt);
        family.Add("pow(base, exponent)", "The base raised to a power.", "pow(2, 10)", "1024", arguments =>
            arguments[0].TryGetNumber(out var x) && arguments[1].TryGetNumber(out var y) ? Value.Of(Math.Pow(x, y)) : Value.Null);
        family.AddNumeric("exp(number)", "e raised to the number.", "exp(0)", "1", Math.Exp);
        family.AddNumeric("ln(number)", "The natural logarithm; null unless the number is above 0.", "ln(1)", "0", Math.Log);
        family.Add("log(number, [base])", "The logarithm to a base, 10 if not given; null unless the number is above 0.", "log(8, 2)", "3", Log);
        family.Add("pi()", "The ratio of a circle's circumference to its diameter.", "round(pi(), 4)", "3.1416", _ => Value.Of(Math.PI));
        family.AddNumeric("sin(angle)", "The sine of an angle in radians.", "sin(0)", "0", Math.Sin);
        family.AddNumeric("cos(angle)", "The cosine of an angle in radians.", "cos(0)", "1", Math.Cos);
        family.AddNumeric("tan(angle)", "The tangent of an angle in radians.", "tan(0)", "0", Math.Tan);
        family.AddNumeric("asin(number)", "The angle in radians whose sine is the number.", "asin(0)", "0", Math.Asin);
        family.AddNumeric("acos(number)", "The angle in radians whose cosine is the number.", "acos(1)", "0", Math.Acos);
        family.AddNumeric("atan(number)", "The angle in radians whose tangent is the number.", "atan(0)", "0", Math.Atan);
        family.Add("hypot(x, y)", "The length of the hypotenuse above two sides.", "hypot(3, 4)", "5", arguments =>
            arguments[0].TryGetNumber(out var x) && arguments[1].TryGetNumber(out var y) ? Value.Of(Math.Sqrt((x * x) + (y * y))) : Value.Null);
        family.AddSeeingNulls("min(value, …)", "The smallest of the values; numbers are below text, nulls do not count.", "min(3, 1, \"a\")", "1",
            arguments => Extreme(arguments, -1));
        family.AddSeeingNulls("max(value, …)", "The largest of the values; text is above numbers, nulls do not count.", "max(3, 10, 1)", "10",
            arguments => Extreme(arguments, 1));
        family.AddSeeingNulls("sum(value, …)", "The sum of the values that are numbers; null if none is.", "sum(1, 2, \"x\")", "3",
            arguments => Total(arguments, average: false));
        family.AddSeeingNulls("avg(value, …)", "The mean of the values that are numbers; null if none is.", "avg(1, 2, 6)", "3",
            arguments => Total(arguments, average: true));
        family.AddCompiled("random()", "A whole number from 0 to 2147483647, another one in every row.", "random() >= 0", "True",
            call => new RandomExpression(call), isPure: false);
        return family.Definitions;
    }

    private static Value Round(ReadOnlySpan<Value> arguments)
    {
        double digits = 0;
        if (!arguments[0].TryGetNumber(out var number) || (arguments.Length > 1 && !arguments[1].TryGetNumber(out digits)))
        {
            return Value.Null;
        }

        // Decimal arithmetic rounds what the user sees: 2.555 is a little less than that in binary.
        return Math.Abs(number) < 1e15
            ? Value.Of((double)Math.Round((decimal)number, (int)Math.Clamp(digits, 0, 15), MidpointRounding.AwayFromZero))
            : Value.Of(number);
    }

    private static Value Log(ReadOnlySpan<Value> arguments)
    {
        double radix = 10;
        if (!arguments[0].TryGetNumber(out var number) || (arguments.Length > 1 && !arguments[1].TryGetNumber(out radix)))
        {
            return Value.Null;
        }

        // The special cases are exact for powers of their base.
        return Value.Of(radix switch
        {
            10 => Math.Log10(number),
            2 => Math.Log2(number),
            _ => Math.Log(number, radix),
        });
    }

    private static Value Extreme(ReadOnlySpan<Value> arguments, int direction)
    {
        var best = Value.Null;
        foreach (var argument in arguments)
        {
            foreach (var item in argument.Items)
            {
                if (best.IsNull || Math.Sign(Value.Compare(item, best)) == direction)
                {
                    best = item;
                }
            }
        }

        return best;
    }

    private static Value Total(ReadOnlySpan<Value> arguments, bool average)
    {
        double sum = 0;
        var count = 0;
        foreach (var argument in arguments)
        {
            foreach (var item in argument.Items)
            {
                if (item.TryGetNumber(out var number))
                {
                    sum += number;
                    count++;
                }
            }
        }

        return count == 0 ? Value.Null : Value.Of(average ? sum / count : sum);
    }
}
