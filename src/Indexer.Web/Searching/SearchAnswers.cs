using Indexer.Search.Jobs;
using Indexer.Web.Answers;

namespace Indexer.Web.Searching;

internal sealed record SidAnswer(string Sid);

/// <summary>A search job. Durations and times to live in seconds; progress from 0 to 1.</summary>
internal sealed record JobAnswer(
    string Sid,
    string Search,
    string State,
    bool IsDone,
    bool IsFailed,
    double Progress,
    long EventCount,
    long ResultCount,
    long ScanCount,
    double RunDuration,
    double Ttl,
    string CreatedTime,
    bool ReturnsEvents,
    IReadOnlyList<Message> Messages)
{
    public static JobAnswer Of(SearchJob job) => new(
        job.Sid,
        job.Plan.Pipeline.Text,
        job.State.ToString().ToUpperInvariant(),
        job.State >= JobState.Done,
        job.State == JobState.Failed,
        job.Progress,
        job.EventCount,
        job.ResultCount,
        job.Statistics.ScannedEvents,
        job.Elapsed.TotalSeconds,
        job.TimeToLive.TotalSeconds,
        RestTime.Format(job.CreatedAt),
        job.ReturnsEvents,
        SearchMessageTexts.Of(job.Messages));
}

internal sealed record TimelineBar(string Earliest, double Duration, long Count);

internal sealed record TimelineAnswer(IReadOnlyList<TimelineBar> Buckets);

/// <summary>What a search will do.</summary>
/// <param name="Earliest">Of the events, from there on; null without a limit.</param>
/// <param name="Latest">Of the events, before that; null without a limit.</param>
/// <param name="Commands">After the first pipe.</param>
/// <param name="Fields">That are extracted; null for all.</param>
internal sealed record PlanAnswer(string Search, string? Earliest, string? Latest, IReadOnlyList<string> Commands, IReadOnlyList<string>? Fields, bool ReturnsEvents, IReadOnlyList<Message> Messages);

internal static class SearchMessageTexts
{
    public static IReadOnlyList<Message> Of(IEnumerable<Indexer.Search.Execution.SearchMessage> messages) =>
    [
        .. messages.Select(message => new Message(
            message.Severity switch
            {
                Indexer.Search.Execution.MessageSeverity.Error => "ERROR",
                Indexer.Search.Execution.MessageSeverity.Warning => "WARN",
                _ => "INFO",
            },
            message.Text)),
    ];
}
