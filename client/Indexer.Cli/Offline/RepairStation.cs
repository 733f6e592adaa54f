using Indexer.Cli.Invocation;
using Indexer.Configuration;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Repair;

namespace Indexer.Cli.Offline;

/// <summary>Checks and repairs the buckets of a node that does not run.</summary>
internal sealed class RepairStation : IDisposable
{
    private readonly IndexerConfiguration configuration;
    private readonly HotBucketFactory factory;
    private readonly BucketRepair repair;

    public RepairStation(Installation installation, IndexerConfiguration configuration)
    {
        this.configuration = configuration;
        factory = new HotBucketFactory(LocalDisk.Instance, TimeProvider.System, Environment.ProcessorCount);
        repair = new BucketRepair(LocalDisk.Instance, factory, installation.Peer());
    }

    public IAsyncEnumerable<BucketReport> CheckAsync(IndexSettings index, bool repairs, CancellationToken cancellation) =>
        repair.RunAsync(index, repairs, cancellation);

    public Task<BucketReport> CheckAsync(IndexSettings index, string directory, bool repairs, CancellationToken cancellation) =>
        repair.RunAsync(index, directory, repairs, cancellation);

    public Task<BucketManifest> RebuildAsync(IndexSettings index, string directory, CancellationToken cancellation) =>
        repair.RebuildAsync(index, directory, cancellation);

    public IReadOnlyList<IndexSettings> Indexes(string? only) =>
        only is null ? [.. configuration.Indexes.Indexes.Values.OrderBy(index => index.Name.Value, StringComparer.Ordinal)] : [Index(only)];

    /// <summary>The index that a bucket's directory belongs to: the one that was named, else the one in whose paths it lies.</summary>
    public IndexSettings IndexOf(string directory, string? named)
    {
        if (named is not null)
        {
            return Index(named);
        }

        return configuration.Indexes.Indexes.Values.FirstOrDefault(index =>
                new[] { index.HomePath, index.ColdPath, index.ThawedPath }.Any(path => IsBelow(directory, path)))
            ?? throw new CommandFailedException(ExitCode.Usage, $"{directory} lies in no index; say with -index to which one it belongs");
    }

    public void Dispose() => factory.Dispose();

    private static bool IsBelow(string directory, string path) =>
        directory.StartsWith(Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private IndexSettings Index(string name)
    {
        if (!IndexName.TryParse(name, out var index, out var problem))
        {
            throw new CommandFailedException(ExitCode.Usage, problem);
        }

        return configuration.Indexes.Indexes.TryGetValue(index, out var settings)
            ? settings
            : throw new CommandFailedException(ExitCode.Usage, $"there is no index '{name}'; there are {string.Join(", ", configuration.Indexes.Indexes.Keys)}");
    }
}
