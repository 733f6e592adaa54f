using System.Globalization;
using Indexer.Configuration;
using Indexer.Inputs.Files;
using Indexer.Model;
using Indexer.Storage.Lifecycle;
using Indexer.Web.Answers;
using Indexer.Web.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Web.Inputs;

/// <summary><c>/services/data/inputs/oneshot</c>: reads a file of this machine while the client watches. A client that hangs up ends it.</summary>
internal sealed class OneShotEndpoint(OneShotInput input, ConfigurationStore configuration, StorageService storage, IAuditLog audit, string hostName)
{
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/services/data/inputs/oneshot", ReadAsync);

    private async Task ReadAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        var path = parameters.Text("path") ?? parameters.Required("name");
        if (!Path.IsPathFullyQualified(path))
        {
            throw RestException.BadRequest($"'{path}' is not an absolute path");
        }

        if (!File.Exists(path))
        {
            throw RestException.NotFound($"there is no file {path} on this node");
        }

        var request = new OneShotRequest(path, IndexOf(parameters), HostOf(parameters, path), parameters.Text("rename-source") ?? parameters.Text("source"), parameters.Text("sourcetype"));
        audit.Write("add oneshot", ("path", path), ("index", request.Index.Value));
        context.Response.ContentType = "application/x-ndjson";
        try
        {
            await input.RunAsync(request, progress => WriteAsync(context, LineOf(request, progress, [])), context.RequestAborted);
        }
        catch (Exception e) when (context.Response.HasStarted && e is IOException or InvalidDataException or UnknownIndexException or IndexDisabledException)
        {
            var none = new OneShotProgress(0, 0, 0, 0, 0, 0, null, IsDone: true);
            await WriteAsync(context, LineOf(request, none, [Message.Error(e.Message)]));
        }
        catch (InvalidDataException e)
        {
            throw RestException.BadRequest($"{path} cannot be unpacked: {e.Message}");
        }
    }

    private static OneShotLine LineOf(OneShotRequest request, OneShotProgress progress, IReadOnlyList<Message> messages) => new(
        request.Path, progress.Bytes, progress.TotalBytes, progress.Received, progress.Events, 0, progress.LinesTruncated, progress.SourceType, progress.IsDone, messages);

    private static async ValueTask WriteAsync(HttpContext context, OneShotLine line)
    {
        await context.Response.Body.WriteAsync(RestJson.Line(line), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    // Asked before the answer begins, so that a wrong name gets its status.
    private IndexName IndexOf(Parameters parameters)
    {
        var index = configuration.Current.Indexes.DefaultDatabase;
        if (parameters.Text("index") is { } name && !IndexName.TryParse(name, out index, out var reason))
        {
            throw RestException.BadRequest(reason);
        }

        if (!storage.HasLastChanceIndex && storage.SettingsOf(index).Disabled)
        {
            throw new IndexDisabledException(index);
        }

        return index;
    }

    private string HostOf(Parameters parameters, string path)
    {
        if (parameters.Number("host_segment", 0) is var segment and > 0)
        {
            var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            return segment <= segments.Length
                ? segments[segment - 1]
                : throw RestException.BadRequest(string.Create(CultureInfo.InvariantCulture, $"host_segment is {segment} and {path} has {segments.Length} segments"));
        }

        return parameters.Text("host") ?? hostName;
    }
}
