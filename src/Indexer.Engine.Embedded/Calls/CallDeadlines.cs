using Indexer.Engine.Activations;

namespace Indexer.Engine.Calls;

/// <summary>A call's place in the list of calls with the same timeout.</summary>
internal struct DeadlineEntry
{
    public Call? Previous;
    public Call? Next;
    public long ExpiresAt;
    public bool IsListed;
}

/// <summary>
/// The calls that wait for an answer with one timeout. All wait equally long, so the list in order of sending is in order of
/// expiry: adding and removing cost nothing that grows, and one timer serves them all. Thread-safe.
/// </summary>
internal sealed class CallDeadlines : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly TimeSpan timeout;
    private readonly ITimer? timer;
    private Call? first;
    private Call? last;
    private bool isTimerSet;
    private bool isClosed;

    /// <param name="timeout">More than zero, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public CallDeadlines(TimeProvider clock, TimeSpan timeout)
    {
        this.clock = clock;
        this.timeout = timeout;
        if (timeout != Timeout.InfiniteTimeSpan)
        {
            timer = clock.CreateUnboundTimer(static state => ((CallDeadlines)state!).ExpireDue(), this);
        }
    }

    /// <summary>False when the engine has stopped.</summary>
    public bool TryAdd(Call call)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return false;
            }

            ref var entry = ref call.Deadline;
            entry.IsListed = true;
            entry.Previous = last;
            if (last is null)
            {
                first = call;
            }
            else
            {
                last.Deadline.Next = call;
            }

            last = call;
            if (timer is not null)
            {
                entry.ExpiresAt = clock.GetTimestamp() + (long)(timeout.TotalSeconds * clock.TimestampFrequency);
                SetTimer();
            }
        }

        return true;
    }

    /// <summary>Forgets a call that has its answer; does nothing when it is forgotten already.</summary>
    public void Remove(Call call)
    {
        lock (gate)
        {
            Unlink(call);
        }
    }

    /// <summary>Fails what still waits, and everything that comes later.</summary>
    public void Close(Func<Call, Exception> reason)
    {
        Call? call;
        lock (gate)
        {
            isClosed = true;
            call = TakeAll();
        }

        while (call is not null)
        {
            var next = call.Deadline.Next;
            call.Reject(reason(call));
            call = next;
        }
    }

    public void Dispose() => timer?.Dispose();

    private void ExpireDue()
    {
        while (true)
        {
            Call call;
            lock (gate)
            {
                isTimerSet = false;
                if (first is null)
                {
                    return;
                }

                if (first.Deadline.ExpiresAt > clock.GetTimestamp())
                {
                    SetTimer();
                    return;
                }

                call = first;
                Unlink(call);
            }

            EngineTelemetry.CallsTimedOut.Add(1);
            call.Reject(new TimeoutException($"no answer within {timeout} from {call}; the call may still take effect"));
        }
    }

    /// <summary>Sets the timer for the first call; it stays set when that call is answered, since others follow.</summary>
    private void SetTimer()
    {
        if (isTimerSet || isClosed)
        {
            return;
        }

        isTimerSet = true;
        var wait = clock.GetElapsedTime(clock.GetTimestamp(), first!.Deadline.ExpiresAt);

        // Rounded up to the timer's resolution, lest it fire early and again.
        timer!.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void Unlink(Call call)
    {
        ref var entry = ref call.Deadline;
        if (!entry.IsListed)
        {
            return;
        }

        if (entry.Previous is null)
        {
            first = entry.Next;
        }
        else
        {
            entry.Previous.Deadline.Next = entry.Next;
        }

        if (entry.Next is null)
        {
            last = entry.Previous;
        }
        else
        {
            entry.Next.Deadline.Previous = entry.Previous;
        }

        entry = default;
    }

    private Call? TakeAll()
    {
        var taken = first;
        for (var call = taken; call is not null; call = call.Deadline.Next)
        {
            call.Deadline.IsListed = false;
        }

        first = last = null;
        return taken;
    }
}
