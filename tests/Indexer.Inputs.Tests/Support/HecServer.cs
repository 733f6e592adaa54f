using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Indexer.Inputs.Hec;
using Indexer.Inputs.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Inputs.Tests.Support;

/// <summary>The collector behind a real socket.</summary>
public sealed class HecServer : IAsyncDisposable
{
    public const string Token = "11111111-1111-1111-1111-111111111111";
    public const string AckToken = "22222222-2222-2222-2222-222222222222";
    public const string LimitedToken = "33333333-3333-3333-3333-333333333333";
    public const string DisabledToken = "44444444-4444-4444-4444-444444444444";
    public const string QueryToken = "55555555-5555-5555-5555-555555555555";
    public static readonly Guid Channel = new("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");

    private static readonly Dictionary<string, string> Local = new()
    {
        ["inputs.conf"] = $"""
            [http://plain]
            token = {Token}
            host = token-host
            [http://acked]
            token = {AckToken}
            useACK = true
            [http://limited]
            token = {LimitedToken}
            indexes = main
            index = main
            [http://off]
            token = {DisabledToken}
            disabled = true
            [http://query]
            token = {QueryToken}
            allowQueryStringAuth = true
            """,
        ["indexes.conf"] = """
            [web]
            homePath = $INDEXER_DB/web/db
            coldPath = $INDEXER_DB/web/colddb
            thawedPath = $INDEXER_DB/web/thaweddb
            [off]
            homePath = $INDEXER_DB/off/db
            coldPath = $INDEXER_DB/off/colddb
            thawedPath = $INDEXER_DB/off/thaweddb
            disabled = true
            """,
    };

    private readonly WebApplication app;
    private readonly HecCollector collector;

    private HecServer(Ingesting ingesting, HecCollector collector, WebApplication app)
    {
        Ingesting = ingesting;
        this.collector = collector;
        this.app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Ingesting Ingesting { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<HecServer> StartAsync(string limits = "", string indexes = "", long budgetBytes = 64 << 20, TimeProvider? clock = null, Func<Storage.Lifecycle.StorageOptions, Storage.Lifecycle.StorageOptions>? change = null)
    {
        var local = new Dictionary<string, string>(Local) { ["limits.conf"] = "[http_input]\n" + limits };
        local["indexes.conf"] = indexes + "\n" + local["indexes.conf"];
        var ingesting = await Ingesting.StartAsync(local: local, clock: clock, change: change);
        var configuration = ingesting.Configuration;
        var collector = new HecCollector(ingesting.Ingest, new IngestBudget(budgetBytes), () => configuration.Current.Inputs.Http, () => configuration.Current.Limits.HttpInput, NullLogger<HecCollector>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapHec(collector);
        await app.StartAsync();
        return new HecServer(ingesting, collector, app);
    }

    public Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body, string? token = Token, params (string Name, string Value)[] headers) =>
        PostAsync(path, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), token, headers);

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, HttpContent body, string? token = Token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Splunk", token);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends bytes as they are, ends the sending side where asked to, and returns what comes back; nothing when the connection is reset.</summary>
    public async Task<string> SpeakAsync(string text, bool endSending)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        if (endSending)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await collector.DisposeAsync();
        await Ingesting.DisposeAsync();
    }
}
