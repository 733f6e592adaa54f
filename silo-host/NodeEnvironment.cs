using System.Collections;
using Indexer.Configuration;

namespace Indexer.SiloHost;

/// <summary>What the process finds around it.</summary>
internal static class NodeEnvironment
{
    public static ConfigurationEnvironment Read()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        var home = variables.GetValueOrDefault("INDEXER_HOME") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "home");
        home = Path.TrimEndingDirectorySeparator(Path.GetFullPath(home));
        Directory.CreateDirectory(home);
        return new ConfigurationEnvironment(home, variables, Environment.MachineName);
    }
}
