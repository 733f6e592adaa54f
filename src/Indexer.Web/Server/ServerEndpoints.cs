using Indexer.Configuration;
using Indexer.Inputs.Own;
using Indexer.Storage.Lifecycle;
using Indexer.Web.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Web.Server;

/// <summary>What the node is and how it is, and what is configured.</summary>
internal sealed class ServerEndpoints(NodeInfo node, ConfigurationStore configuration, StorageService storage, MetricTable metrics, OwnEvents ownEvents)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/services/server/info", TellInfoAsync);
        endpoints.MapGet("/services/server/health", TellHealthAsync);
        endpoints.MapGet("/services/configs/conf-{file}", ListAsync);
        endpoints.MapGet("/services/configs/conf-{file}/{**stanza}", ListAsync);
        endpoints.MapGet("/services/properties/{file}", ListAsync);
        endpoints.MapGet("/metrics", TellMetricsAsync);
    }

    private Task TellInfoAsync(HttpContext context) => RestJson.WriteAsync(context, new ServerInfoAnswer(
        node.Version, node.Id.ToString(), node.ServerName, "single", node.Engine, RestTime.Format(node.StartTime), Health()));

    private Task TellHealthAsync(HttpContext context)
    {
        var health = Health();
        return RestJson.WriteAsync(context, health.Status == "red" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK, health);
    }

    private async Task ListAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        var file = (string)context.Request.RouteValues["file"]!;
        var stanza = context.Request.RouteValues.TryGetValue("stanza", out var name) && name is string { Length: > 0 } text ? Uri.UnescapeDataString(text) : parameters.Text("stanza");
        var stanzas = configuration.Current.List(file, stanza);
        if (parameters.Flag("debug"))
        {
            await RestJson.WriteAsync(context, new EntryList<Dictionary<string, ConfiguredValue>>(
                [.. stanzas.Select(found => new Entry<Dictionary<string, ConfiguredValue>>(
                    found.Name, found.Values.ToDictionary(value => value.Key, value => new ConfiguredValue(value.Text, value.Origin.ToString()), StringComparer.Ordinal)))],
                []));
            return;
        }

        await RestJson.WriteAsync(context, new EntryList<Dictionary<string, string>>(
            [.. stanzas.Select(found => new Entry<Dictionary<string, string>>(found.Name, found.Values.ToDictionary(value => value.Key, value => value.Text, StringComparer.Ordinal)))],
            []));
    }

    private async Task TellMetricsAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusPage.ContentType;
        PrometheusPage.Write(context.Response.BodyWriter, metrics.Read());
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private HealthAnswer Health()
    {
        var messages = new List<Message>();
        if (storage.PausedBecause is { } reason)
        {
            messages.Add(Message.Error($"indexing is paused: {reason}"));
        }

        foreach (var status in storage.Statuses)
        {
            messages.AddRange(status.Unserved.Select(bucket => Message.Warning($"index '{status.Name}': {bucket.Name} is not served: it {bucket.Reason}")));
        }

        messages.AddRange(configuration.Current.Warnings.Select(warning => Message.Warning(warning.ToString())));
        if (ownEvents.Dropped is var dropped and > 0)
        {
            messages.Add(Message.Warning($"{dropped} of the node's own log lines and metrics were not indexed"));
        }

        var health = messages.Exists(message => message.Type == "ERROR") ? "red" : messages.Count > 0 ? "yellow" : "green";
        return new HealthAnswer(health, messages);
    }
}
