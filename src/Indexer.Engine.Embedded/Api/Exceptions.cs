namespace Indexer.Engine;

/// <summary>The base of the engine's own errors.</summary>
public class OrleansException : Exception
{
    public OrleansException(string message)
        : base(message)
    {
    }

    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The call was not delivered, so it had no effect.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message)
    {
    }
}

/// <summary>The silo of the grain is gone or stopping. A call in flight may have had its effect.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    internal SiloUnavailableException(string message)
        : base(message)
    {
    }
}

/// <summary>The activation has as many calls waiting as it may.</summary>
public sealed class LimitExceededException : OrleansException
{
    internal LimitExceededException(string message)
        : base(message)
    {
    }
}
