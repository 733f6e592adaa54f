using Indexer.Configuration;
using Indexer.Configuration.Settings;
using Indexer.Inputs.Files;
using Indexer.Web.Answers;
using Indexer.Web.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Web.Inputs;

/// <summary><c>/services/data/inputs/monitor</c> and <c>/http</c>: what is configured in inputs.conf.</summary>
internal sealed class InputEndpoints(ConfigurationStore configuration, FileMonitor monitor, IAuditLog audit)
{
    private const string File = "inputs";
    private static readonly string[] OtherParameters = ["name", "output_mode"];

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var monitors = endpoints.MapGroup("/services/data/inputs/monitor");
        monitors.MapGet("", ListMonitorsAsync);
        monitors.MapPost("", AddMonitorAsync);
        monitors.MapDelete("/{**path}", RemoveMonitorAsync);
        var tokens = endpoints.MapGroup("/services/data/inputs/http");
        tokens.MapGet("", context => RestJson.WriteAsync(context, new EntryList<HttpTokenAnswer>([.. configuration.Current.Inputs.Http.Tokens.Select(Describe)], [])));
        tokens.MapPost("", AddTokenAsync);
        tokens.MapDelete("/{name}", RemoveTokenAsync);
    }

    private Task ListMonitorsAsync(HttpContext context)
    {
        var files = monitor.Files;
        return RestJson.WriteAsync(context, new EntryList<MonitorAnswer>([.. configuration.Current.Inputs.Monitors.Select(input => Describe(input, files))], []));
    }

    private async Task AddMonitorAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        var path = parameters.Required("name");
        if (!Path.IsPathFullyQualified(path))
        {
            throw RestException.BadRequest($"'{path}' is not an absolute path");
        }

        path = Path.TrimEndingDirectorySeparator(path);
        if (configuration.Current.Inputs.Monitors.Any(input => input.Path == path))
        {
            throw RestException.Conflict($"{path} is monitored already");
        }

        var stanza = "monitor://" + path;
        var result = Edit(stanza, parameters);
        audit.Write("add monitor", ("path", path));
        var added = result.Configuration.Inputs.Monitors.Single(input => input.Defaults.Stanza == stanza);
        await RestJson.WriteAsync(context, StatusCodes.Status201Created, new EntryList<MonitorAnswer>([Describe(added, [])], Warnings(result, stanza)));
    }

    private async Task RemoveMonitorAsync(HttpContext context)
    {
        var path = Uri.UnescapeDataString((string)context.Request.RouteValues["path"]!);
        path = path.StartsWith('/') ? path : "/" + path;
        var input = configuration.Current.Inputs.Monitors.FirstOrDefault(input => input.Path == path) ?? throw RestException.NotFound($"{path} is not monitored");
        configuration.Edit(File, edit => edit.RemoveStanza(input.Defaults.Stanza));
        audit.Write("remove monitor", ("path", path));
        await RestJson.WriteMessagesAsync(context, Message.Information($"{path} is monitored no longer"));
    }

    private async Task AddTokenAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        var name = parameters.Required("name");
        if (configuration.Current.Inputs.Http.Tokens.Any(token => token.Name == name))
        {
            throw RestException.Conflict($"there is a token '{name}' already");
        }

        var stanza = "http://" + name;
        var result = Edit(stanza, parameters, ("token", parameters.Text("token") ?? Guid.NewGuid().ToString("D")));
        audit.Write("add http token", ("name", name));
        var added = result.Configuration.Inputs.Http.Tokens.Single(token => token.Name == name);
        await RestJson.WriteAsync(context, StatusCodes.Status201Created, new EntryList<HttpTokenAnswer>([Describe(added)], Warnings(result, stanza)));
    }

    private async Task RemoveTokenAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var token = configuration.Current.Inputs.Http.Tokens.FirstOrDefault(token => token.Name == name) ?? throw RestException.NotFound($"there is no token '{name}'");
        configuration.Edit(File, edit => edit.RemoveStanza(token.Defaults.Stanza));
        audit.Write("remove http token", ("name", name));
        await RestJson.WriteMessagesAsync(context, Message.Information($"token '{name}' was removed"));
    }

    private EditResult Edit(string stanza, Parameters parameters, params (string Key, string Value)[] more) => configuration.Edit(File, edit =>
    {
        edit.AddStanza(stanza);
        foreach (var (key, value) in more)
        {
            edit.Set(stanza, key, value);
        }

        foreach (var (key, value) in parameters.All.Where(pair => !OtherParameters.Contains(pair.Key) && pair.Value.Length > 0 && more.All(other => other.Key != pair.Key)))
        {
            edit.Set(stanza, key, value);
        }
    });

    private static IReadOnlyList<Message> Warnings(EditResult result, string stanza) =>
        [.. result.Configuration.Warnings.Where(problem => problem.Stanza == stanza).Select(problem => Message.Warning(problem.ToString()))];

    private static Entry<MonitorAnswer> Describe(MonitorInput input, IReadOnlyList<MonitoredFile> files)
    {
        var own = files.Where(file => file.Monitor == input.Path).ToList();
        return new Entry<MonitorAnswer>(input.Path, new MonitorAnswer(
            input.Defaults.Index.Value, input.Defaults.SourceType ?? "", input.Defaults.Host, input.Defaults.Disabled, own.Count, own.Sum(file => file.Position),
            [.. own.Where(file => file.Problem is not null).Select(file => $"{file.Path}: {file.Problem}")]));
    }

    private static Entry<HttpTokenAnswer> Describe(HttpToken token) => new(token.Name, new HttpTokenAnswer(
        token.Token.Reveal(), token.Defaults.Index.Value, [.. token.AllowedIndexes.Select(index => index.Value)], token.Defaults.SourceType ?? "", token.Defaults.Disabled, token.UseAck));
}
