using Indexer.Model;

namespace Indexer.Configuration.Settings;

/// <summary>What the events of an input are given, before anything is read from the events themselves.</summary>
/// <param name="Stanza">As it is written: <c>monitor:///var/log</c>.</param>
/// <param name="Host">The machine's name is filled in.</param>
/// <param name="Source">Null is the input's own: the path, or protocol and port.</param>
/// <param name="SourceType">Null is recognised.</param>
/// <param name="Index"><c>default</c> is resolved. The index need not exist.</param>
public sealed record InputDefaults(string Stanza, bool Disabled, string Host, string? Source, string? SourceType, IndexName Index);

/// <summary>A <c>[monitor://path]</c>: files that are read and followed.</summary>
public sealed record MonitorInput
{
    public required InputDefaults Defaults { get; init; }

    /// <summary>Absolute; <c>*</c> is any text without a slash, <c>...</c> any text.</summary>
    public required string Path { get; init; }

    /// <summary>The host is what the first group matches in a file's path.</summary>
    public string? HostRegex { get; init; }

    /// <summary>The host is this segment of a file's path, from 1; 0 is none.</summary>
    public int HostSegment { get; init; }

    /// <summary>A regular expression of .NET on a file's path; so is <see cref="Blacklist"/>.</summary>
    public string? Whitelist { get; init; }

    public string? Blacklist { get; init; }

    /// <summary>Added to a file's beginning when it is recognised again; <c>&lt;SOURCE&gt;</c> stands for its path.</summary>
    public string? CrcSalt { get; init; }

    /// <summary>Bytes of a file's beginning that it is recognised by.</summary>
    public required int InitCrcLength { get; init; }

    public required bool FollowTail { get; init; }

    /// <summary>Zero is no limit.</summary>
    public required TimeSpan IgnoreOlderThan { get; init; }

    public required bool Recursive { get; init; }

    public required bool FollowSymlink { get; init; }

    public required TimeSpan TimeBeforeClose { get; init; }
}

/// <summary>Which host events from the network get.</summary>
public enum ConnectionHost
{
    /// <summary>The sender's address.</summary>
    Address,

    /// <summary>The sender's name.</summary>
    Dns,

    /// <summary>The input's <c>host</c>.</summary>
    None,
}

public enum NetworkProtocol
{
    Tcp,
    TcpTls,
    Udp,
}

/// <summary>A <c>[tcp://…]</c>, <c>[tcp-ssl://…]</c> or <c>[udp://…]</c>.</summary>
public sealed record NetworkInput
{
    public required InputDefaults Defaults { get; init; }

    public required NetworkProtocol Protocol { get; init; }

    public required ListenerSettings Listener { get; init; }

    public required ConnectionHost ConnectionHost { get; init; }

    /// <summary>Addresses, networks and names; <c>!</c> refuses, <c>*</c> is everyone.</summary>
    public required IReadOnlyList<string> AcceptFrom { get; init; }

    public required bool NoPriorityStripping { get; init; }

    public required bool NoAppendingTimestamp { get; init; }
}

/// <summary>A token of the HTTP Event Collector.</summary>
public sealed record HttpToken
{
    /// <summary>Of its <c>[http://name]</c>.</summary>
    public required string Name { get; init; }

    public required InputDefaults Defaults { get; init; }

    public required Secret Token { get; init; }

    /// <summary>Empty is every index.</summary>
    public required IReadOnlyList<IndexName> AllowedIndexes { get; init; }

    public required bool UseAck { get; init; }

    public required bool AllowQueryStringAuth { get; init; }

    public string? Description { get; init; }

    public bool Allows(IndexName index) => AllowedIndexes.Count == 0 || AllowedIndexes.Contains(index);
}

/// <summary><c>[http]</c> and its tokens.</summary>
public sealed record HttpInput
{
    public required bool Disabled { get; init; }

    public required ListenerSettings Listener { get; init; }

    /// <summary>A channel without requests for this long ends.</summary>
    public required TimeSpan AckIdle { get; init; }

    /// <summary>Disabled ones too.</summary>
    public required IReadOnlyList<HttpToken> Tokens { get; init; }
}

/// <summary>All of <c>inputs.conf</c>.</summary>
public sealed record InputSettings(IReadOnlyList<MonitorInput> Monitors, IReadOnlyList<NetworkInput> Networks, HttpInput Http);
