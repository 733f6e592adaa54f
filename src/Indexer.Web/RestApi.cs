using Indexer.Configuration;
using Indexer.Inputs.Files;
using Indexer.Inputs.Own;
using Indexer.Search.Jobs;
using Indexer.Storage.Lifecycle;
using Indexer.Web.Answers;
using Indexer.Web.Indexes;
using Indexer.Web.Inputs;
using Indexer.Web.Searching;
using Indexer.Web.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Indexer.Web;

/// <summary>What the management interface is about.</summary>
public sealed record RestParts(
    NodeInfo Node,
    ConfigurationStore Configuration,
    StorageService Storage,
    SearchJobManager Jobs,
    IGrainFactory Grains,
    OneShotInput OneShot,
    FileMonitor Monitor,
    MetricTable Metrics,
    OwnEvents OwnEvents,
    IAuditLog Audit,
    TimeProvider Clock);

/// <summary>The management interface, see <c>docs/rest.md</c>.</summary>
public static class RestApi
{
    /// <summary>Answers errors of everything that follows in the pipeline.</summary>
    public static IApplicationBuilder UseRestErrors(this IApplicationBuilder app, ILogger log) =>
        app.Use(next => context => RestErrors.HandleAsync(context, next, log));

    public static void MapRest(this IEndpointRouteBuilder endpoints, RestParts parts)
    {
        var reader = new SearchRequestReader(parts.Clock, () => parts.Configuration.Current.Indexes.DefaultDatabase);
        var searches = new SearchService(parts.Jobs, reader, parts.Audit);
        new JobEndpoints(searches, () => parts.Configuration.Current.Limits.Search.MaxResultRows).Map(endpoints);
        new ExportEndpoint(searches, parts.Clock).Map(endpoints);
        new ParserEndpoint(reader).Map(endpoints);
        new IndexEndpoints(parts.Configuration, parts.Storage, parts.Grains, parts.Audit).Map(endpoints);
        new OneShotEndpoint(parts.OneShot, parts.Configuration, parts.Storage, parts.Audit, parts.Node.HostName).Map(endpoints);
        new InputEndpoints(parts.Configuration, parts.Monitor, parts.Audit).Map(endpoints);
        new ServerEndpoints(parts.Node, parts.Configuration, parts.Storage, parts.Metrics, parts.OwnEvents).Map(endpoints);
    }
}
