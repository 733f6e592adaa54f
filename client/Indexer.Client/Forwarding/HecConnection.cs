using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Indexer.Client;

internal enum HecOutcome
{
    /// <summary>The collector has the block; with acknowledgements it has not promised anything yet.</summary>
    Accepted,

    /// <summary>The collector will never take it as it is.</summary>
    Refused,

    /// <summary>Another try, here or elsewhere, may succeed.</summary>
    Failed,
}

/// <param name="AcknowledgementId">Null where the token has no acknowledgements.</param>
/// <param name="EventNumber">Of the event that is to blame, from 0; null where it is the block.</param>
/// <param name="RetryAfter">How long the collector asks to be left alone.</param>
internal sealed record HecAnswer(
    HecOutcome Outcome, int Code, string Text, long? AcknowledgementId = null, int? EventNumber = null, TimeSpan? RetryAfter = null);

/// <summary>Speaks with collectors over HTTP.</summary>
internal sealed class HecConnection : IDisposable
{
    /// <summary>Number of a block within its channel: the collectors store each once, however often it comes.</summary>
    public const string BatchHeader = "X-Indexer-Batch";

    private const string ChannelHeader = "X-Splunk-Request-Channel";
    private const string EventPath = "/services/collector/event";
    private const string AcknowledgementPath = "/services/collector/ack";

    private readonly HecSenderOptions options;
    private readonly string channel;
    private readonly HttpClient http;

    public HecConnection(HecSenderOptions options, Guid channel)
    {
        this.options = options;
        this.channel = channel.ToString("D");
        var handler = options.Handler ?? new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Splunk", options.Token);
        http.DefaultRequestHeaders.Add(ChannelHeader, this.channel);
    }

    public async Task<HecAnswer> PostAsync(Uri address, HecBlock block, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, EventPath)) { Content = Body(block.Bytes) };
        request.Headers.Add(BatchHeader, block.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return await ExchangeAsync(address, request, static (status, body, retryAfter) =>
        {
            var answer = JsonSerializer.Deserialize(body, HecJson.Default.HecAnswerBody) ?? new HecAnswerBody();
            var outcome = status switch
            {
                HttpStatusCode.OK => HecOutcome.Accepted,
                // The block is wrong. What is wrong with the token or the node can be put right, and then the block is sent again.
                HttpStatusCode.BadRequest when answer.Code is not (10 or 11 or 14) => HecOutcome.Refused,
                HttpStatusCode.RequestEntityTooLarge => HecOutcome.Refused,
                _ => HecOutcome.Failed,
            };
            return new HecAnswer(outcome, answer.Code ?? -1, Describe(status, answer), answer.AckId, answer.InvalidEventNumber, retryAfter);
        }, cancellation);
    }

    /// <summary>Which of the ids are acknowledged; null where the collector did not say.</summary>
    public async Task<(HecAnswer Answer, IReadOnlyList<long> Acknowledged)> PollAsync(Uri address, IReadOnlyList<long> ids, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new HecAckQuery(ids), HecJson.Default.HecAckQuery);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, $"{AcknowledgementPath}?channel={channel}")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        IReadOnlyList<long> acknowledged = [];
        var result = await ExchangeAsync(address, request, (status, bytes, retryAfter) =>
        {
            if (status != HttpStatusCode.OK)
            {
                return new HecAnswer(HecOutcome.Failed, 0, Describe(status, new HecAnswerBody()), RetryAfter: retryAfter);
            }

            var acks = JsonSerializer.Deserialize(bytes, HecJson.Default.HecAckAnswer)?.Acks ?? [];
            acknowledged = [.. acks.Where(ack => ack.Value).Select(ack => ack.Key)];
            return new HecAnswer(HecOutcome.Accepted, 0, "");
        }, cancellation);
        return (result, acknowledged);
    }

    public void Dispose() => http.Dispose();

    private async Task<HecAnswer> ExchangeAsync(
        Uri address, HttpRequestMessage request, Func<HttpStatusCode, byte[], TimeSpan?, HecAnswer> read, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return read(response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token), response.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new HecAnswer(HecOutcome.Failed, -1, $"{address} gave no answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new HecAnswer(HecOutcome.Failed, -1, $"{address}: {e.Message}");
        }
        catch (JsonException e)
        {
            return new HecAnswer(HecOutcome.Failed, -1, $"{address} answered with something else than a collector does: {e.Message}");
        }
    }

    private static string Describe(HttpStatusCode status, HecAnswerBody answer) =>
        string.IsNullOrEmpty(answer.Text) ? FormattableString.Invariant($"status {(int)status}")
        : string.IsNullOrEmpty(answer.Reason) ? answer.Text
        : $"{answer.Text}: {answer.Reason}";

    private ByteArrayContent Body(ReadOnlyMemory<byte> bytes)
    {
        ByteArrayContent content;
        if (options.Gzip)
        {
            using var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(bytes.Span);
            }

            content = new ByteArrayContent(compressed.GetBuffer(), 0, (int)compressed.Length);
            content.Headers.ContentEncoding.Add("gzip");
        }
        else
        {
            content = new ByteArrayContent(bytes.ToArray());
        }

        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

internal sealed record HecAnswerBody
{
    public string Text { get => field ?? ""; init; }

    public int? Code { get; init; }

    public string? Reason { get; init; }

    [JsonPropertyName("ackId")]
    public long? AckId { get; init; }

    [JsonPropertyName("invalid-event-number")]
    public int? InvalidEventNumber { get; init; }
}

internal sealed record HecAckQuery(IReadOnlyList<long> Acks);

internal sealed record HecAckAnswer(Dictionary<long, bool>? Acks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HecAnswerBody))]
[JsonSerializable(typeof(HecAckQuery))]
[JsonSerializable(typeof(HecAckAnswer))]
internal sealed partial class HecJson : JsonSerializerContext;
