namespace Indexer.Search.Execution;

/// <summary>Counts what a run does. Thread-safe.</summary>
internal sealed class RunProgress(TimeProvider clock)
{
    private readonly long started = clock.GetTimestamp();
    private long scannedEvents;
    private long matchedEvents;
    private long resultRows;
    private int units;
    private int unitsDone;
    private long planned;
    private long scanned;
    private long finished;
    private bool isCountedByIndex;

    public TimeSpan Elapsed => clock.GetElapsedTime(started);

    public void Planned(int units, bool countedByIndex)
    {
        this.units = units;
        isCountedByIndex = countedByIndex;
        Volatile.Write(ref planned, clock.GetTimestamp());
    }

    public void AddEvents(long scanned, long matched)
    {
        Interlocked.Add(ref scannedEvents, scanned);
        Interlocked.Add(ref matchedEvents, matched);
    }

    public void AddRows(int count) => Interlocked.Add(ref resultRows, count);

    public void UnitDone() => Interlocked.Increment(ref unitsDone);

    public void Scanned() => Volatile.Write(ref scanned, clock.GetTimestamp());

    public void Finished() => Volatile.Write(ref finished, clock.GetTimestamp());

    public SearchStatistics Snapshot() => new()
    {
        ScannedEvents = Interlocked.Read(ref scannedEvents),
        MatchedEvents = Interlocked.Read(ref matchedEvents),
        ResultRows = Interlocked.Read(ref resultRows),
        Units = units,
        UnitsDone = Volatile.Read(ref unitsDone),
        PlanElapsed = Between(started, Volatile.Read(ref planned)),
        ScanElapsed = Between(Volatile.Read(ref planned), Volatile.Read(ref scanned)),
        FinishElapsed = Between(Volatile.Read(ref scanned), Volatile.Read(ref finished)),
        IsCountedByIndex = isCountedByIndex,
    };

    // A phase that has begun and not ended lasts until now; one that has not begun took no time.
    private TimeSpan Between(long from, long to) =>
        from == 0 ? TimeSpan.Zero : to == 0 ? clock.GetElapsedTime(from) : clock.GetElapsedTime(from, to);
}
