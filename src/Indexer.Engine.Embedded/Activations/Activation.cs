using Indexer.Engine.Calls;
using Microsoft.Extensions.DependencyInjection;

namespace Indexer.Engine.Activations;

/// <summary>
/// One life of a grain in memory. The gate guards the queue and the state and is held for moments only; everything of the grain's
/// own runs in turns of <see cref="scheduler"/>.
/// </summary>
internal sealed class Activation : IGrainContext
{
    [ThreadStatic]
    private static Activation? current;

    private readonly Lock gate = new();
    private readonly TurnScheduler scheduler;
    private readonly IActivationHost host;
    private readonly TaskCompletionSource deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<GrainTimer> timers = [];

    /// <summary>While valid: requests that wait for <see cref="blocking"/> to end. Otherwise: every request.</summary>
    private readonly Queue<Request> waiting = new();
    private int running;
    private Request? blocking;
    private ActivationState state = ActivationState.Activating;
    private DeactivationReason deactivationReason;
    private CancellationToken deactivationToken;
    private long lastUse;
    private AsyncServiceScope scope;

    public Activation(GrainId grainId, GrainClass grainClass, IActivationHost host)
    {
        GrainId = grainId;
        Class = grainClass;
        this.host = host;
        scheduler = new TurnScheduler(host.WorkQueue, this);
        lastUse = host.Clock.GetTimestamp();
    }

    private enum ActivationState
    {
        /// <summary>Requests wait.</summary>
        Activating,

        /// <summary>Requests run.</summary>
        Valid,

        /// <summary>The ones that run end; the others wait for the next activation.</summary>
        Deactivating,

        /// <summary>Nothing is accepted any more.</summary>
        Ended,
    }

    /// <summary>The activation whose turn this thread runs, or null.</summary>
    public static Activation? Current => current;

    public GrainId GrainId { get; }

    public GrainClass Class { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => scope.ServiceProvider;

    public Task Deactivated => deactivated.Task;

    public static Activation? EnterTurn(Activation? activation)
    {
        var outer = current;
        current = activation;
        return outer;
    }

    public static void LeaveTurn(Activation? outer) => current = outer;

    /// <summary>Begins the life: constructor and OnActivateAsync as first turns. Call once.</summary>
    public void Start() => scheduler.Run(static activation => _ = ((Activation)activation!).ActivateAsync(), this);

    /// <summary>Takes a request in, to run it or to reject it. False when this activation has ended: another one must take it.</summary>
    public bool TryReceive(Request request)
    {
        lock (gate)
        {
            switch (state)
            {
                case ActivationState.Ended:
                case ActivationState.Deactivating when !request.Moves:
                    return false;
                case ActivationState.Valid when CanBegin(request):
                    if (running < host.Options.RequestsPerActivationMax)
                    {
                        Begin(request);
                        return true;
                    }

                    break;
                default:
                    if (waiting.Count < host.Options.RequestsPerActivationMax)
                    {
                        waiting.Enqueue(request);
                        return true;
                    }

                    break;
            }
        }

        EngineTelemetry.CallsRejected.Add(1);
        request.Reject(new LimitExceededException(
            $"{GrainId} has {host.Options.RequestsPerActivationMax} requests waiting; send again when it has caught up"));
        return true;
    }

    /// <summary>A request has ended and others may begin.</summary>
    public void Finish(Request request)
    {
        lock (gate)
        {
            running--;
            if (blocking == request)
            {
                blocking = null;
            }

            if (request.KeepsActivationAlive)
            {
                lastUse = host.Clock.GetTimestamp();
            }

            if (state == ActivationState.Valid)
            {
                while (blocking is null && waiting.TryDequeue(out var next))
                {
                    Begin(next);
                }
            }
            else if (state == ActivationState.Deactivating && running == 0)
            {
                BeginDeactivation();
            }
        }
    }

    /// <summary>Runs a short piece of the engine's work as a turn.</summary>
    public void RunInTurn(Action<object?> work, object? argument) =>
        scheduler.Run(static state =>
        {
            var (activation, work, argument) = ((Activation, Action<object?>, object?))state!;
            try
            {
                work(argument);
            }
            catch (Exception e)
            {
                activation.host.Log.TurnFailed(e, activation.GrainId);
            }
        }, (this, work, argument));

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options, host);
        lock (gate)
        {
            if (state < ActivationState.Deactivating)
            {
                timers.Add(timer);
                timer.Start();
                return timer;
            }
        }

        timer.Dispose();
        return timer;
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (gate)
        {
            timers.Remove(timer);
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            TryBeginDeactivating(deactivationReason, cancellationToken);
        }
    }

    /// <summary>Ends the activation if nobody has used it for as long as <paramref name="age"/>.</summary>
    public void DeactivateIfIdle(TimeSpan age)
    {
        lock (gate)
        {
            if (state == ActivationState.Valid && running == 0 && host.Clock.GetElapsedTime(lastUse) >= age)
            {
                TryBeginDeactivating(new(DeactivationReasonCode.ActivationIdle, $"not called for {age}"), CancellationToken.None);
            }
        }
    }

    private bool CanBegin(Request request) => blocking is null || request.Interleaves || Class.IsReentrant;

    private void Begin(Request request)
    {
        running++;
        if (!request.Interleaves && !Class.IsReentrant)
        {
            blocking = request;
        }

        scheduler.Run(static state =>
        {
            var (activation, request) = ((Activation, Request))state!;
            _ = request.RunAsync(activation);
        }, (this, request));
    }

    /// <summary>
    /// Begins what arrived before the activation was valid, in order, as far as the rules allow: an interleaving request goes
    /// ahead of the ones that must wait, as it would have on arrival. Afterwards only requests that must wait are in the queue.
    /// </summary>
    private void BeginAfterActivation()
    {
        for (var left = waiting.Count; left > 0; left--)
        {
            var request = waiting.Dequeue();
            if (CanBegin(request))
            {
                Begin(request);
            }
            else
            {
                waiting.Enqueue(request);
            }
        }
    }

    private void TryBeginDeactivating(DeactivationReason reason, CancellationToken cancellation)
    {
        if (state >= ActivationState.Deactivating || deactivationReason.ReasonCode != DeactivationReasonCode.None)
        {
            return;
        }

        deactivationReason = reason;
        deactivationToken = cancellation;
        if (state == ActivationState.Valid)
        {
            state = ActivationState.Deactivating;
            if (running == 0)
            {
                BeginDeactivation();
            }
        }
    }

    private void BeginDeactivation() => scheduler.Run(static activation => _ = ((Activation)activation!).DeactivateAsync(), this);

    private async Task ActivateAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(host.Options.ActivationTimeout, host.Clock);
            scope = host.Provider.CreateAsyncScope();
            GrainInstance = Class.Construct(ActivationServices);
            await ((IGrainBase)GrainInstance).OnActivateAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e)
        {
            EngineTelemetry.ActivationsFailed.Add(1);
            host.Log.ActivationFailed(e, GrainId);
            await EndAsync(e);
            return;
        }

        lock (gate)
        {
            if (deactivationReason.ReasonCode != DeactivationReasonCode.None)
            {
                state = ActivationState.Deactivating;
                BeginDeactivation();
                return;
            }

            state = ActivationState.Valid;
            BeginAfterActivation();
        }
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        try
        {
            using var limit = new CancellationTokenSource(host.Options.DeactivationTimeout, host.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, deactivationToken);
            await ((IGrainBase)GrainInstance!).OnDeactivateAsync(deactivationReason, either.Token).WaitAsync(either.Token);
        }
        catch (Exception e)
        {
            host.Log.DeactivationFailed(e, GrainId);
        }

        await EndAsync(failure: null);
    }

    /// <param name="failure">Why the activation never became valid: its callers get that. Otherwise they go to a new activation.</param>
    private async Task EndAsync(Exception? failure)
    {
        StopTimers();
        try
        {
            await DisposeInstanceAsync();
        }
        catch (Exception e)
        {
            host.Log.DeactivationFailed(e, GrainId);
        }

        Request[] left;
        lock (gate)
        {
            state = ActivationState.Ended;
            left = [.. waiting];
            waiting.Clear();
        }

        // From here on the next call makes a new activation, so this one must have nothing of the grain's left to run.
        host.Ended(this);
        deactivated.TrySetResult();
        foreach (var request in left)
        {
            if (failure is not null)
            {
                request.Reject(failure);
            }
            else if (request is Call call)
            {
                host.Redeliver(call);
            }
        }
    }

    private async ValueTask DisposeInstanceAsync()
    {
        if (GrainInstance is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else if (GrainInstance is IDisposable disposable)
        {
            disposable.Dispose();
        }

        await scope.DisposeAsync();
    }

    private void StopTimers()
    {
        GrainTimer[] stopped;
        lock (gate)
        {
            stopped = [.. timers];
        }

        foreach (var timer in stopped)
        {
            timer.Dispose();
        }
    }
}
