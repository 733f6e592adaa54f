using System.Text.Json.Serialization;

namespace Indexer.Client;

/// <summary>A file to take in once.</summary>
/// <param name="Path">On the node, absolute. Files that end in <c>.gz</c> are unpacked.</param>
public sealed record OneshotRequest(string Path)
{
    /// <summary>Where its events go; null is the default index.</summary>
    public string? Index { get; init; }

    /// <summary>What kind of events it has; null lets the node find out.</summary>
    public string? SourceType { get; init; }

    /// <summary>Where its events come from; null is the node's own name.</summary>
    public string? Host { get; init; }

    /// <summary>Which part of the path is the host, from 1.</summary>
    public int? HostSegment { get; init; }

    /// <summary>The events' source; null is the path.</summary>
    public string? Source { get; init; }
}

/// <summary>How far a file is.</summary>
public sealed record OneshotProgress
{
    /// <summary>The file.</summary>
    public string Path { get => field ?? ""; init; }

    /// <summary>Of the file as it is on disk.</summary>
    public long BytesRead { get; init; }

    /// <summary>The file's length; 0 where it has none.</summary>
    public long BytesTotal { get; init; }

    /// <summary>Events found.</summary>
    public long Received { get; init; }

    /// <summary>Events on stable storage.</summary>
    public long Indexed { get; init; }

    /// <summary>Events that no index took.</summary>
    public long Refused { get; init; }

    /// <summary>Whether these are the final counts.</summary>
    public bool Done { get; init; }

    /// <summary>What the node has to say; of the last one.</summary>
    public IReadOnlyList<ServerMessage> Messages { get => field ?? []; init; }
}

/// <summary>Files that a node follows.</summary>
public sealed record MonitorInfo
{
    /// <summary>With wildcards.</summary>
    public string Path { get => field ?? ""; init; }

    /// <summary>Where the events go.</summary>
    public string Index { get => field ?? ""; init; }

    /// <summary>What kind of events; empty where the node finds out.</summary>
    public string SourceType { get => field ?? ""; init; }

    /// <summary>Where the events come from.</summary>
    public string Host { get => field ?? ""; init; }

    /// <summary>Whether it rests.</summary>
    public bool Disabled { get; init; }

    /// <summary>Files that were found.</summary>
    public long Files { get; init; }

    /// <summary>Of all of them together.</summary>
    public long BytesRead { get; init; }

    /// <summary>What needs attention, such as files that cannot be read.</summary>
    public IReadOnlyList<string> Messages { get => field ?? []; init; }
}

/// <summary>A token for the HTTP event collector.</summary>
public sealed record HttpTokenInfo
{
    /// <summary>For people.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>What senders show.</summary>
    public string Token { get => field ?? ""; init; }

    /// <summary>Where events go that name no index; empty is the default index.</summary>
    public string Index { get => field ?? ""; init; }

    /// <summary>What kind of events; empty where each says it.</summary>
    public string SourceType { get => field ?? ""; init; }

    /// <summary>Whether the token is refused.</summary>
    public bool Disabled { get; init; }

    /// <summary>Whether senders get acknowledgements.</summary>
    [JsonPropertyName("useACK")]
    public bool UseAcknowledgements { get; init; }

    /// <summary>The name. The token itself stays out of logs.</summary>
    public override string ToString() => Name;
}
