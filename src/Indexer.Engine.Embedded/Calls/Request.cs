using System.Diagnostics;
using Indexer.Engine.Activations;

namespace Indexer.Engine.Calls;

/// <summary>A piece of work for an activation: a call or the tick of a timer.</summary>
internal abstract class Request
{
    /// <summary>Whether it may take turns while other requests await.</summary>
    public abstract bool Interleaves { get; }

    /// <summary>Whether it counts as use of the activation.</summary>
    public abstract bool KeepsActivationAlive { get; }

    /// <summary>Whether it goes to the grain's next activation when this one ends first.</summary>
    public abstract bool Moves { get; }

    /// <summary>Runs in turns of <paramref name="activation"/>, which hears of the end through <see cref="Activation.Finish"/>. Never throws.</summary>
    public abstract Task RunAsync(Activation activation);

    /// <summary>Gives up on a request that was not delivered.</summary>
    public abstract void Reject(Exception reason);
}

/// <summary>A call on its way, and the promise that its caller holds.</summary>
internal abstract class Call(GrainId target, GrainMethod method, CancellationToken cancellation) : Request
{
    private readonly ActivityContext parent = Activity.Current?.Context ?? default;
    private CancellationTokenSource? calleeCancellation;
    private CancellationTokenRegistration callerCancellation;
    private Activation? runningIn;

    public GrainId Target { get; } = target;

    public GrainMethod Method { get; } = method;

    public override bool Interleaves => Method.Interleaves;

    public override bool KeepsActivationAlive => true;

    public override bool Moves => true;

    /// <summary>Whether the caller has an answer, be it that it waited too long.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>The call's place in its <see cref="CallDeadlines"/>; owned by it.</summary>
    public DeadlineEntry Deadline;

    /// <summary>Set before the call is sent; told once, when the caller has its answer.</summary>
    public CallDeadlines? TrackedBy { get; set; }

    /// <summary>Makes the caller's token end the wait at once, and reach the grain when it runs.</summary>
    public void ObserveCancellation()
    {
        if (cancellation.CanBeCanceled)
        {
            calleeCancellation = new CancellationTokenSource();
            callerCancellation = cancellation.UnsafeRegister(static state => ((Call)state!).CancelByCaller(), this);
            if (IsCompleted)
            {
                callerCancellation.Dispose();
            }
        }
    }

    public override async Task RunAsync(Activation activation)
    {
        // First where it runs, then whether it still should: the mirror image of CancelByCaller, so one of the two sees the other.
        Interlocked.Exchange(ref runningIn, activation);
        if (IsCompleted)
        {
            activation.Finish(this);
            return;
        }

        using var activity = EngineTelemetry.StartCall(this, parent);
        await InvokeAsync(activation, calleeCancellation?.Token ?? CancellationToken.None);
    }

    public override string ToString() => $"{Method} of {Target}";

    protected abstract Task InvokeAsync(Activation activation, CancellationToken calleeToken);

    protected abstract bool TryCancel(CancellationToken token);

    protected void OnCompleted()
    {
        TrackedBy?.Remove(this);
        callerCancellation.Dispose();
    }

    private void CancelByCaller()
    {
        TryCancel(cancellation);

        // The grain's own callbacks on the token are its code, so they run in a turn of it. A call that has not started is
        // complete now and will be dropped when its turn comes.
        Volatile.Read(ref runningIn)?.RunInTurn(static source => ((CancellationTokenSource)source!).Cancel(), calleeCancellation);
    }
}

internal sealed class Call<TArguments, TResult>(GrainId target, GrainMethod<TArguments, TResult> method, TArguments arguments, CancellationToken cancellation)
    : Call(target, method, cancellation)
{
    private readonly TaskCompletionSource<TResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Answer => answer.Task;

    public override bool IsCompleted => answer.Task.IsCompleted;

    public override void Reject(Exception reason)
    {
        if (answer.TrySetException(reason))
        {
            OnCompleted();
        }
    }

    protected override async Task InvokeAsync(Activation activation, CancellationToken calleeToken)
    {
        // The activation is free again before the caller knows, so that what the caller does next finds it so.
        try
        {
            var result = await method.Invoke(activation.GrainInstance!, arguments, calleeToken);
            activation.Finish(this);
            if (answer.TrySetResult(result))
            {
                OnCompleted();
            }
        }
        catch (OperationCanceledException e)
        {
            activation.Finish(this);
            TryCancel(e.CancellationToken);
        }
        catch (Exception e)
        {
            activation.Finish(this);
            Reject(e);
        }
    }

    protected override bool TryCancel(CancellationToken token)
    {
        // TaskCompletionSource wants a cancelled token; a grain may throw without one.
        if (!answer.TrySetCanceled(token.IsCancellationRequested ? token : new CancellationToken(canceled: true)))
        {
            return false;
        }

        OnCompleted();
        return true;
    }
}
