namespace Indexer.Client;

/// <summary>
/// Chooses the collector for the next block: one for a while, then another at random, and another at once when it fails.
/// Thread-safe.
/// </summary>
internal sealed class HecBalancer
{
    private readonly HecEndpoint[] endpoints;
    private readonly HecSenderOptions options;
    private readonly Lock gate = new();
    private HecEndpoint current;
    private long since;

    public HecBalancer(HecEndpoint[] endpoints, HecSenderOptions options)
    {
        this.endpoints = endpoints;
        this.options = options;
        current = endpoints[Random.Shared.Next(endpoints.Length)];
        since = options.Time.GetTimestamp();
    }

    /// <summary>Waits while no collector may be used.</summary>
    public async ValueTask<HecEndpoint> ChooseAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan wait;
            lock (gate)
            {
                if (TryChoose(out wait))
                {
                    return current;
                }
            }

            await Task.Delay(wait, options.Time, cancellation);
        }
    }

    private bool TryChoose(out TimeSpan wait)
    {
        var now = options.Time.GetTimestamp();
        var isUsable = current.TimeUntilUsable <= TimeSpan.Zero;
        wait = TimeSpan.Zero;
        if (isUsable && (endpoints.Length == 1 || options.Time.GetElapsedTime(since, now) < options.SwitchInterval))
        {
            return true;
        }

        var others = endpoints.Where(endpoint => endpoint != current && endpoint.TimeUntilUsable <= TimeSpan.Zero).ToArray();
        if (others.Length > 0)
        {
            current = others[Random.Shared.Next(others.Length)];
        }
        else if (!isUsable)
        {
            wait = endpoints.Min(endpoint => endpoint.TimeUntilUsable);
            wait = wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
            return false;
        }

        since = now;
        return true;
    }
}
