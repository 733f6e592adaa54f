namespace Indexer.Inputs.Files;

/// <summary>
/// Shortens the wait for the next pass when the file system says that something has changed. Only a hint: where watching is not
/// possible or loses changes, the pass comes with its period.
/// </summary>
internal sealed class ChangeHints(TimeProvider clock) : IDisposable
{
    private const int WatchersMax = 64;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
    private readonly List<FileSystemWatcher> watchers = [];
    private readonly SemaphoreSlim changed = new(0, 1);

    public void Watch(IEnumerable<string> directories)
    {
        Clear();
        foreach (var directory in directories.Distinct(StringComparer.Ordinal).Where(Directory.Exists).Take(WatchersMax))
        {
            try
            {
                // Not recursive: a watch on every directory of a large tree takes long, and more than systems allow.
                var watcher = new FileSystemWatcher(directory);
                watcher.Changed += (_, _) => Signal();
                watcher.Created += (_, _) => Signal();
                watcher.Renamed += (_, _) => Signal();
                watcher.EnableRaisingEvents = true;
                watchers.Add(watcher);
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
            {
                return;
            }
        }
    }

    /// <summary>Completes after a change, or after the period; not at once, so that a busy file does not keep passes going.</summary>
    public async Task WaitAsync(TimeSpan period, CancellationToken cancellation)
    {
        await Task.Delay(Gather, clock, cancellation);
        using var timeout = new CancellationTokenSource(period - Gather, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        await changed.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        Clear();
        changed.Dispose();
    }

    private void Clear()
    {
        watchers.ForEach(watcher => watcher.Dispose());
        watchers.Clear();
    }

    private void Signal()
    {
        try
        {
            if (changed.CurrentCount == 0)
            {
                changed.Release();
            }
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody was quicker, which comes to the same.
        }
    }
}
