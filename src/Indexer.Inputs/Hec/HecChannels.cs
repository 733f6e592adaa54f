using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Indexer.Inputs.Hec;

/// <summary>How many acknowledgements and channels there may be.</summary>
/// <param name="PendingMax">Acknowledgements that nobody has asked for successfully, on all channels together.</param>
/// <param name="PendingPerChannelMax">The same, on one channel.</param>
/// <param name="ChannelsMax">Channels.</param>
/// <param name="Idle">A channel without requests for this long ends.</param>
internal sealed record HecChannelLimits(int PendingMax, int PendingPerChannelMax, int ChannelsMax, TimeSpan Idle);

/// <summary>The channels on which senders ask whether their requests are stored. Thread-safe.</summary>
internal sealed class HecChannels : IDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<(string Token, Guid Channel), HecChannel> channels = new();
    private readonly Func<HecChannelLimits> limits;
    private readonly TimeProvider clock;
    private readonly ITimer sweeper;
    private long pending;

    public HecChannels(Func<HecChannelLimits> limits, TimeProvider clock)
    {
        this.limits = limits;
        this.clock = clock;
        sweeper = clock.CreateTimer(_ => Sweep(), null, SweepPeriod, SweepPeriod);
    }

    public int Count => channels.Count;

    public long Pending => Interlocked.Read(ref pending);

    /// <summary>The channel of a token; made when it is named first. False when there are too many.</summary>
    public bool TryOpen(string token, Guid id, [NotNullWhen(true)] out HecChannel? channel)
    {
        var key = (token, id);
        if (!channels.TryGetValue(key, out channel))
        {
            if (channels.Count >= limits().ChannelsMax)
            {
                return false;
            }

            channel = channels.GetOrAdd(key, _ => new HecChannel(this, id, clock.GetUtcNow()));
        }

        channel.LastUse = clock.GetUtcNow();
        return true;
    }

    public void Dispose() => sweeper.Dispose();

    internal bool TryTake(int pendingOnChannel)
    {
        var current = limits();
        if (pendingOnChannel >= current.PendingPerChannelMax)
        {
            return false;
        }

        if (Interlocked.Increment(ref pending) <= current.PendingMax)
        {
            return true;
        }

        Interlocked.Decrement(ref pending);
        return false;
    }

    internal void Give(int count) => Interlocked.Add(ref pending, -count);

    /// <summary>Ends channels that were idle for too long.</summary>
    internal void Sweep()
    {
        var before = clock.GetUtcNow() - limits().Idle;
        foreach (var (key, channel) in channels)
        {
            if (channel.LastUse < before && channels.TryRemove(key, out _))
            {
                channel.End();
            }
        }
    }
}

/// <summary>
/// Numbers the requests of one channel from 0 and says which are stored. A request that was reported as stored is forgotten.
/// Thread-safe.
/// </summary>
internal sealed class HecChannel(HecChannels owner, Guid id, DateTimeOffset created)
{
    private readonly Lock gate = new();
    private readonly HashSet<long> stored = [];
    private long next;
    private int pending;
    private bool hasEnded;

    public Guid Id => id;

    public DateTimeOffset LastUse { get; set; } = created;

    /// <summary>The number of a new request; null when too many wait to be asked about.</summary>
    public long? TryBegin()
    {
        lock (gate)
        {
            if (hasEnded || !owner.TryTake(pending))
            {
                return null;
            }

            pending++;
            return next++;
        }
    }

    /// <summary>The request is on stable storage.</summary>
    public void Stored(long ackId)
    {
        lock (gate)
        {
            if (!hasEnded)
            {
                stored.Add(ackId);
            }
        }
    }

    /// <summary>The request will never be stored: asking for it goes on answering false, and it no longer counts.</summary>
    public void Failed() => Forget(1);

    /// <summary>Whether a request is stored; says so once.</summary>
    public bool Ask(long ackId)
    {
        lock (gate)
        {
            if (!stored.Remove(ackId))
            {
                return false;
            }
        }

        Forget(1);
        return true;
    }

    internal void End()
    {
        int left;
        lock (gate)
        {
            hasEnded = true;
            stored.Clear();
            left = pending;
        }

        Forget(left);
    }

    private void Forget(int count)
    {
        lock (gate)
        {
            count = Math.Min(count, pending);
            pending -= count;
        }

        owner.Give(count);
    }
}
