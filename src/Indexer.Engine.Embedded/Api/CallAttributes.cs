namespace Indexer.Engine;

/// <summary>Calls of this grain may interleave: while one awaits, others take turns. Still one turn at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

/// <summary>Calls of this method may take turns while other calls of the grain await, and never hold others up.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>
/// How long callers of this method wait for the answer before they get a <see cref="TimeoutException"/>. The call itself goes on,
/// so its outcome is unknown.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute : Attribute
{
    /// <param name="timeout">In the syntax of <see cref="TimeSpan.Parse(string, IFormatProvider)"/>, such as <c>00:05:00</c>.</param>
    public ResponseTimeoutAttribute(string timeout) => Timeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);

    public TimeSpan? Timeout { get; init; }
}
