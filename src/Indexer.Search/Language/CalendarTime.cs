using Indexer.Model;

namespace Indexer.Search.Language;

/// <summary>Conversion between instants and wall-clock time of a zone, where clocks are moved too.</summary>
internal static class CalendarTime
{
    // The instants that both types can hold.
    private static readonly long TicksMin = EventTime.MinValue.ToDateTimeOffset().UtcTicks + TimeSpan.TicksPerDay;
    private static readonly long TicksMax = EventTime.MaxValue.ToDateTimeOffset().UtcTicks - TimeSpan.TicksPerDay;

    /// <summary>What clocks in the zone show, with 100 ns resolution.</summary>
    public static DateTime ToLocal(EventTime time, TimeZoneInfo zone) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>The zone's distance from UTC at an instant.</summary>
    public static TimeSpan OffsetAt(EventTime time, TimeZoneInfo zone) => zone.GetUtcOffset(time.ToDateTimeOffset());

    /// <summary>
    /// The instant at which clocks in the zone show <paramref name="local"/>. A time that is skipped when clocks go forward
    /// becomes as much later; of a time that occurs twice the one at <paramref name="preferredOffset"/> is taken, otherwise the
    /// first. False outside the range of <see cref="EventTime"/>.
    /// </summary>
    public static bool TryToInstant(DateTime local, TimeZoneInfo zone, TimeSpan? preferredOffset, out EventTime time)
    {
        time = default;
        if (local.Ticks < TicksMin || local.Ticks > TicksMax)
        {
            return false;
        }

        // For a skipped time this is the offset before the clocks were moved.
        var offset = zone.GetUtcOffset(local);
        if (zone.IsAmbiguousTime(local))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(local);
            offset = preferredOffset is { } preferred && offsets.Contains(preferred) ? preferred : offsets.Max();
        }

        time = EventTime.FromDateTimeOffset(new DateTimeOffset(local.Ticks - offset.Ticks, TimeSpan.Zero));
        return true;
    }
}
