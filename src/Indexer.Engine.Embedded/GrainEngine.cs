using System.Collections.Concurrent;
using Indexer.Engine.Activations;
using Indexer.Engine.Calls;
using Indexer.Engine.Hosting;
using Indexer.Engine.Placement;

namespace Indexer.Engine;

/// <summary>
/// One silo: sends calls to the activations that it hosts, makes activations when they are called and ends them when they are
/// not. Clock, threads, membership and transport are given to it, so that many can run in one process under a seed. Thread-safe.
/// </summary>
internal sealed class GrainEngine : ICallSender, IGrainFactory, IActivationHost, IAsyncDisposable
{
    private static readonly DeactivationReason StopReason = new(DeactivationReasonCode.ShuttingDown, "this process is stopping");

    private readonly ConcurrentDictionary<GrainId, Activation> activations = new();
    private readonly ConcurrentDictionary<TimeSpan, CallDeadlines> deadlines = new();
    private readonly GrainClassMap classes;
    private readonly GrainPlacement placement;
    private readonly ICallTransport transport;
    private readonly TurnScheduler placementTurns;
    private readonly ITimer idleScan;
    private volatile bool isStopping;

    public GrainEngine(GrainEngineOptions options, GrainClassMap classes, IServiceProvider provider, TimeProvider clock, IWorkQueue workQueue,
        IMembership membership, ICallTransport transport, EngineLog log)
    {
        Options = options;
        Provider = provider;
        Clock = clock;
        WorkQueue = workQueue;
        Log = log;
        this.classes = classes;
        this.transport = transport;
        placement = new GrainPlacement(membership, provider);
        placementTurns = new TurnScheduler(workQueue, owner: null);
        idleScan = clock.CreateUnboundTimer(static engine => ((GrainEngine)engine!).EndIdleActivations(), this);
        idleScan.Change(options.IdleScanPeriod, options.IdleScanPeriod);
    }

    public GrainEngineOptions Options { get; }

    public IServiceProvider Provider { get; }

    public TimeProvider Clock { get; }

    public IWorkQueue WorkQueue { get; }

    public EngineLog Log { get; }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(primaryKey);
        if (!classes.ByInterface.TryGetValue(typeof(TGrainInterface), out var grainClass))
        {
            throw new ArgumentException($"no grain class implements {typeof(TGrainInterface)}; name its assembly when the engine is set up", paramName: null);
        }

        var reference = GrainInterface.Of(typeof(TGrainInterface)).CreateReference(GrainId.Create(grainClass.GrainType, primaryKey), this);
        return (TGrainInterface)(object)reference;
    }

    public void Send(Call call)
    {
        var timeout = call.Method.ResponseTimeout ?? Options.ResponseTimeout;
        var tracker = deadlines.GetOrAdd(timeout, static (timeout, clock) => new CallDeadlines(clock, timeout), Clock);
        call.TrackedBy = tracker;
        if (!tracker.TryAdd(call))
        {
            call.Reject(Stopping(call));
            return;
        }

        call.ObserveCancellation();
        Redeliver(call);
    }

    public void Redeliver(Call call)
    {
        if (activations.TryGetValue(call.Target, out var activation) && activation.TryReceive(call))
        {
            return;
        }

        var grainClass = classes.ByType[call.Target.Type];
        Task<SiloAddress> choice;
        try
        {
            choice = placement.ChooseSiloAsync(call.Target, grainClass);
        }
        catch (Exception e)
        {
            call.Reject(e);
            return;
        }

        if (choice.IsCompletedSuccessfully)
        {
            Deliver(call, grainClass, choice.Result);
            return;
        }

        placementTurns.Run(static state =>
        {
            var (engine, call, grainClass, choice) = ((GrainEngine, Call, GrainClass, Task<SiloAddress>))state!;
            _ = engine.DeliverWhenPlacedAsync(call, grainClass, choice);
        }, (this, call, grainClass, choice));
    }

    public void Ended(Activation activation)
    {
        if (activations.TryRemove(KeyValuePair.Create(activation.GrainId, activation)))
        {
            EngineTelemetry.Activations.Add(-1);
        }
    }

    /// <summary>Makes no more activations, lets the calls that run end, ends every activation, and fails what is left.</summary>
    /// <param name="cancellation">When it is cancelled, what has not ended is left behind.</param>
    public async Task StopAsync(CancellationToken cancellation)
    {
        isStopping = true;
        await idleScan.DisposeAsync();
        try
        {
            // An activation may be made by a call that was under way; look again until there is none.
            while (!activations.IsEmpty)
            {
                var ending = activations.Values.ToArray();
                foreach (var activation in ending)
                {
                    activation.Deactivate(StopReason, cancellation);
                }

                await Task.WhenAll(ending.Select(activation => activation.Deactivated)).WaitAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Log.StopIncomplete(activations.Count);
        }

        foreach (var waiting in deadlines.Values)
        {
            waiting.Close(Stopping);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await idleScan.DisposeAsync();
        foreach (var waiting in deadlines.Values)
        {
            waiting.Dispose();
        }
    }

    private static SiloUnavailableException Stopping(Call call) => new($"this process is stopping and takes no call to {call}");

    private async Task DeliverWhenPlacedAsync(Call call, GrainClass grainClass, Task<SiloAddress> choice)
    {
        try
        {
            Deliver(call, grainClass, await choice);
        }
        catch (Exception e)
        {
            call.Reject(e);
        }
    }

    private void Deliver(Call call, GrainClass grainClass, SiloAddress silo)
    {
        if (!silo.Equals(placement.LocalSilo))
        {
            transport.Send(call, silo);
            return;
        }

        while (true)
        {
            if (!activations.TryGetValue(call.Target, out var activation))
            {
                if (isStopping)
                {
                    call.Reject(Stopping(call));
                    return;
                }

                activation = Activate(call.Target, grainClass);
            }

            if (activation.TryReceive(call))
            {
                return;
            }

            Ended(activation);
        }
    }

    private Activation Activate(GrainId grain, GrainClass grainClass)
    {
        var made = new Activation(grain, grainClass, this);
        var activation = activations.GetOrAdd(grain, made);
        if (activation == made)
        {
            EngineTelemetry.Activations.Add(1);
            made.Start();
            if (isStopping)
            {
                made.Deactivate(StopReason);
            }
        }

        return activation;
    }

    private void EndIdleActivations()
    {
        foreach (var (_, activation) in activations)
        {
            activation.DeactivateIfIdle(Options.IdleAge);
        }
    }
}
