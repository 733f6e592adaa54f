using System.Globalization;
using Indexer.Client.Http;

namespace Indexer.Client;

/// <summary>What to search for.</summary>
/// <param name="Search">In the search language, such as <c>index=main error | stats count by host</c>.</param>
public sealed record SearchRequest(string Search)
{
    internal const string ExportPath = "/services/search/jobs/export";

    /// <summary>
    /// The earliest time, included: RFC 3339, epoch seconds, or relative to now such as <c>-1h@h</c>. Null is as early as the search itself says.
    /// </summary>
    public string? Earliest { get; init; }

    /// <summary>The latest time, excluded; written like <see cref="Earliest"/>. Null is as late as the search itself says.</summary>
    public string? Latest { get; init; }

    /// <summary>At most so many rows, at least 1; null is as many as the node allows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public long? MaxCount
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "expected at least 1");
    }

    /// <summary>Told how far the search is, from a thread of the pool; null where nobody asks.</summary>
    public IProgress<SearchProgress>? Progress { get; init; }

    internal List<KeyValuePair<string, string>> ToForm(string? outputMode, bool progress) => Forms.Of(
        ("search", Search),
        ("earliest_time", Earliest),
        ("latest_time", Latest),
        ("max_count", MaxCount?.ToString(CultureInfo.InvariantCulture)),
        ("output_mode", outputMode),
        ("preview", outputMode is null ? null : "false"),
        ("progress", progress ? "true" : null));
}
