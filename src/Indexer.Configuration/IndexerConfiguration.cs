using Indexer.Configuration.Files;
using Indexer.Configuration.Layers;
using Indexer.Configuration.Listing;
using Indexer.Configuration.Props;
using Indexer.Configuration.Schema;
using Indexer.Configuration.Schema.Files;
using Indexer.Configuration.Settings;
using Indexer.Configuration.Settings.Building;

namespace Indexer.Configuration;

/// <summary>
/// Everything that is configured, as it was when it was read. Immutable and thread-safe; a reload makes a new one, see
/// <see cref="ConfigurationStore"/>.
/// </summary>
public sealed class IndexerConfiguration
{
    private readonly IReadOnlyDictionary<string, MergedFile> files;

    private IndexerConfiguration(long version, IReadOnlyDictionary<string, MergedFile> files)
    {
        Version = version;
        this.files = files;
    }

    /// <summary>Grows with every reload of a <see cref="ConfigurationStore"/>, from 1.</summary>
    public long Version { get; }

    /// <summary><c>$INDEXER_HOME</c>, absolute.</summary>
    public required string Home { get; init; }

    /// <summary><c>$INDEXER_DB</c>: where indexes are kept unless their paths say otherwise; absolute.</summary>
    public required string Database { get; init; }

    public required IndexesSettings Indexes { get; init; }

    public required ServerSettings Server { get; init; }

    public required LimitsSettings Limits { get; init; }

    public required InputSettings Inputs { get; init; }

    public required PropsResolver Props { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyDictionary<string, TransformSettings> Transforms { get; init; }

    /// <summary>What is probably not as its author meant; to be logged at start.</summary>
    public required IReadOnlyList<ConfigurationProblem> Warnings { get; init; }

    /// <summary>Reads, merges and checks all files.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; lists all that is.</exception>
    /// <exception cref="IOException">A directory of the configuration cannot be listed.</exception>
    public static IndexerConfiguration Load(ConfigurationEnvironment environment, IConfigurationFiles files) =>
        Load(environment, files, version: 1);

    /// <summary>What <c>btool</c> shows: the stanzas of a file as all layers together say them, and where each value comes from.</summary>
    /// <param name="file">Without <c>.conf</c>.</param>
    /// <param name="stanza">One stanza; null lists all.</param>
    /// <exception cref="KeyNotFoundException">There is no such file or stanza; says which there are.</exception>
    public IReadOnlyList<ListedStanza> List(string file, string? stanza = null)
    {
        if (ConfigurationSchema.Find(file) is not { } schema)
        {
            var names = ConfigurationSchema.Files.Select(known => known.Name).ToArray();
            throw new KeyNotFoundException($"there is no file '{file}.conf'{NearestName.Suggest(file, names)}; there are {string.Join(", ", names)}");
        }

        return ConfigurationListing.List(schema, files[file], stanza);
    }

    /// <summary>Which values differ from those of an earlier configuration, and what it takes to put them into effect.</summary>
    public IReadOnlyList<ConfigurationChange> ChangesSince(IndexerConfiguration earlier) =>
    [
        .. ConfigurationSchema.Files.SelectMany(schema =>
            ConfigurationChange.Between(schema, earlier.files[schema.Name], files[schema.Name])),
    ];

    /// <summary>
    /// Checks that every path of every index that is not disabled can be written. Not part of reading the configuration, which
    /// others than the server's user do as well.
    /// </summary>
    /// <exception cref="ConfigurationException">Some cannot; lists all that cannot.</exception>
    public void RequireWritableStorage(IConfigurationFiles fileSystem)
    {
        var problems = new ProblemList();
        var schema = IndexesSchema.File;
        foreach (var index in Indexes.Indexes.Values.Where(index => !index.Disabled))
        {
            ReadOnlySpan<(Key Key, string? Path)> paths =
            [
                (IndexesSchema.HomePath, index.HomePath), (IndexesSchema.ColdPath, index.ColdPath),
                (IndexesSchema.ThawedPath, index.ThawedPath), (IndexesSchema.BloomHomePath, index.BloomHomePath),
            ];
            foreach (var (key, path) in paths)
            {
                if (path is not null && fileSystem.WhyNotWritable(path) is { } reason)
                {
                    problems.Error(OriginOf(schema, index.Name.Value, key.Name), index.Name.Value, key.Name, $"'{path}' cannot be written: {reason}");
                }
            }
        }

        if (problems.HasErrors)
        {
            throw new ConfigurationException(problems.ToList());
        }
    }

    internal ValueOrigin? OriginOf(FileSchema schema, string stanza, string key) =>
        ConfigurationListing.Effective(schema, files[schema.Name], stanza).GetValueOrDefault(key)?.Origin;

    internal static IndexerConfiguration Load(ConfigurationEnvironment environment, IConfigurationFiles files, long version)
    {
        var problems = new ProblemList();
        var paths = InstallationPaths.Find(environment, files, problems);
        var merged = Merge(environment, files, problems);
        foreach (var schema in ConfigurationSchema.Files)
        {
            SchemaValidator.Validate(schema, merged[schema.Name], problems);
        }

        WarnOfEditedDefaults(environment.Home, files, problems);
        EnvironmentOverrides.WarnOfUnknownFiles(environment, problems);

        var server = new ServerBuilder(merged["server"], merged["web"], paths, environment.HostName, problems).Build();
        var indexes = new IndexesBuilder(merged["indexes"], paths, problems).Build();
        var inputs = new InputsBuilder(merged["inputs"], indexes, paths, server.ListenAddress, environment.HostName, problems).Build();
        var transforms = TransformSettings.Build(merged["transforms"], problems);
        var props = PropsResolver.Build(merged["props"], transforms, problems);
        var limits = LimitsSettings.Build(merged["limits"], problems);
        if (problems.HasErrors)
        {
            throw new ConfigurationException(problems.ToList());
        }

        return new IndexerConfiguration(version, merged)
        {
            Home = environment.Home,
            Database = paths.Database,
            Indexes = indexes,
            Server = server,
            Limits = limits,
            Inputs = inputs,
            Props = props,
            Transforms = transforms,
            Warnings = problems.ToList(),
        };
    }

    private static Dictionary<string, MergedFile> Merge(ConfigurationEnvironment environment, IConfigurationFiles files, ProblemList problems)
    {
        // Whether the node is a peer decides the order of layers, and server.conf says it: that one value is read ahead.
        var alone = LayerOrder.Discover(environment.Home, files, isPeer: false);
        var server = ConfigurationSchema.Find("server")!;
        var isPeer = ClusterBuilder.ModeOf(LayerMerger.Merge(server, alone, files, environment, new ProblemList())) == ClusterMode.Peer;
        var layers = isPeer ? LayerOrder.Discover(environment.Home, files, isPeer: true) : alone;
        return ConfigurationSchema.Files.ToDictionary(
            schema => schema.Name,
            schema => LayerMerger.Merge(schema, layers, files, environment, problems),
            StringComparer.Ordinal);
    }

    // Someone who edits the shipped defaults must learn that nobody reads them there.
    private static void WarnOfEditedDefaults(string home, IConfigurationFiles files, ProblemList problems)
    {
        foreach (var schema in ConfigurationSchema.Files)
        {
            var path = Path.Combine(home, "etc", "system", "default", schema.Name + ".conf");
            if (Exists(files, path))
            {
                problems.Warn(new ValueOrigin(ValueOrigin.ShippedLayer, path, 0), null, null,
                    "it is not read, the shipped defaults are part of the program; put your settings into etc/system/local");
            }
        }
    }

    private static bool Exists(IConfigurationFiles files, string path)
    {
        try
        {
            return files.Read(path) is not null;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
