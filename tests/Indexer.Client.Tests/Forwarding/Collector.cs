using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Indexer.Client.Tests.Forwarding;

/// <summary>What a collector does with a request instead of what it should.</summary>
internal enum Fault
{
    None,
    Busy,
    ResetBeforeStoring,
    ResetAfterStoring,

    /// <summary>Stores it and never acknowledges it.</summary>
    Silent,
}

/// <summary>What all collectors together have stored, as a cluster would: each batch once.</summary>
internal sealed class Shelf
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Channel, long Number), string[]> batches = [];
    private readonly TaskCompletionSource firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests that brought events, repeated ones too.</summary>
    public List<(string Collector, long Number, string[] Events)> Requests { get; } = [];

    public Task FirstRequest => firstRequest.Task;

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (gate)
            {
                return [.. batches.OrderBy(batch => batch.Key.Number).SelectMany(batch => batch.Value)];
            }
        }
    }

    public void Arrived(string collector, long number, string[] events)
    {
        lock (gate)
        {
            Requests.Add((collector, number, events));
        }

        firstRequest.TrySetResult();
    }

    public void Store(string channel, long number, string[] events)
    {
        lock (gate)
        {
            batches.TryAdd((channel, number), events);
        }
    }
}

/// <summary>An event collector on a real socket that fails as it is told.</summary>
internal sealed class Collector : IAsyncDisposable
{
    public const string Token = "a-token";

    private readonly Lock gate = new();
    private readonly HashSet<long> acknowledged = [];
    private readonly WebApplication app;
    private readonly Shelf shelf;
    private long nextId;

    private Collector(WebApplication app, Shelf shelf)
    {
        this.app = app;
        this.shelf = shelf;
    }

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>What to do with the next request of events; by default all is well.</summary>
    public Func<Fault> NextFault { get; set; } = () => Fault.None;

    /// <summary>Requests of events wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public bool HasAcknowledgements { get; set; } = true;

    /// <summary>Whether what arrives is stored at once, or lost with the next <see cref="Restart"/>.</summary>
    public bool StoresAtOnce { get; set; } = true;

    public static async Task<Collector> StartAsync(Shelf shelf)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var collector = new Collector(app, shelf);
        app.MapPost("/services/collector/event", collector.TakeAsync);
        app.MapPost("/services/collector/ack", collector.AcknowledgeAsync);
        await app.StartAsync();
        collector.Address = new Uri(app.Urls.Single());
        return collector;
    }

    /// <summary>Forgets its acknowledgements and counts them from 0 again, as a process that starts anew.</summary>
    public void Restart()
    {
        lock (gate)
        {
            acknowledged.Clear();
            nextId = 0;
            StoresAtOnce = true;
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        Assert.Equal("Splunk " + Token, context.Request.Headers.Authorization.ToString());
        var channel = context.Request.Headers["X-Splunk-Request-Channel"].ToString();
        Assert.True(Guid.TryParse(channel, out _));
        var number = long.Parse(context.Request.Headers["X-Indexer-Batch"].ToString());
        var events = await ReadEventsAsync(context.Request);
        shelf.Arrived(Address.Authority, number, events);
        await Gate;
        var fault = NextFault();
        var refused = Array.FindIndex(events, text => text.Contains("\"index\":\"unknown\"", StringComparison.Ordinal));
        if (fault == Fault.Busy)
        {
            await WriteAsync(context, 503, """{"text":"Server is busy","code":9}""");
        }
        else if (fault == Fault.ResetBeforeStoring)
        {
            context.Abort();
        }
        else if (refused >= 0)
        {
            await WriteAsync(context, 400, $$"""{"text":"Incorrect index","code":7,"invalid-event-number":{{refused}},"reason":"index 'unknown' does not exist"}""");
        }
        else
        {
            var id = Store(channel, number, events, isSilent: fault == Fault.Silent);
            if (fault == Fault.ResetAfterStoring)
            {
                context.Abort();
            }
            else
            {
                await WriteAsync(context, 200, HasAcknowledgements ? $$"""{"text":"Success","code":0,"ackId":{{id}}}""" : """{"text":"Success","code":0}""");
            }
        }
    }

    private long Store(string channel, long number, string[] events, bool isSilent)
    {
        lock (gate)
        {
            if (StoresAtOnce)
            {
                shelf.Store(channel, number, events);
            }

            if (StoresAtOnce && !isSilent)
            {
                acknowledged.Add(nextId);
            }

            return nextId++;
        }
    }

    private async Task AcknowledgeAsync(HttpContext context)
    {
        using var query = await JsonDocument.ParseAsync(context.Request.Body);
        Dictionary<string, bool> answer;
        lock (gate)
        {
            answer = query.RootElement.GetProperty("acks").EnumerateArray().ToDictionary(id => id.GetRawText(), id => acknowledged.Remove(id.GetInt64()));
        }

        await WriteAsync(context, 200, JsonSerializer.Serialize(new { acks = answer }));
    }

    private static async Task<string[]> ReadEventsAsync(HttpRequest request)
    {
        var isCompressed = request.Headers.ContentEncoding == "gzip";
        await using Stream body = isCompressed ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        using var text = new StreamReader(body, Encoding.UTF8);
        var events = new List<string>();
        var bytes = Encoding.UTF8.GetBytes(await text.ReadToEndAsync());
        var from = 0;
        while (from < bytes.Length)
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(from), new JsonReaderOptions { AllowMultipleValues = true });
            reader.Read();
            reader.Skip();
            events.Add(Encoding.UTF8.GetString(bytes, from, (int)reader.BytesConsumed));
            from += (int)reader.BytesConsumed;
        }

        return [.. events];
    }

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(json);
    }
}
