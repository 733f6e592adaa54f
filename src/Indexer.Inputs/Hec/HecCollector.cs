using System.Globalization;
using System.IO.Compression;
using Indexer.Configuration.Settings;
using Indexer.Inputs.Ingest;
using Indexer.Model;
using Indexer.Parsing;
using Indexer.Storage.Lifecycle;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Hec;

/// <summary>
/// The HTTP Event Collector. A request is answered with success when its events are on stable storage; on a token with
/// acknowledgement it is answered as soon as it is read, and the acknowledgement says when they are. Thread-safe.
/// </summary>
public sealed class HecCollector : IAsyncDisposable
{
    private const string ChannelHeader = "X-Splunk-Request-Channel";
    private const string BatchHeader = "X-Indexer-Batch";
    private readonly EventIngest ingest;
    private readonly IngestBudget budget;
    private readonly Func<HttpInputLimits> limits;
    private readonly ILogger<HecCollector> log;
    private readonly HecAuthorization authorization;
    private readonly HecChannels channels;
    private readonly PendingWork unacknowledged = new();

    /// <param name="ingest">The way into storage.</param>
    /// <param name="budget">How much may be on its way there.</param>
    /// <param name="settings"><c>[http]</c> and the tokens in force.</param>
    /// <param name="limits"><c>[http_input]</c> in force.</param>
    public HecCollector(EventIngest ingest, IngestBudget budget, Func<HttpInput> settings, Func<HttpInputLimits> limits, ILogger<HecCollector> log)
    {
        this.ingest = ingest;
        this.budget = budget;
        this.limits = limits;
        this.log = log;
        authorization = new HecAuthorization(settings);
        channels = new HecChannels(() => new HecChannelLimits(limits().MaxPendingAcks, limits().MaxPendingAcksPerChannel, limits().MaxChannels, settings().AckIdle), ingest.Clock);
    }

    /// <summary><c>/services/collector</c>, <c>/event</c>, <c>/event/1.0</c>.</summary>
    public Task TakeEventsAsync(HttpContext context) => AnswerAsync(context, token => TakeAsync(context, token, isRaw: false));

    /// <summary><c>/raw</c>, <c>/raw/1.0</c>.</summary>
    public Task TakeRawAsync(HttpContext context) => AnswerAsync(context, token => TakeAsync(context, token, isRaw: true));

    /// <summary><c>/health</c>: without a token, as load balancers ask it.</summary>
    public Task TellHealthAsync(HttpContext context)
    {
        var answer = ingest.PausedBecause is { } reason ? HecAnswer.Busy with { Reason = reason }
            : budget.Taken > budget.BytesMax / 10 * 9 ? HecAnswer.Busy with { Reason = "too many events wait to be stored" }
            : HecAnswer.Healthy;
        return answer.WriteAsync(context);
    }

    /// <summary><c>/ack</c>.</summary>
    public Task TellAcknowledgedAsync(HttpContext context) => AnswerAsync(context, async token =>
    {
        if (!token.UseAck)
        {
            return HecAnswer.AckDisabled;
        }

        if (ChannelOf(context.Request) is not { } id)
        {
            return HecAnswer.ChannelMissing;
        }

        if (!channels.TryOpen(token.Name, id, out var channel))
        {
            return HecAnswer.Busy;
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = HecAckQuery.BodyBytesMax;
        return await HecAckQuery.AnswerAsync(context, channel);
    });

    /// <summary>Completes when what was taken in and not acknowledged yet is stored, or has failed.</summary>
    public async ValueTask DisposeAsync()
    {
        await unacknowledged.EmptyAsync();
        channels.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpToken, Task<HecAnswer?>> handle)
    {
        HecAnswer? answer;
        try
        {
            answer = await handle(authorization.Authorize(context.Request));
        }
        catch (HecRefusedException e)
        {
            answer = e.Answer;
        }
        catch (BadHttpRequestException e)
        {
            answer = (e.StatusCode == StatusCodes.Status413PayloadTooLarge ? HecAnswer.TooLarge : HecAnswer.InvalidFormat) with { Status = e.StatusCode, Reason = e.Message };
        }
        catch (InvalidDataException)
        {
            answer = HecAnswer.InvalidFormat with { Reason = "the body is not valid gzip" };
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            answer = Explain(e);
        }

        if (answer is null)
        {
            return;
        }

        if (answer.Status != StatusCodes.Status200OK)
        {
            ingest.Metrics.Refused(HecUpload.InputName, answer.Code);
        }

        await answer.WriteAsync(context);
    }

    private HecAnswer Explain(Exception e)
    {
        switch (e)
        {
            case IndexingPausedException:
                return HecAnswer.Busy with { Reason = e.Message };
            case BatchTooLargeException:
                return HecAnswer.TooLarge with { Reason = e.Message };
            case UnknownIndexException or IndexDisabledException:
                return HecAnswer.IncorrectIndex with { Reason = e.Message };
            default:
                log.RequestFailed(e);
                return HecAnswer.InternalError;
        }
    }

    private async Task<HecAnswer?> TakeAsync(HttpContext context, HttpToken token, bool isRaw)
    {
        var request = context.Request;
        var id = ChannelOf(request);
        HecChannel? channel = null;
        if (token.UseAck && !channels.TryOpen(token.Name, id ?? throw new HecRefusedException(HecAnswer.ChannelMissing), out channel))
        {
            return HecAnswer.Busy with { Reason = "there are too many channels" };
        }

        if (ingest.PausedBecause is { } reason)
        {
            return HecAnswer.Busy with { Reason = reason };
        }

        var upload = new HecUpload(ingest, budget, BatchIdsOf(request, token, id), limits().MaxContentLengthBytes);
        var mustDispose = true;
        try
        {
            await using var body = OpenBody(context);
            await ReadAsync(body, upload, InputOf(request, token), token, isRaw, context.RequestAborted);
            if (channel is null || request.Query["ack"] == "wait")
            {
                await upload.FinishAsync();
                return HecAnswer.Success;
            }

            if (channel.TryBegin() is not { } ackId)
            {
                return HecAnswer.Busy with { Reason = "too many acknowledgements wait to be asked for" };
            }

            mustDispose = false;
            unacknowledged.Add(AcknowledgeAsync(upload, channel, ackId));
            return HecAnswer.Success with { AckId = ackId };
        }
        finally
        {
            if (mustDispose)
            {
                upload.Dispose();
            }
        }
    }

    private async Task ReadAsync(Stream body, HecUpload upload, InputMetadata input, HttpToken token, bool isRaw, CancellationToken cancellation)
    {
        if (isRaw)
        {
            if (Resolve(token, input.Index).Problem is { } problem)
            {
                throw new HecRefusedException(problem);
            }

            using var raw = new HecRawBody(input, ingest, upload);
            await raw.ReadAsync(body, cancellation);
            ingest.Metrics.Received(HecUpload.InputName, raw.Counters.Events, upload.BodyBytes, raw.Counters.LinesTruncated);
            return;
        }

        using var events = new HecEventBody(input, ingest, upload, name => Resolve(token, name), limits().MaxEventBytes);
        await events.ReadAsync(body, cancellation);
        ingest.Metrics.Received(HecUpload.InputName, events.Counters.Events, upload.BodyBytes, events.Counters.LinesTruncated);
    }

    private async Task AcknowledgeAsync(HecUpload upload, HecChannel channel, long ackId)
    {
        using (upload)
        {
            try
            {
                await upload.FinishAsync();
                channel.Stored(ackId);
            }
#pragma warning disable CA1031 // Whatever it was, the sender learns of it by the acknowledgement that does not come.
            catch (Exception e)
#pragma warning restore CA1031
            {
                channel.Failed();
                log.NotAcknowledged(ackId, channel.Id, e.Message);
            }
        }
    }

    private Stream OpenBody(HttpContext context)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = limits().MaxContentLengthBytes;
        var encoding = context.Request.Headers.ContentEncoding.ToString();
        return encoding.ToUpperInvariant() switch
        {
            "" or "IDENTITY" => context.Request.Body,
            "GZIP" or "X-GZIP" => new GZipStream(context.Request.Body, CompressionMode.Decompress),
            _ => throw new HecRefusedException(HecAnswer.InvalidFormat with
            {
                Status = StatusCodes.Status415UnsupportedMediaType,
                Reason = $"content encoding '{encoding}' is not known; send gzip or plain text",
            }),
        };
    }

    private InputMetadata InputOf(HttpRequest request, HttpToken token)
    {
        var query = request.Query;
        var source = Text(query, "source") ?? token.Defaults.Source ?? $"http:{token.Name}";
        var index = token.Defaults.Index;
        if (Text(query, "index") is { } name && !IndexName.TryParse(name, out index, out var problem))
        {
            throw new HecRefusedException(HecAnswer.IncorrectIndex with { Reason = problem });
        }

        return new InputMetadata(index, Text(query, "host") ?? token.Defaults.Host, source,
            Text(query, "sourcetype") ?? token.Defaults.SourceType ?? ingest.Rules.AssignSourceType(source) ?? DelimitedEventParser.SourceTypeDefault);
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private (IndexName Index, HecAnswer? Problem) Resolve(HttpToken token, string name) =>
        IndexName.TryParse(name, out var index, out var reason) ? Resolve(token, index) : (default, HecAnswer.IncorrectIndex with { Reason = reason });

    private (IndexName Index, HecAnswer? Problem) Resolve(HttpToken token, IndexName index)
    {
        var reason = !token.Allows(index) ? $"the token may not write to index '{index}'"
            : ingest.Check(index) switch
            {
                IndexAcceptance.Unknown => $"index '{index}' does not exist; add it first",
                IndexAcceptance.Disabled => $"index '{index}' is disabled",
                _ => null,
            };
        return (index, reason is null ? null : HecAnswer.IncorrectIndex with { Reason = reason });
    }

    private static Guid? ChannelOf(HttpRequest request)
    {
        var text = request.Headers[ChannelHeader].ToString();
        text = text.Length > 0 ? text : request.Query["channel"].ToString();
        return text.Length == 0 ? null : Guid.TryParse(text, out var id) ? id : throw new HecRefusedException(HecAnswer.InvalidChannel);
    }

    private static HecBatchIds BatchIdsOf(HttpRequest request, HttpToken token, Guid? channel)
    {
        var text = request.Headers[BatchHeader].ToString();
        if (text.Length == 0)
        {
            return default;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? HecBatchIds.Of(token.Name, channel ?? throw new HecRefusedException(HecAnswer.ChannelMissing), number)
            : throw new HecRefusedException(HecAnswer.InvalidFormat with { Reason = $"{BatchHeader} must be a number from 0" });
    }
}
