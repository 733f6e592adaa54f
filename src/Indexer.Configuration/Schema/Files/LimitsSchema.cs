namespace Indexer.Configuration.Schema.Files;

/// <summary><c>limits.conf</c>: how much of memory and time searches and inputs may take.</summary>
internal static class LimitsSchema
{
    public const string Search = "search";
    public const string SearchResults = "searchresults";
    public const string HttpInput = "http_input";

    public static readonly Key<bool> UseBloomFilter = new("use_bloomfilter", ValueTypes.Boolean, "true",
        "Whether searches pass over buckets by their bloom filters.");

    public static readonly Key<int> BaseMaxSearches = new("base_max_searches", ValueTypes.Integer(1, 10_000), "6",
        "How many searches run at once, before cores are counted.");

    public static readonly Key<int> MaxSearchesPerCpu = new("max_searches_per_cpu", ValueTypes.Integer(0, 1000), "1",
        "How many more searches run at once for each core.");

    public static readonly Key<int> MaxQueuedSearches = new("max_queued_searches", ValueTypes.Integer(0, 100_000), "100",
        "How many searches wait to run; more are refused.");

    public static readonly Key<TimeSpan> Ttl = new("ttl", ValueTypes.Seconds(1, 31_536_000), "600",
        "How long the results of a search are kept after they were last asked for.");

    public static readonly Key<int> MaxCount = new("max_count", ValueTypes.Integer(1, int.MaxValue), "500000",
        "How many events of a search are kept.");

    public static readonly Key<long> MaxMemory = new("max_mem_usage_mb", ValueTypes.MegabytesFrom(1), "200",
        "Memory in MB that one search may take for sorting and counting.");

    public static readonly Key<int> MaxResultRows = new("maxresultrows", ValueTypes.Integer(1, int.MaxValue), "50000",
        "How many rows a search has as its result.");

    public static readonly Key<long> MaxContentLength = new("max_content_length", ValueTypes.Bytes, "800MB",
        "The largest body of a request to the HTTP Event Collector.");

    public static readonly Key<long> MaxEventSize = new("max_event_size", ValueTypes.Bytes, "5MB",
        "The largest event that the HTTP Event Collector takes.");

    public static readonly Key<int> MaxPendingAcks = new("max_number_of_acked_requests_pending_query", ValueTypes.Integer(1, int.MaxValue), "10000000",
        "Acknowledgements that nobody asked for yet, on all channels together.");

    public static readonly Key<int> MaxPendingAcksPerChannel = new("max_number_of_acked_requests_pending_query_per_ack_channel", ValueTypes.Integer(1, int.MaxValue), "1000000",
        "Acknowledgements that nobody asked for yet, on one channel.");

    public static readonly Key<int> MaxChannels = new("max_number_of_ack_channel", ValueTypes.Integer(1, int.MaxValue), "1000000",
        "Channels of the HTTP Event Collector.");

    public static readonly FileSchema File = new(
        "limits",
        "How much memory and time searches and inputs may take.",
        [
            new StanzaSchema(StanzaMatch.Exact, Search, Search, "Searches.",
                [UseBloomFilter, BaseMaxSearches, MaxSearchesPerCpu, MaxQueuedSearches, Ttl, MaxCount, MaxMemory]),
            new StanzaSchema(StanzaMatch.Exact, SearchResults, SearchResults, "Results of searches.", [MaxResultRows]),
            new StanzaSchema(StanzaMatch.Exact, HttpInput, HttpInput, "The HTTP Event Collector.",
                [MaxContentLength, MaxEventSize, MaxPendingAcks, MaxPendingAcksPerChannel, MaxChannels]),
        ],
        []);
}
