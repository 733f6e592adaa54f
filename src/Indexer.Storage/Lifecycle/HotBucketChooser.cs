using Indexer.Configuration.Settings;
using Indexer.Model;

namespace Indexer.Storage.Lifecycle;

/// <summary>A hot bucket as the choice sees it.</summary>
/// <param name="Earliest">Oldest event given to it; null while it has none.</param>
/// <param name="Latest">Newest event given to it; null while it has none.</param>
/// <param name="LastUse">When events were last given to it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="IsQuarantine">Holds events whose times cannot be trusted.</param>
internal readonly record struct HotCandidate(EventTime? Earliest, EventTime? Latest, DateTimeOffset LastUse, DateTimeOffset Created, bool IsQuarantine);

internal enum HotChoiceKind
{
    /// <summary>The events go to an existing bucket.</summary>
    Use,

    /// <summary>A new bucket is needed.</summary>
    Create,

    /// <summary>An existing bucket must roll to make room; then choose again.</summary>
    Roll,

    /// <summary>The events belong into the quarantine bucket; choose again as such.</summary>
    Quarantine,
}

/// <param name="Kind">What to do.</param>
/// <param name="Ordinal">The bucket meant, of the candidates given; 0 where none is.</param>
internal readonly record struct HotChoice(HotChoiceKind Kind, int Ordinal = 0);

/// <summary>
/// Chooses the hot bucket for events by their time, so that old and new data do not share one: every bucket then covers a short
/// span, and a search for a span opens few. Pure.
/// </summary>
internal static class HotBucketChooser
{
    /// <summary>Events at most this far from what a bucket holds belong to it.</summary>
    public static readonly TimeSpan Neighbourhood = TimeSpan.FromDays(1);

    /// <summary>
    /// A younger bucket is not rolled to make room for events of another time: senders with wild times would otherwise leave
    /// nothing but tiny buckets behind. Such events go to quarantine.
    /// </summary>
    public static readonly TimeSpan AgeToMakeRoom = TimeSpan.FromSeconds(60);

    public static HotChoice Choose(IReadOnlyList<HotCandidate> hot, EventTime earliest, EventTime latest, bool quarantine, IndexSettings settings, DateTimeOffset now)
    {
        if (quarantine)
        {
            var at = IndexOf(hot, bucket => bucket.IsQuarantine);
            return at < 0 ? new HotChoice(HotChoiceKind.Create) : new HotChoice(HotChoiceKind.Use, at);
        }

        var nearest = Nearest(hot, earliest, latest, settings, now, out var distance);
        if (nearest >= 0 && distance <= NanosecondsOf(Neighbourhood))
        {
            return new HotChoice(HotChoiceKind.Use, nearest);
        }

        var empty = IndexOf(hot, bucket => !bucket.IsQuarantine && bucket.Earliest is null);
        if (empty >= 0)
        {
            return new HotChoice(HotChoiceKind.Use, empty);
        }

        if (hot.Count(bucket => !bucket.IsQuarantine) < settings.MaxHotBuckets)
        {
            return new HotChoice(HotChoiceKind.Create);
        }

        if (nearest >= 0)
        {
            return new HotChoice(HotChoiceKind.Use, nearest);
        }

        var idlest = LeastRecentlyUsed(hot);
        return now - hot[idlest].Created >= AgeToMakeRoom
            ? new HotChoice(HotChoiceKind.Roll, idlest)
            : new HotChoice(HotChoiceKind.Quarantine);
    }

    /// <summary>Nanoseconds from <paramref name="from"/> to <paramref name="to"/>, which is not earlier; right for any two times.</summary>
    public static ulong Span(EventTime from, EventTime to) => unchecked((ulong)(to.Nanoseconds - from.Nanoseconds));

    public static ulong NanosecondsOf(TimeSpan span) => (ulong)UInt128.Min((UInt128)(ulong)span.Ticks * 100, ulong.MaxValue);

    // Of the buckets that can take the events within the span a bucket may have: the one that is closest, then the one that grows least.
    private static int Nearest(IReadOnlyList<HotCandidate> hot, EventTime earliest, EventTime latest, IndexSettings settings, DateTimeOffset now, out ulong distance)
    {
        var nearest = -1;
        var growth = ulong.MaxValue;
        distance = ulong.MaxValue;
        for (var i = 0; i < hot.Count; i++)
        {
            if (hot[i] is not { IsQuarantine: false, Earliest: { } first, Latest: { } last })
            {
                continue;
            }

            var span = Span(earliest < first ? earliest : first, latest > last ? latest : last);
            if (span > NanosecondsOf(settings.MaxHotSpan))
            {
                continue;
            }

            var bucketDistance = Distance(hot[i], first, last, earliest, latest, now);
            var bucketGrowth = span - Span(first, last);
            if (nearest < 0 || bucketDistance < distance || (bucketDistance == distance && bucketGrowth < growth))
            {
                (nearest, distance, growth) = (i, bucketDistance, bucketGrowth);
            }
        }

        return nearest;
    }

    private static ulong Distance(HotCandidate bucket, EventTime first, EventTime last, EventTime earliest, EventTime latest, DateTimeOffset now)
    {
        if (latest < first)
        {
            return Span(latest, first);
        }

        if (earliest <= last)
        {
            return 0;
        }

        // Time that went by since the bucket was used is no distance: live events move on with the clock, also after a quiet weekend.
        var gap = Span(last, earliest);
        var elapsed = now > bucket.LastUse ? NanosecondsOf(now - bucket.LastUse) : 0;
        return gap > elapsed ? gap - elapsed : 0;
    }

    private static int LeastRecentlyUsed(IReadOnlyList<HotCandidate> hot)
    {
        var idlest = -1;
        for (var i = 0; i < hot.Count; i++)
        {
            if (!hot[i].IsQuarantine && (idlest < 0 || hot[i].LastUse < hot[idlest].LastUse))
            {
                idlest = i;
            }
        }

        return idlest;
    }

    private static int IndexOf(IReadOnlyList<HotCandidate> hot, Predicate<HotCandidate> match)
    {
        for (var i = 0; i < hot.Count; i++)
        {
            if (match(hot[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
