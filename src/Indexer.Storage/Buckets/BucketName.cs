using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Indexer.Model;

namespace Indexer.Storage.Buckets;

/// <summary>Which kind of directory a <see cref="BucketName"/> names.</summary>
public enum BucketNameKind
{
    /// <summary><c>hot_v1_localid</c>: being written.</summary>
    Hot,

    /// <summary><c>db_newest_oldest_localid[_GUID]</c>: sealed, written here. The GUID is there when this peer was in a cluster at the roll.</summary>
    Original,

    /// <summary><c>rb_newest_oldest_localid_GUID</c>: a sealed copy of a bucket that another peer wrote.</summary>
    Replica,

    /// <summary><c>localid_GUID</c>: a copy on its way in from another peer.</summary>
    IncomingReplica,

    /// <summary><c>invalid_hot_localid</c>: a damaged hot bucket, set aside; nobody reads, writes or counts it.</summary>
    InvalidHot,
}

/// <summary>
/// The name of a bucket's directory: the one place that knows how such names are built. Times are whole seconds since the epoch
/// in UTC, rounded towards the past.
/// </summary>
public readonly record struct BucketName
{
    private const string HotPrefix = "hot_v1_";
    private const string OriginalPrefix = "db_";
    private const string ReplicaPrefix = "rb_";
    private const string InvalidHotPrefix = "invalid_hot_";

    private BucketName(BucketNameKind kind, long localId, long newestSeconds, long oldestSeconds, PeerId? origin)
    {
        Kind = kind;
        LocalId = localId;
        NewestSeconds = newestSeconds;
        OldestSeconds = oldestSeconds;
        Origin = origin;
    }

    public BucketNameKind Kind { get; }

    public long LocalId { get; }

    /// <summary>Second of the newest event; 0 where the kind has no times.</summary>
    public long NewestSeconds { get; }

    /// <summary>Second of the oldest event; 0 where the kind has no times.</summary>
    public long OldestSeconds { get; }

    /// <summary>The peer that first wrote the bucket, where the name says so.</summary>
    public PeerId? Origin { get; }

    /// <summary>Whether the name is that of a sealed, searchable bucket.</summary>
    public bool IsSealed => Kind is BucketNameKind.Original or BucketNameKind.Replica;

    public static BucketName Hot(long localId) => new(BucketNameKind.Hot, NotNegative(localId), 0, 0, null);

    public static BucketName InvalidHot(long localId) => new(BucketNameKind.InvalidHot, NotNegative(localId), 0, 0, null);

    public static BucketName IncomingReplica(long localId, PeerId origin) =>
        new(BucketNameKind.IncomingReplica, NotNegative(localId), 0, 0, origin);

    /// <param name="origin">This peer where it is in a cluster, otherwise null.</param>
    public static BucketName Original(EventTime newest, EventTime oldest, long localId, PeerId? origin) =>
        Sealed(BucketNameKind.Original, newest.Seconds, oldest.Seconds, localId, origin);

    public static BucketName Replica(EventTime newest, EventTime oldest, long localId, PeerId origin) =>
        Sealed(BucketNameKind.Replica, newest.Seconds, oldest.Seconds, localId, origin);

    /// <summary>Recognises every form; false for a name that is not a bucket's. What it accepts, <see cref="ToString"/> gives back.</summary>
    public static bool TryParse(string text, out BucketName name)
    {
        name = default;
        if (TryNumberAfter(text, HotPrefix, out var localId))
        {
            name = Hot(localId);
            return true;
        }

        if (TryNumberAfter(text, InvalidHotPrefix, out localId))
        {
            name = InvalidHot(localId);
            return true;
        }

        var parts = text.Split('_');
        if (parts.Length == 2 && TryLocalId(parts[0], out localId) && TryGuid(parts[1], out var peer))
        {
            name = IncomingReplica(localId, peer);
            return true;
        }

        return TryParseSealed(text, parts, out name);
    }

    /// <summary>The inverse of <see cref="TryParse"/>.</summary>
    public override string ToString() => Kind switch
    {
        BucketNameKind.Hot => string.Create(CultureInfo.InvariantCulture, $"{HotPrefix}{LocalId}"),
        BucketNameKind.InvalidHot => string.Create(CultureInfo.InvariantCulture, $"{InvalidHotPrefix}{LocalId}"),
        BucketNameKind.IncomingReplica => string.Create(CultureInfo.InvariantCulture, $"{LocalId}_{Origin}"),
        _ => string.Create(CultureInfo.InvariantCulture,
            $"{(Kind == BucketNameKind.Replica ? ReplicaPrefix : OriginalPrefix)}{NewestSeconds}_{OldestSeconds}_{LocalId}{(Origin is { } origin ? $"_{origin}" : "")}"),
    };

    private static BucketName Sealed(BucketNameKind kind, long newest, long oldest, long localId, PeerId? origin)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(newest, oldest);
        return new BucketName(kind, NotNegative(localId), newest, oldest, origin);
    }

    private static bool TryParseSealed(string text, string[] parts, out BucketName name)
    {
        name = default;
        var replica = text.StartsWith(ReplicaPrefix, StringComparison.Ordinal);
        if (!replica && !text.StartsWith(OriginalPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        PeerId? origin = null;
        if (parts.Length == 5)
        {
            if (!TryGuid(parts[4], out var peer))
            {
                return false;
            }

            origin = peer;
        }

        if (parts.Length is not (4 or 5) || (replica && origin is null)
            || !TryCanonical(parts[1], out var newest) || !TryCanonical(parts[2], out var oldest) || newest < oldest
            || !TryLocalId(parts[3], out var localId))
        {
            return false;
        }

        name = new BucketName(replica ? BucketNameKind.Replica : BucketNameKind.Original, localId, newest, oldest, origin);
        return true;
    }

    private static bool TryNumberAfter(string text, string prefix, out long number)
    {
        number = 0;
        return text.StartsWith(prefix, StringComparison.Ordinal) && TryLocalId(text[prefix.Length..], out number);
    }

    private static bool TryLocalId(string text, out long localId) => TryCanonical(text, out localId) && localId >= 0;

    // Only the spelling that ToString writes: two spellings of one id would be two directories of one bucket.
    private static bool TryCanonical(string text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        && text == number.ToString(CultureInfo.InvariantCulture);

    private static bool TryGuid(string text, [NotNullWhen(true)] out PeerId peer)
    {
        peer = default;
        if (!Guid.TryParseExact(text, "D", out var guid))
        {
            return false;
        }

        peer = new PeerId(guid);
        return text == peer.ToString();
    }

    private static long NotNegative(long localId)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(localId);
        return localId;
    }
}
