using Indexer.Cli.Invocation;
using Indexer.Configuration;
using Indexer.Configuration.Files;
using Indexer.Storage.Lifecycle;

namespace Indexer.Cli.Offline;

/// <summary>A node's directory, for commands that work on its files.</summary>
internal sealed class Installation
{
    private readonly ConfigurationEnvironment environment;
    private readonly LocalConfigurationFiles files = new();

    public Installation(string home, Surroundings surroundings)
    {
        Home = home;
        environment = new ConfigurationEnvironment(home, surroundings.Variables, Environment.MachineName);
    }

    public string Home { get; }

    /// <summary>Written by the node; left behind when it is killed.</summary>
    public string PidFile => Path.Combine(Home, "var", "run", "indexer-node.pid");

    /// <summary>Where a node that was started in the background writes what it says.</summary>
    public string LogFile => Path.Combine(Home, "var", "log", "indexer-node.log");

    public ConfigurationStore OpenConfiguration()
    {
        RequireHome();
        return ConfigurationStore.Open(environment, files);
    }

    public IndexerConfiguration LoadConfiguration()
    {
        RequireHome();
        return IndexerConfiguration.Load(environment, files);
    }

    /// <summary>Where the node is to be reached on this machine; null where the configuration cannot say.</summary>
    public Uri? ManagementUri()
    {
        try
        {
            return UriOf(LoadConfiguration());
        }
        catch (Exception e) when (e is ConfigurationException or IOException or CommandFailedException)
        {
            // Whoever asks over the network has no need of a right configuration here.
            return null;
        }
    }

    public static Uri UriOf(IndexerConfiguration configuration)
    {
        var listener = configuration.Server.Management;
        var address = listener.Address.Equals(System.Net.IPAddress.Any) ? System.Net.IPAddress.Loopback
            : listener.Address.Equals(System.Net.IPAddress.IPv6Any) ? System.Net.IPAddress.IPv6Loopback
            : listener.Address;
        return new UriBuilder(listener.Tls ? "https" : "http", address.ToString(), listener.Port).Uri;
    }

    /// <summary>Makes sure that no node works on the indexes as long as the result is kept.</summary>
    public static IDisposable LockDatabase(IndexerConfiguration configuration)
    {
        try
        {
            return DirectoryLock.Acquire(configuration.Database);
        }
        catch (StorageLockedException e)
        {
            throw new CommandFailedException(ExitCode.Refused, $"the node that owns {configuration.Database} is running; stop it first, for example with 'indexer stop'", e);
        }
    }

    public Model.PeerId Peer() => InstanceIdentity.LoadOrCreate(Home, files, Guid.NewGuid);

    private void RequireHome()
    {
        if (!Directory.Exists(Home))
        {
            throw new CommandFailedException(ExitCode.Usage, $"{Home} does not exist; INDEXER_HOME or -home must name the node's directory");
        }
    }
}
