using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Indexer.Client.Tests;

/// <summary>A management port on a real socket that answers as the test says.</summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Lock gate = new();
    private readonly List<string> requests = [];

    private ScriptedNode(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>Answers every request; 404 by default.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    };

    /// <summary>Method, path with query, and body of each.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    public static async Task<ScriptedNode> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var node = new ScriptedNode(app);
        app.Run(node.HandleAsync);
        await app.StartAsync();
        return node;
    }

    public static async Task<ScriptedNode> StartAsync(int status, string body)
    {
        var node = await StartAsync();
        node.Answer = context => WriteAsync(context, status, body);
        return node;
    }

    public static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var text = $"{request.Method} {target} {await reader.ReadToEndAsync()}".TrimEnd();
        lock (gate)
        {
            requests.Add(text);
        }

        await Answer(context);
    }
}
