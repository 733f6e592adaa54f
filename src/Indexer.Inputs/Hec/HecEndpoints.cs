using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Inputs.Hec;

/// <summary>The paths of the HTTP Event Collector.</summary>
public static class HecEndpoints
{
    public static void MapHec(this IEndpointRouteBuilder endpoints, HecCollector collector)
    {
        var paths = endpoints.MapGroup("/services/collector");
        foreach (var path in (string[])["", "/event", "/event/1.0"])
        {
            paths.MapPost(path, collector.TakeEventsAsync);
        }

        foreach (var path in (string[])["/raw", "/raw/1.0"])
        {
            paths.MapPost(path, collector.TakeRawAsync);
        }

        foreach (var path in (string[])["/health", "/health/1.0"])
        {
            paths.MapGet(path, collector.TellHealthAsync);
        }

        paths.MapPost("/ack", collector.TellAcknowledgedAsync);
        paths.MapPost("/ack/1.0", collector.TellAcknowledgedAsync);
    }
}
