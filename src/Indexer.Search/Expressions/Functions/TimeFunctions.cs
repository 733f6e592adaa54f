using Indexer.Model;
using Indexer.Search.Language;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>Functions of time. A time is a number: seconds since the epoch.</summary>
internal static class TimeFunctions
{
    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Time);
        family.AddCompiled("now()", "The time at which the search started, in whole seconds.", "now() > 0", "True",
            call => new ConstantExpression(Value.Of(call.Context.Now.Seconds), call.Position));
        family.AddCompiled("time()", "The time at which the search started, with microseconds.", "time() >= now()", "True",
            call => new ConstantExpression(Value.Of(call.Context.Now.Nanoseconds / 1000 / 1e6), call.Position));
        family.AddCompiled("relative_time(time, modifier)", "The time moved as in earliest=, such as by -1d@d.",
            "relative_time(100, \"-10s\")", "90", CompileRelativeTime);
        family.AddCompiled("strftime(time, format)", "The time as text, in the user's time zone.",
            "strftime(1700000000.123, \"%Y %3N\")", "2023 123", CompileStrftime);
        family.AddCompiled("strptime(text, format)", "The time that the text says; null where it does not fit the format.",
            "strptime(\"2023-11-14 22:13:20Z\", \"%Y-%m-%d %H:%M:%S%z\")", "1700000000", CompileStrptime);
        return family.Definitions;
    }

    private static FunctionExpression CompileRelativeTime(FunctionCall call)
    {
        RelativeTime? constant = null;
        if (call.ConstantText(1) is { } modifier && !RelativeTime.TryParse(modifier, out constant, out var problem))
        {
            throw call.Error(1, problem, "a relative time such as -1d@d");
        }

        var zone = call.Context.TimeZone;
        return new FunctionExpression(call, arguments =>
        {
            var relative = constant;
            return arguments[0].TryGetNumber(out var seconds) && TimeFormat.TryFromSeconds(seconds, out var time)
                && (relative is not null || RelativeTime.TryParse(arguments[1].AsText(), out relative, out _))
                && relative.TryApply(time, zone, out var moved)
                    ? Value.Of(TimeFormat.ToSeconds(moved))
                    : Value.Null;
        }, NullRule.Propagate, isTest: false, eachItem: true);
    }

    private static FunctionExpression CompileStrftime(FunctionCall call)
    {
        var zone = call.Context.TimeZone;
        return new FunctionExpression(call, arguments =>
            arguments[0].TryGetNumber(out var seconds) && TimeFormat.TryFromSeconds(seconds, out var time)
                ? Value.Of(TimeFormat.Format(time, arguments[1].AsText(), zone))
                : Value.Null, NullRule.Propagate, isTest: false, eachItem: true);
    }

    private static FunctionExpression CompileStrptime(FunctionCall call)
    {
        var context = call.Context;
        return new FunctionExpression(call, arguments => TimeParsing.TryParse(arguments[0].AsText(), arguments[1].AsText(), context, out EventTime time)
            ? Value.Of(TimeFormat.ToSeconds(time))
            : Value.Null, NullRule.Propagate, isTest: false, eachItem: true);
    }
}
