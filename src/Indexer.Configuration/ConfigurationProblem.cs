using Indexer.Configuration.Layers;

namespace Indexer.Configuration;

public enum ProblemSeverity
{
    /// <summary>The configuration works, but probably not as its author meant.</summary>
    Warning,

    /// <summary>The configuration is refused.</summary>
    Error,
}

/// <summary>Something wrong with the configuration, and where.</summary>
/// <param name="Origin">The file and line, or the environment variable; null where no single place is to blame.</param>
/// <param name="Message">What was expected and what was found; lower case, no full stop.</param>
public sealed record ConfigurationProblem(ProblemSeverity Severity, ValueOrigin? Origin, string? Stanza, string? Key, string Message)
{
    /// <summary><c>/opt/indexer/etc/system/local/indexes.conf:12: [web] maxHotBuckets: expected …</c></summary>
    public override string ToString()
    {
        var place = Origin is null ? "" : $"{Origin}: ";
        var stanza = Stanza is null ? "" : $"[{Stanza}]" + (Key is null ? ": " : $" {Key}: ");
        return place + stanza + Message;
    }
}
