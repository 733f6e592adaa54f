using Indexer.Model;

namespace Indexer.Web.Server;

/// <summary>What the node is.</summary>
/// <param name="Engine">What runs the grains.</param>
/// <param name="HostName">The machine's name.</param>
public sealed record NodeInfo(string Version, PeerId Id, string ServerName, string Engine, DateTimeOffset StartTime, string HostName);
