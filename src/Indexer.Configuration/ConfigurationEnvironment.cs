namespace Indexer.Configuration;

/// <summary>What the configuration takes from the process around it.</summary>
/// <param name="Home">The installation's directory, <c>$INDEXER_HOME</c>; absolute.</param>
/// <param name="Variables">The environment variables.</param>
/// <param name="HostName">The machine's name: the default of <c>serverName</c> and of every input's <c>host</c>.</param>
public sealed record ConfigurationEnvironment(string Home, IReadOnlyDictionary<string, string> Variables, string HostName);
