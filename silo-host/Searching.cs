using Indexer.Configuration;
using Indexer.Search.Execution;
using Indexer.Search.Jobs;
using Indexer.Storage.Buckets;
using Indexer.Storage.Disk;
using Indexer.Storage.Lifecycle;
using Indexer.Storage.Reading;
using Indexer.Web.Searching;

namespace Indexer.SiloHost;

/// <summary>Makes the part that searches, from what limits.conf says.</summary>
internal static class Searching
{
    public static SearchJobManager Start(
        ConfigurationStore configuration, StorageService storage, HotBucketFactory buckets, TimeProvider clock, ILoggerFactory loggers)
    {
        var limits = configuration.Current.Limits.Search;
        var store = new EventStore(storage, buckets, limits.UseBloomFilter);
        var knowledge = new ConfiguredKnowledge(configuration, loggers.CreateLogger<ConfiguredKnowledge>());
        var searchLimits = new SearchLimits { ResultRowsMax = limits.MaxCount, OperatorMemoryBytesMax = limits.MaxMemoryBytes };
        var dispatch = new DispatchDirectory(LocalDisk.Instance, Path.Combine(configuration.Current.Home, "var", "run", "dispatch"), configuration.Current.Server.MinFreeSpaceBytes);
        return new SearchJobManager(
            () => new SearchEnvironment(store, knowledge.Current, searchLimits, clock),
            new JobLimits
            {
                RunningMax = limits.MaxConcurrentSearches(Environment.ProcessorCount),
                QueuedMax = limits.MaxQueuedSearches,
                TimeToLive = limits.TimeToLive,
            },
            clock,
            dispatch);
    }
}
