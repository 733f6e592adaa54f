using Indexer.Engine.Calls;

namespace Indexer.Engine;

/// <summary>
/// The base of the classes that <see cref="ProxyBuilder"/> makes behind grain interfaces. Two references to one grain are equal.
/// </summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainInterface contract;
    private readonly ICallSender sender;

    /// <param name="binding">What the engine made for this reference; opaque to generated code.</param>
    protected GrainReference(object binding) => (GrainId, contract, sender) = (GrainReferenceBinding)binding;

    public GrainId GrainId { get; }

    public bool Equals(GrainReference? other) => other is not null && other.GetType() == GetType() && other.GrainId == GrainId;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => GrainId.ToString();

    /// <summary>Sends a call. Used by generated code only.</summary>
    protected Task<TResult> Call<TArguments, TResult>(int method, TArguments arguments, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellation);
        }

        var call = new Call<TArguments, TResult>(GrainId, (GrainMethod<TArguments, TResult>)contract.Methods[method], arguments, cancellation);
        sender.Send(call);
        return call.Answer;
    }
}

/// <summary>Sends calls on their way; each ends with an answer, an error or a timeout.</summary>
internal interface ICallSender
{
    void Send(Call call);
}

internal sealed record GrainReferenceBinding(GrainId GrainId, GrainInterface Contract, ICallSender Sender);
