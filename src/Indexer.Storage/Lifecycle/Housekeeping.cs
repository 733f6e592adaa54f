namespace Indexer.Storage.Lifecycle;

/// <summary>
/// The loop behind <c>rotatePeriodInSecs</c>: looks at free space with every tick, and at each index when its period is over.
/// One pass at a time.
/// </summary>
internal sealed class Housekeeping(
    TimeProvider time, TimeSpan tick, Func<IEnumerable<IndexStore>> indexes, Action checkFreeSpace, Func<IndexStore, Task> housekeep)
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<IndexStore, DateTimeOffset> lastPass = [];
    private Task loop = Task.CompletedTask;

    public void Start() => loop = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>Completes when the pass that is under way has ended.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await loop;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(tick, time);
        var start = time.GetUtcNow();
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                checkFreeSpace();
                await PassAsync(start);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task PassAsync(DateTimeOffset start)
    {
        var current = indexes().ToList();
        foreach (var gone in lastPass.Keys.Except(current).ToList())
        {
            lastPass.Remove(gone);
        }

        foreach (var index in current)
        {
            stopping.Token.ThrowIfCancellationRequested();
            var now = time.GetUtcNow();
            if (now - lastPass.GetValueOrDefault(index, start) >= index.Settings.RotatePeriod)
            {
                lastPass[index] = now;
                await housekeep(index);
            }
        }
    }
}
