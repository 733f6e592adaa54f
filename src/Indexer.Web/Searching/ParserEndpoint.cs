using Indexer.Model;
using Indexer.Search.Planning;
using Indexer.Web.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Web.Searching;

/// <summary><c>/services/search/parser</c>: what a search would do, or where it is wrong.</summary>
internal sealed class ParserEndpoint(SearchRequestReader requests)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var path in (string[])["/services/search/parser", "/services/search/v2/parser"])
        {
            endpoints.MapGet(path, ParseAsync);
            endpoints.MapPost(path, ParseAsync);
        }
    }

    private async Task ParseAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        var options = requests.ReadOptions(parameters, FieldDiscovery.Needed, collectTimeline: false);
        var plan = SearchPlanner.Plan(parameters.Required("q"), options);
        var range = plan.Map.Range;
        await RestJson.WriteAsync(context, new PlanAnswer(
            plan.Pipeline.Text,
            range.Earliest == EventTime.MinValue ? null : RestTime.Format(range.Earliest),
            range.Latest == EventTime.MaxValue ? null : RestTime.Format(range.Latest),
            [.. plan.Pipeline.Commands.Select(command => command.GetType().Name.Replace("Command", "", StringComparison.Ordinal).ToLowerInvariant())],
            plan.Map.Fields.IsAll ? null : [.. plan.Map.Fields.Names],
            plan.ReturnsEvents,
            []));
    }
}
