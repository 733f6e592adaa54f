using Indexer.Configuration.Files;
using Indexer.Configuration.Settings;

namespace Indexer.Configuration.Layers;

/// <summary>Where the installation and its data are.</summary>
internal static class InstallationPaths
{
    private const string DefaultDatabase = "$INDEXER_HOME/var/lib/indexer";

    /// <summary>
    /// <c>$INDEXER_DB</c>: the environment's, else that of <c>etc/indexer-launch.conf</c>, else <c>var/lib/indexer</c>.
    /// </summary>
    public static PathExpander Find(ConfigurationEnvironment environment, IConfigurationFiles files, ProblemList problems)
    {
        var written = FromEnvironment(environment) ?? FromLaunchFile(environment.Home, files);
        var expander = new PathExpander(environment.Home, "");
        var text = written?.Text ?? DefaultDatabase;
        if (!expander.TryExpand(text, null, out var database, out var reason))
        {
            problems.Error(written?.Origin, null, written?.Key, reason);
        }

        return new PathExpander(environment.Home, database ?? "");
    }

    private static ConfigurationValue? FromEnvironment(ConfigurationEnvironment environment)
    {
        foreach (var name in (ReadOnlySpan<string>)["INDEXER_DB", "SPLUNK_DB"])
        {
            if (environment.Variables.TryGetValue(name, out var text) && text.Length > 0)
            {
                return new ConfigurationValue(name, text, new ValueOrigin(ValueOrigin.EnvironmentLayer, name, 0));
            }
        }

        return null;
    }

    private static ConfigurationValue? FromLaunchFile(string home, IConfigurationFiles files)
    {
        foreach (var name in (ReadOnlySpan<string>)["indexer-launch.conf", "splunk-launch.conf"])
        {
            var path = Path.Combine(home, "etc", name);
            if (files.Read(path) is not { } bytes)
            {
                continue;
            }

            var entry = ConfDocument.Parse(bytes).Stanzas
                .SelectMany(stanza => stanza.Entries)
                .LastOrDefault(entry => entry.Key is "INDEXER_DB" or "SPLUNK_DB" && entry.Value.Length > 0);
            if (entry is not null)
            {
                return new ConfigurationValue(entry.Key, entry.Value, new ValueOrigin("etc", path, entry.Line));
            }
        }

        return null;
    }
}
