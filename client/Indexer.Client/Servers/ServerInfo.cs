namespace Indexer.Client;

/// <summary>Who a node is.</summary>
public sealed record ServerInfo
{
    /// <summary>Of the program.</summary>
    public string Version { get => field ?? ""; init; }

    /// <summary>The node's identity, which never changes.</summary>
    public Guid Guid { get; init; }

    /// <summary>The node's name for people.</summary>
    public string ServerName { get => field ?? ""; init; }

    /// <summary><c>single</c>, or the node's part in a cluster.</summary>
    public string Mode { get => field ?? ""; init; }

    /// <summary>What runs its grains: <c>embedded</c> or <c>orleans</c>.</summary>
    public string Engine { get => field ?? ""; init; }

    /// <summary>When the process started.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>How it is doing.</summary>
    public ServerHealth Health { get => field ?? new(); init; }
}

/// <summary>How a node is doing.</summary>
public sealed record ServerHealth
{
    /// <summary><c>green</c>, <c>yellow</c> for something that needs attention, <c>red</c> for something that does not work.</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>What is behind the colour.</summary>
    public IReadOnlyList<ServerMessage> Messages { get => field ?? []; init; }
}
