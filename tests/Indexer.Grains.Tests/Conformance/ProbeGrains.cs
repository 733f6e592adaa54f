namespace Indexer.Grains.Tests.Conformance;

/// <summary>A grain that does what a test tells it to. Its key names its gates, signals and notes on the board.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    /// <summary>A name for this activation that no other has.</summary>
    ValueTask<string> ActivationAsync();

    Task<string> KeyAsync();

    Task<int> CountCallsAsync();

    ValueTask<ProbeAnswer> EchoAsync(ProbeQuestion question, string text, CancellationToken cancellation);

    /// <summary>Signals "key/name:begun", waits for "key/name:go", and notes both ends.</summary>
    Task BlockAsync(string name);

    [ResponseTimeout("00:00:00.300")]
    Task BlockBrieflyAsync(string name);

    /// <summary>Waits until its token is cancelled, then signals "key:cancelled".</summary>
    Task BlockUntilCancelledAsync(CancellationToken cancellation);

    [AlwaysInterleave]
    Task PassAsync(string name);

    Task<bool> StaysOnSchedulerAsync();

    Task FailAsync(bool atOnce);

    Task CancelItselfAsync();

    Task FailThroughAnotherAsync(string otherKey);

    [ResponseTimeout("00:00:00.500")]
    Task<string> CallBackThroughAsync(string otherKey);

    /// <summary>Blocks like <see cref="BlockAsync"/> after asking for deactivation; brings its activation's name.</summary>
    Task<string> DeactivateAsync(string name);
}

[GenerateSerializer, Immutable, Alias("tests.ProbeQuestion")]
public sealed record ProbeQuestion([property: Id(0)] Guid Id, [property: Id(1)] ReadOnlyMemory<byte> Bytes, [property: Id(2)] TimeSpan? Span);

[GenerateSerializer, Immutable, Alias("tests.ProbeAnswer")]
public sealed record ProbeAnswer([property: Id(0)] ProbeQuestion Question, [property: Id(1)] string Text);

[GenerateSerializer, Alias("tests.ProbeException")]
public sealed class ProbeException(string message) : Exception(message);

/// <summary>Lives as long as one activation.</summary>
public sealed class ProbeScope(ProbeBoard board) : IDisposable
{
    public string Key { get; set; } = "";

    public void Dispose() => board.Note(Key, "scope disposed");
}

public sealed class ProbeGrain : Grain, IProbeGrain
{
    private readonly ProbeBoard board;
    private readonly string activation = Guid.NewGuid().ToString();
    private readonly string key;
    private int calls;

    public ProbeGrain(ProbeBoard board, ProbeScope scope)
    {
        this.board = board;
        key = this.GetPrimaryKeyString();
        scope.Key = key;
        if (key.EndsWith("fails in constructor", StringComparison.Ordinal))
        {
            throw new ProbeException("the constructor failed");
        }
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        board.Note(key, "activating");
        await Task.Yield();
        if (key.EndsWith("fails until healed", StringComparison.Ordinal) && !board.NotesOf(key).Contains("healed"))
        {
            throw new ProbeException("the activation failed");
        }

        board.Note(key, "activated");
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        board.Note(key, $"deactivated {reason.ReasonCode}");
        board.Signal($"{key}:deactivated");
        return Task.CompletedTask;
    }

    public ValueTask<string> ActivationAsync() => new(activation);

    public Task<string> KeyAsync() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<int> CountCallsAsync() => Task.FromResult(++calls);

    public async ValueTask<ProbeAnswer> EchoAsync(ProbeQuestion question, string text, CancellationToken cancellation)
    {
        await Task.Yield();
        return new ProbeAnswer(question, text);
    }

    public async Task BlockAsync(string name)
    {
        board.Note(key, $"{name} begins");
        board.Signal($"{key}/{name}:begun");
        await board.WaitFor($"{key}/{name}:go");
        board.Note(key, $"{name} ends");
        board.Signal($"{key}/{name}:ended");
    }

    public Task BlockBrieflyAsync(string name) => BlockAsync(name);

    public async Task BlockUntilCancelledAsync(CancellationToken cancellation)
    {
        var scheduler = TaskScheduler.Current;
        board.Signal($"{key}:begun");
        var cancelled = new TaskCompletionSource();
        await using (cancellation.Register(() => cancelled.SetResult()))
        {
            await cancelled.Task;
        }

        board.Note(key, TaskScheduler.Current == scheduler ? "cancelled in a turn" : "cancelled outside of a turn");
        board.Signal($"{key}:cancelled");
    }

    public Task PassAsync(string name)
    {
        board.Note(key, $"{name} passes");
        return Task.CompletedTask;
    }

    public async Task<bool> StaysOnSchedulerAsync()
    {
        var scheduler = TaskScheduler.Current;
        await Task.Yield();
        var afterYield = TaskScheduler.Current == scheduler;
        await Task.Run(() => { });
        return afterYield && TaskScheduler.Current == scheduler && scheduler != TaskScheduler.Default;
    }

    public async Task FailAsync(bool atOnce)
    {
        if (!atOnce)
        {
            await Task.Yield();
        }

        throw new ProbeException("as told");
    }

    public Task CancelItselfAsync() => throw new OperationCanceledException();

    public Task FailThroughAnotherAsync(string otherKey) => GrainFactory.GetGrain<IProbeGrain>(otherKey).FailAsync(atOnce: false);

    public Task<string> CallBackThroughAsync(string otherKey) => GrainFactory.GetGrain<ICallBackGrain>(otherKey).CallAsync(key);

    public async Task<string> DeactivateAsync(string name)
    {
        DeactivateOnIdle();
        await BlockAsync(name);
        return activation;
    }
}

/// <summary>Calls a probe, which may be the one that called it.</summary>
public interface ICallBackGrain : IGrainWithStringKey
{
    [ResponseTimeout("00:00:00.500")]
    Task<string> CallAsync(string probe);
}

public sealed class CallBackGrain : Grain, ICallBackGrain
{
    public Task<string> CallAsync(string probe) => GrainFactory.GetGrain<IProbeGrain>(probe).KeyAsync();
}

public interface IReentrantProbeGrain : IGrainWithStringKey
{
    Task WaitAsync(string signal);

    Task SignalAsync(string signal);

    /// <summary>Changes a field without any lock, in several turns; brings the most calls that were ever in one turn.</summary>
    Task<int> WorkInTurnsAsync(int turns);
}

[Reentrant]
public sealed class ReentrantProbeGrain(ProbeBoard board) : Grain, IReentrantProbeGrain
{
    private int inTurn;
    private int inTurnMax;

    public Task WaitAsync(string signal) => board.WaitFor(signal);

    public Task SignalAsync(string signal)
    {
        board.Signal(signal);
        return Task.CompletedTask;
    }

    public async Task<int> WorkInTurnsAsync(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            inTurnMax = Math.Max(inTurnMax, Interlocked.Increment(ref inTurn));
            System.Threading.Thread.SpinWait(200);
            Interlocked.Decrement(ref inTurn);
            await Task.Yield();
        }

        return inTurnMax;
    }
}

public interface ITimerProbeGrain : IGrainWithStringKey
{
    /// <summary>Signals "key:tick n" at tick n and stops after the last; "fails" makes the first tick throw.</summary>
    Task StartAsync(int ticks, bool failFirst);

    /// <summary>Two timers, due at once and a little later, the second interleaving; then blocks until "key:go".</summary>
    Task BlockWithTimersAsync();

    /// <summary>A timer that is never due, changed to be due at once.</summary>
    Task StartByChangeAsync();
}

public sealed class TimerProbeGrain(ProbeBoard board) : Grain, ITimerProbeGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);

    private string Key => this.GetPrimaryKeyString();

    public Task StartAsync(int ticks, bool failFirst)
    {
        var scheduler = TaskScheduler.Current;
        var ticked = 0;
        IGrainTimer? timer = null;
        timer = this.RegisterGrainTimer(
            async cancellation =>
            {
                var inTurn = TaskScheduler.Current == scheduler;
                await Task.Yield();
                ticked++;
                board.Note(Key, inTurn && TaskScheduler.Current == scheduler ? "tick in a turn" : "tick outside of a turn");
                board.Signal($"{Key}:tick {ticked}");
                if (ticked == ticks)
                {
                    timer!.Dispose();
                }

                if (failFirst && ticked == 1)
                {
                    throw new ProbeException("as told");
                }
            },
            Soon,
            Soon);
        return Task.CompletedTask;
    }

    public async Task BlockWithTimersAsync()
    {
        this.RegisterGrainTimer(
            _ => NoteTick("waits"),
            new GrainTimerCreationOptions(Soon, Timeout.InfiniteTimeSpan));
        this.RegisterGrainTimer(
            _ => NoteTick("interleaves"),
            new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan) { Interleave = true });
        await board.WaitFor($"{Key}:go");
        board.Note(Key, "call ends");
    }

    public Task StartByChangeAsync()
    {
        var timer = this.RegisterGrainTimer(_ => NoteTick("changed"), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(Soon, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    private Task NoteTick(string name)
    {
        board.Note(Key, $"{name} ticks");
        board.Signal($"{Key}:{name}");
        return Task.CompletedTask;
    }
}
