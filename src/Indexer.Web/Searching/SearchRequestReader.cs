using Indexer.Model;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Web.Answers;

namespace Indexer.Web.Searching;

/// <summary>A search as it was asked for.</summary>
/// <param name="CountMax">Rows that are wanted; 0 is all.</param>
internal sealed record SearchRequest(string Text, SearchOptions Options, long CountMax);

/// <summary>Reads what search endpoints have in common.</summary>
internal sealed class SearchRequestReader(TimeProvider clock, Func<IndexName> defaultIndex)
{
    public SearchRequest Read(Parameters parameters, FieldDiscovery discovery, bool collectTimeline) =>
        new(parameters.Required("search"), ReadOptions(parameters, discovery, collectTimeline), parameters.Number("max_count", 0));

    public SearchOptions ReadOptions(Parameters parameters, FieldDiscovery discovery, bool collectTimeline)
    {
        var zone = TimeZoneOf(parameters);
        var context = new SearchContext(EventTime.FromDateTimeOffset(clock.GetUtcNow()), zone, Random.Shared.Next());
        var range = new TimeRange(
            TimeOf(parameters, "earliest_time", context) ?? EventTime.MinValue,
            TimeOf(parameters, "latest_time", context) ?? EventTime.MaxValue);
        if (range.IsEmpty)
        {
            throw RestException.BadRequest("latest_time is not after earliest_time");
        }

        return new SearchOptions
        {
            Context = context,
            Range = range,
            Access = IndexAccess.Everything with { Default = [defaultIndex().Value] },
            FieldDiscovery = discovery,
            CollectTimeline = collectTimeline,
        };
    }

    private static TimeZoneInfo TimeZoneOf(Parameters parameters)
    {
        if (parameters.Text("time_zone") is not { } name)
        {
            return TimeZoneInfo.Local;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw RestException.BadRequest($"there is no time zone '{name}'");
    }

    private static EventTime? TimeOf(Parameters parameters, string name, SearchContext context)
    {
        if (parameters.Text(name) is not { } text)
        {
            return null;
        }

        return TimeModifier.TryParse(text, context, out var time, out var problem) ? time : throw RestException.BadRequest($"{name}: {problem}");
    }
}
