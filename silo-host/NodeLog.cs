using Indexer.Configuration;
using Indexer.Model;

namespace Indexer.SiloHost;

internal static partial class NodeLog
{
    [LoggerMessage(1, LogLevel.Information, "node {Peer}, version {Version}, grain engine {Engine}, is ready after {Elapsed}")]
    public static partial void Started(this ILogger log, PeerId peer, string version, string engine, TimeSpan elapsed);

    [LoggerMessage(2, LogLevel.Warning, "{Problem}")]
    public static partial void Configured(this ILogger log, ConfigurationProblem problem);
}
