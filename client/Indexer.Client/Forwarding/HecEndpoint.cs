namespace Indexer.Client;

/// <summary>A collector: whether it may be used now, and the blocks that it has not acknowledged yet. Thread-safe.</summary>
internal sealed class HecEndpoint(Uri address, HecSenderOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, (HecBlock Block, long SentAt)> unacknowledged = [];
    private readonly SemaphoreSlim arrived = new(0, 1);
    private TimeSpan backoff;
    private long usableAt;
    private long newestId = -1;

    public Uri Address { get; } = address;

    /// <summary>The largest acknowledgement id so far; to be taken before a block is sent, and given to <see cref="Track"/>.</summary>
    public long NewestId
    {
        get
        {
            lock (gate)
            {
                return newestId;
            }
        }
    }

    /// <summary>How long it is to be left alone; zero or less if it may be used.</summary>
    public TimeSpan TimeUntilUsable
    {
        get
        {
            lock (gate)
            {
                return backoff == TimeSpan.Zero ? TimeSpan.Zero : options.Time.GetElapsedTime(options.Time.GetTimestamp(), usableAt);
            }
        }
    }

    public void Succeeded()
    {
        lock (gate)
        {
            backoff = TimeSpan.Zero;
        }
    }

    public void Failed(TimeSpan? retryAfter)
    {
        lock (gate)
        {
            if (TimeUntilUsable > TimeSpan.Zero)
            {
                // Requests that were under way together fail together: that is one failure.
                return;
            }

            backoff = backoff == TimeSpan.Zero ? options.FirstBackoff : backoff * 2;
            backoff = backoff > options.MaxBackoff ? options.MaxBackoff : backoff;
            var pause = retryAfter is { } asked && asked > backoff ? asked : backoff;
            pause = pause > options.MaxBackoff ? options.MaxBackoff : pause;
            usableAt = options.Time.GetTimestamp() + (long)(pause.TotalSeconds * options.Time.TimestampFrequency);
        }
    }

    /// <summary>Keeps a block until it is acknowledged. Returns blocks that have to be sent again.</summary>
    /// <param name="newestIdBefore"><see cref="NewestId"/> when the block was sent.</param>
    /// <remarks>
    /// Ids grow as long as the collector runs. One that does not means that it started anew and has forgotten what it promised; its
    /// new ids would be mistaken for the old ones.
    /// </remarks>
    public IReadOnlyList<HecBlock> Track(HecBlock block, long id, long newestIdBefore)
    {
        IReadOnlyList<HecBlock> forgotten = [];
        lock (gate)
        {
            if ((id <= newestIdBefore && newestId >= newestIdBefore) || unacknowledged.ContainsKey(id))
            {
                forgotten = TakeAllLocked();
            }

            newestId = Math.Max(newestId, id);
            unacknowledged[id] = (block, options.Time.GetTimestamp());
        }

        Wake();
        return forgotten;
    }

    public async Task WaitForUnacknowledgedAsync(CancellationToken cancellation)
    {
        while (true)
        {
            lock (gate)
            {
                if (unacknowledged.Count > 0)
                {
                    return;
                }
            }

            await arrived.WaitAsync(cancellation);
        }
    }

    /// <summary>Ids that wait, the oldest first.</summary>
    public IReadOnlyList<long> UnacknowledgedIds(int countMax)
    {
        lock (gate)
        {
            return [.. unacknowledged.OrderBy(entry => entry.Value.SentAt).Take(countMax).Select(entry => entry.Key)];
        }
    }

    public HecBlock? Take(long id)
    {
        lock (gate)
        {
            return unacknowledged.Remove(id, out var entry) ? entry.Block : null;
        }
    }

    public IReadOnlyList<HecBlock> TakeExpired()
    {
        lock (gate)
        {
            var now = options.Time.GetTimestamp();
            var expired = unacknowledged.Where(entry => options.Time.GetElapsedTime(entry.Value.SentAt, now) >= options.AcknowledgementTimeout).ToArray();
            foreach (var entry in expired)
            {
                unacknowledged.Remove(entry.Key);
            }

            return [.. expired.Select(entry => entry.Value.Block)];
        }
    }

    public IReadOnlyList<HecBlock> TakeAll()
    {
        lock (gate)
        {
            return TakeAllLocked();
        }
    }

    private HecBlock[] TakeAllLocked()
    {
        HecBlock[] all = [.. unacknowledged.Values.Select(entry => entry.Block)];
        unacknowledged.Clear();
        newestId = -1;
        return all;
    }

    private void Wake()
    {
        lock (gate)
        {
            if (arrived.CurrentCount == 0)
            {
                arrived.Release();
            }
        }
    }
}
