using Indexer.Model;

namespace Indexer.Storage.Reading;

/// <summary>Adds up counts by span of time and hands them on in few pieces. Thread-safe.</summary>
internal sealed class TimeSpans(long spanNanoseconds, EventTime origin, Action<EventTime, long> add)
{
    private readonly Lock gate = new();

    /// <summary>The number of the span that a time is in.</summary>
    public long SpanOf(long time)
    {
        if (spanNanoseconds == long.MaxValue)
        {
            return 0;
        }

        var distance = (Int128)time - origin.Nanoseconds;
        var span = distance / spanNanoseconds;
        return (long)(distance < 0 && span * spanNanoseconds != distance ? span - 1 : span);
    }

    public void Add(long time, long count)
    {
        if (count > 0)
        {
            Report(SpanOf(time), count);
        }
    }

    /// <summary>Counts the flagged ones of ascending times.</summary>
    public void AddAll(ReadOnlySpan<long> times, ReadOnlySpan<bool> flags)
    {
        var span = 0L;
        var spanEnd = long.MinValue;
        var count = 0L;
        for (var i = 0; i < times.Length; i++)
        {
            if (!flags[i])
            {
                continue;
            }

            if (times[i] >= spanEnd || count == 0)
            {
                if (count > 0)
                {
                    Report(span, count);
                    count = 0;
                }

                span = SpanOf(times[i]);
                spanEnd = EndOf(span);
            }

            count++;
        }

        if (count > 0)
        {
            Report(span, count);
        }
    }

    private long EndOf(long span) => spanNanoseconds == long.MaxValue
        ? long.MaxValue
        : (long)Int128.Min(long.MaxValue, origin.Nanoseconds + ((Int128)(span + 1) * spanNanoseconds));

    private void Report(long span, long count)
    {
        var start = spanNanoseconds == long.MaxValue
            ? origin
            : new EventTime((long)Int128.Clamp(origin.Nanoseconds + ((Int128)span * spanNanoseconds), long.MinValue, long.MaxValue));
        lock (gate)
        {
            add(start, count);
        }
    }
}
