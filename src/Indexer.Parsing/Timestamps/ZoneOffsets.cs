namespace Indexer.Parsing.Timestamps;

/// <summary>
/// Offsets of one time zone by local time. A local time that a change of clocks skips or repeats has the zone's standard offset.
/// Remembers the last quarter of an hour, so that a log in order costs one look-up in fifteen minutes. Not thread-safe.
/// </summary>
internal sealed class ZoneOffsets(TimeZoneInfo zone)
{
    private const int BlockSeconds = 900;

    private readonly bool isUtc = zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;
    private long cachedBlock = long.MinValue;
    private int cachedOffset;

    /// <summary>Seconds east of Greenwich at a local time, given as seconds since 1970-01-01T00:00:00 local.</summary>
    public int OffsetSeconds(long localSeconds)
    {
        if (isUtc)
        {
            return 0;
        }

        var block = localSeconds >= 0 ? localSeconds / BlockSeconds : ((localSeconds + 1) / BlockSeconds) - 1;
        if (block == cachedBlock)
        {
            return cachedOffset;
        }

        var offset = LookUp(localSeconds);
        var first = block * BlockSeconds;
        if (LookUp(first) == offset && LookUp(first + BlockSeconds - 1) == offset)
        {
            (cachedBlock, cachedOffset) = (block, offset);
        }

        return offset;
    }

    /// <summary>The local time at an instant, as seconds since 1970-01-01T00:00:00 local.</summary>
    public long LocalSeconds(long utcSeconds) =>
        utcSeconds + (isUtc ? 0 : (long)zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(utcSeconds)).TotalSeconds);

    private int LookUp(long localSeconds) =>
        (int)zone.GetUtcOffset(new DateTime(DateTime.UnixEpoch.Ticks + (localSeconds * TimeSpan.TicksPerSecond), DateTimeKind.Unspecified)).TotalSeconds;
}
