using System.Diagnostics.Metrics;
using Indexer.Search.Execution;

namespace Indexer.Search.Jobs;

/// <summary>What searches report to telemetry, under the meter <c>Indexer.Search</c>.</summary>
public static class SearchMetrics
{
    public const string MeterName = "Indexer.Search";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> Searches = Meter.CreateCounter<long>("indexer.search.jobs", "{job}", "searches that ended, by outcome");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("indexer.search.refused", "{search}", "searches refused because too many ran and waited or the disk was full");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("indexer.search.events.scanned", "{event}", "events that storage returned or counted");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("indexer.search.duration", "s", "time from start to end of searches that ran");

    internal static void Ended(JobState outcome, TimeSpan elapsed, SearchStatistics statistics)
    {
        Searches.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));
        Events.Add(statistics.ScannedEvents);
        if (elapsed > TimeSpan.Zero)
        {
            Duration.Record(elapsed.TotalSeconds);
        }
    }

    internal static void Refused() => Refusals.Add(1);
}
