using Indexer.Model;

namespace Indexer.Parsing.Timestamps;

/// <summary>Recognises times counted since 1970, whose unit shows in the number of digits.</summary>
internal static class EpochFormat
{
    /// <summary>2001-09-09 and 2100-01-01: outside, a bare number of ten digits is more likely something else.</summary>
    private const long BareSecondsMin = 1_000_000_000, BareSecondsMax = 4_102_444_800;

    /// <summary>A number that stands by itself in running text: 10, 13, 16 or 19 digits in the years 2001 to 2099.</summary>
    public static bool TryReadBare(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        var end = TimeText.DigitRunEnd(text, p);
        if (end - p is not (10 or 13 or 16 or 19) || !TryRead(text, ref p, ref time) || TimeText.IsWord(text, p) || TimeText.At(text, p) == '-'
            || time.InstantNanoseconds is < BareSecondsMin * EventTime.NanosecondsPerSecond or > BareSecondsMax * EventTime.NanosecondsPerSecond)
        {
            time.IsInstant = false;
            return false;
        }

        position = p;
        return true;
    }

    /// <summary>
    /// A number that is known to be a time: seconds with up to 10 digits (a sign and a fraction are allowed), milliseconds up to 13,
    /// microseconds up to 16, nanoseconds up to 19.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ref int position, ref CivilTime time)
    {
        var p = position;
        var negative = TimeText.TryByte(text, ref p, (byte)'-');
        var digitsStart = p;
        var value = 0L;
        while (TimeText.IsDigit(text, p))
        {
            if (p - digitsStart == 19 || value > (long.MaxValue - 9) / 10)
            {
                return false;
            }

            value = (value * 10) + text[p++] - '0';
        }

        var unit = (p - digitsStart) switch
        {
            0 => 0,
            <= 10 => EventTime.NanosecondsPerSecond,
            <= 13 => EventTime.NanosecondsPerMillisecond,
            <= 16 => EventTime.NanosecondsPerMicrosecond,
            _ => 1L,
        };
        if (unit == 0 || value > long.MaxValue / unit)
        {
            return false;
        }

        var nanoseconds = value * unit;
        var fractionStart = p + 1;
        if (TimeText.At(text, p) == '.' && TimeText.TryFraction(text, ref fractionStart, out var fraction))
        {
            p = fractionStart;
            nanoseconds += fraction / (EventTime.NanosecondsPerSecond / unit);
        }

        if (nanoseconds < 0)
        {
            return false;
        }

        time.IsInstant = true;
        time.InstantNanoseconds = negative ? -nanoseconds : nanoseconds;
        position = p;
        return true;
    }
}
