using System.Buffers.Text;
using Indexer.Model;

namespace Indexer.Inputs.Hec;

/// <summary>The <c>time</c> of an envelope: seconds since 1970 with a fraction, exact to the nanosecond.</summary>
internal static class HecTime
{
    // Seconds of this size lie beyond the year 5000: senders that write so many digits count in smaller units.
    private const decimal SecondsMax = 100_000_000_000m;

    /// <summary>False for what is no number, or a time that no event can have.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out EventTime? time)
    {
        time = null;
        if (!Utf8Parser.TryParse(text, out decimal number, out var consumed) || consumed != text.Length)
        {
            return false;
        }

        while (Math.Abs(number) >= SecondsMax)
        {
            number /= 1000;
        }

        var nanoseconds = number * EventTime.NanosecondsPerSecond;
        if (nanoseconds < long.MinValue || nanoseconds > long.MaxValue)
        {
            return false;
        }

        time = new EventTime((long)nanoseconds);
        return true;
    }
}
