using System.Text.Json;
using System.Text.Json.Serialization;
using Indexer.Web.Indexes;
using Indexer.Web.Inputs;
using Indexer.Web.Searching;
using Indexer.Web.Server;
using Microsoft.AspNetCore.Http;

namespace Indexer.Web.Answers;

/// <summary>How answers are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(ServerInfoAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(SidAnswer))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(TimelineAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(EntryList<JobAnswer>))]
[JsonSerializable(typeof(EntryList<IndexAnswer>))]
[JsonSerializable(typeof(EntryList<BucketAnswer>))]
[JsonSerializable(typeof(EntryList<MonitorAnswer>))]
[JsonSerializable(typeof(EntryList<HttpTokenAnswer>))]
[JsonSerializable(typeof(EntryList<Dictionary<string, string>>))]
[JsonSerializable(typeof(EntryList<Dictionary<string, ConfiguredValue>>))]
[JsonSerializable(typeof(OneShotLine))]
internal sealed partial class RestJson : JsonSerializerContext
{
    private const string ContentType = "application/json; charset=utf-8";

    private static readonly RestJson Relaxed = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Answers with an object.</summary>
    public static async Task WriteAsync<T>(HttpContext context, int status, T answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, typeof(T), Relaxed, context.RequestAborted);
    }

    public static Task WriteAsync<T>(HttpContext context, T answer) => WriteAsync(context, StatusCodes.Status200OK, answer);

    public static Task WriteMessagesAsync(HttpContext context, params IReadOnlyList<Message> messages) => WriteAsync(context, new MessageList(messages));

    public static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), Relaxed), (byte)'\n'];
}
