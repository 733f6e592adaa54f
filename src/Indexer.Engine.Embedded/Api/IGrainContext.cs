namespace Indexer.Engine;

/// <summary>One activation of a grain, as the grain sees it.</summary>
public interface IGrainContext
{
    GrainId GrainId { get; }

    /// <summary>Null until the constructor has run.</summary>
    object? GrainInstance { get; }

    /// <summary>Services of the activation's own scope, disposed with it.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation after the calls that run now. Does nothing when it is ending already.</summary>
    /// <param name="cancellationToken">Reaches <see cref="IGrainBase.OnDeactivateAsync"/>.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

/// <summary>Why an activation ends.</summary>
public readonly struct DeactivationReason
{
    public DeactivationReason(DeactivationReasonCode code, string text)
        : this(code, exception: null, text)
    {
    }

    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Description = text;
        Exception = exception;
    }

    public DeactivationReasonCode ReasonCode { get; }

    public string Description { get; }

    public Exception? Exception { get; }

    public override string ToString() => Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description}: {Exception}";
}

/// <summary>The kinds of reason that this engine gives. The names and numbers are those of Orleans.</summary>
public enum DeactivationReasonCode : byte
{
    None = 0,

    /// <summary>The process is stopping.</summary>
    ShuttingDown = 1,

    /// <summary><see cref="IGrainBase.OnActivateAsync"/> or the constructor failed.</summary>
    ActivationFailed = 2,

    /// <summary>Nobody called for longer than the idle age.</summary>
    ActivationIdle = 4,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,
}
