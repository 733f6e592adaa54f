using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Indexer.Client.Http;

/// <summary>Calls over HTTP: parameters, timeouts, repetition, errors.</summary>
internal sealed class RestConnection : IDisposable
{
    private const int RetriesMax = 10;

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http;
    private readonly IndexerClientOptions options;

    public RestConnection(Uri address, IndexerClientOptions options)
    {
        if (options.Retries is < 0 or > RetriesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Retries, $"Retries: expected 0 to {RetriesMax}");
        }

        this.options = options;
        var handler = options.Handler ?? new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.All,
        };
        http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("indexer-client", typeof(RestConnection).Assembly.GetName().Version?.ToString(3)));
        if (options.Credential is { } credential)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }
    }

    private Uri Address => http.BaseAddress!;

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Get, path, null, type, cancellation);

    public async Task<T> CallAsync<T>(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await SendAsync(method, path, form, cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellation) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new IndexerException($"{Address} answered {method} {path} with something else than was expected: {e.Message}", e);
        }
    }

    public async Task<IReadOnlyList<ServerMessage>> CommandAsync(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, CancellationToken cancellation)
    {
        using var answer = await SendAsync(method, path, form, cancellation);
        return ParseMessages(await answer.Content.ReadAsByteArrayAsync(cancellation));
    }

    /// <summary>An answer that is complete. The caller disposes of it.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var mayRepeat = method == HttpMethod.Get && attempt < options.Retries;
            using var timeout = new CancellationTokenSource(options.RequestTimeout, options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
            try
            {
                using var request = Request(method, path, form);
                var answer = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
                if (!mayRepeat || !IsPassing(answer.StatusCode))
                {
                    return await RequireSuccessAsync(answer, either.Token);
                }

                answer.Dispose();
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new IndexerUnreachableException(Address, FormattableString.Invariant($"no answer within {options.RequestTimeout.TotalSeconds:0.#} seconds"), e);
            }
            catch (HttpRequestException e)
            {
                if (!mayRepeat)
                {
                    throw Unreachable(e);
                }
            }

            // Jitter keeps many clients of a node that restarts from coming back in step.
            var delay = FirstRetryDelay * (1 << attempt) * (0.5 + Random.Shared.NextDouble());
            await Task.Delay(delay, options.Time, cancellation);
        }
    }

    /// <summary>An answer whose body is still to come. The caller disposes of it.</summary>
    public async Task<HttpResponseMessage> StreamAsync(
        HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, CancellationToken cancellation)
    {
        try
        {
            using var request = Request(method, path, form);
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return await RequireSuccessAsync(answer, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>Copies a body that streams; a connection that breaks is an <see cref="IndexerException"/>.</summary>
    public static async Task CopyAsync(HttpResponseMessage answer, Uri address, Stream destination, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[64 << 10];
        while (true)
        {
            int read;
            try
            {
                read = await body.ReadAsync(buffer, cancellation);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw new IndexerException($"{address} broke off its answer, which is not complete: {e.Message}", e);
            }

            if (read == 0)
            {
                return;
            }

            await destination.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form) =>
        new(method, path) { Content = form is null ? null : new FormUrlEncodedContent(form) };

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static async Task<HttpResponseMessage> RequireSuccessAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            var messages = ParseMessages(await answer.Content.ReadAsByteArrayAsync(cancellation));
            var status = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {answer.ReasonPhrase}");
            throw new IndexerRequestException(
                answer.StatusCode,
                messages.Count > 0 ? messages : [new ServerMessage("ERROR", $"{answer.RequestMessage?.RequestUri} answered {status}")]);
        }
    }

    // An answer that is not ours, of a proxy for example, has no messages.
    private static IReadOnlyList<ServerMessage> ParseMessages(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientJson.Default.MessageList)?.Messages ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private IndexerUnreachableException Unreachable(HttpRequestException e) =>
        new(Address, e.InnerException is SocketException socket ? socket.Message : e.Message, e);
}
