using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema.Files;

namespace Indexer.Configuration.Settings;

/// <summary><c>limits.conf</c>.</summary>
public sealed record LimitsSettings(SearchLimits Search, HttpInputLimits HttpInput)
{
    internal static LimitsSettings Build(MergedFile file, ProblemList problems)
    {
        var search = StanzaReader.Of(file, LimitsSchema.Search, problems);
        var http = StanzaReader.Of(file, LimitsSchema.HttpInput, problems);
        return new LimitsSettings(
            new SearchLimits
            {
                UseBloomFilter = search.Get(LimitsSchema.UseBloomFilter),
                BaseMaxSearches = search.Get(LimitsSchema.BaseMaxSearches),
                MaxSearchesPerCpu = search.Get(LimitsSchema.MaxSearchesPerCpu),
                MaxQueuedSearches = search.Get(LimitsSchema.MaxQueuedSearches),
                TimeToLive = search.Get(LimitsSchema.Ttl),
                MaxCount = search.Get(LimitsSchema.MaxCount),
                MaxMemoryBytes = search.Get(LimitsSchema.MaxMemory),
                MaxResultRows = StanzaReader.Of(file, LimitsSchema.SearchResults, problems).Get(LimitsSchema.MaxResultRows),
            },
            new HttpInputLimits
            {
                MaxContentLengthBytes = http.Get(LimitsSchema.MaxContentLength),
                MaxEventBytes = http.Get(LimitsSchema.MaxEventSize),
                MaxPendingAcks = http.Get(LimitsSchema.MaxPendingAcks),
                MaxPendingAcksPerChannel = http.Get(LimitsSchema.MaxPendingAcksPerChannel),
                MaxChannels = http.Get(LimitsSchema.MaxChannels),
            });
    }
}

/// <summary><c>[search]</c> and <c>[searchresults]</c>.</summary>
public sealed record SearchLimits
{
    /// <summary>Whether searches pass over buckets by their bloom filters.</summary>
    public required bool UseBloomFilter { get; init; }

    public required int BaseMaxSearches { get; init; }

    public required int MaxSearchesPerCpu { get; init; }

    /// <summary>How many searches wait; more are refused.</summary>
    public required int MaxQueuedSearches { get; init; }

    /// <summary>How long results are kept after they were last asked for.</summary>
    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Events of one search that are kept.</summary>
    public required int MaxCount { get; init; }

    /// <summary>Of one search.</summary>
    public required long MaxMemoryBytes { get; init; }

    public required int MaxResultRows { get; init; }

    /// <summary>How many searches run at once on a machine with so many cores.</summary>
    public int MaxConcurrentSearches(int cores) => BaseMaxSearches + MaxSearchesPerCpu * cores;
}

/// <summary><c>[http_input]</c>.</summary>
public sealed record HttpInputLimits
{
    /// <summary>The largest body of a request.</summary>
    public required long MaxContentLengthBytes { get; init; }

    public required long MaxEventBytes { get; init; }

    /// <summary>On all channels together.</summary>
    public required int MaxPendingAcks { get; init; }

    public required int MaxPendingAcksPerChannel { get; init; }

    public required int MaxChannels { get; init; }
}
