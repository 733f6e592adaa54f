using System.Buffers;
using System.Text.Json;
using Indexer.Search.Execution;
using Indexer.Search.Expressions;
using Indexer.Search.Jobs;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Web.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Indexer.Web.Searching;

/// <summary>
/// <c>/services/search/jobs/export</c>: rows as they come. One JSON object a line, the last one with <c>lastrow</c>; or lines of
/// csv or text. A client that hangs up ends its search.
/// </summary>
internal sealed class ExportEndpoint(SearchService searches, TimeProvider clock)
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(250);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var path in (string[])["/services/search/jobs/export", "/services/search/v2/jobs/export"])
        {
            endpoints.MapGet(path, ExportAsync);
            endpoints.MapPost(path, ExportAsync);
        }
    }

    private async Task ExportAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context);
        var mode = OutputModes.Parse(parameters.Text("output_mode"));
        var discovery = mode is OutputMode.Raw or OutputMode.Csv ? FieldDiscovery.Needed : FieldDiscovery.All;
        var request = searches.Requests.Read(parameters, discovery, collectTimeline: false);
        var messages = new SearchMessages();
        var export = searches.Export(request, messages);
        context.Response.ContentType = mode.ContentType();
        var writer = new ResultWriter(request.Options.Context.TimeZone);
        if (mode is OutputMode.Raw or OutputMode.Csv)
        {
            await WriteTextAsync(context, export, request, writer, mode);
            return;
        }

        await WriteLinesAsync(context, export, request, messages, writer, wantsProgress: parameters.Flag("progress"));
    }

    private async Task WriteLinesAsync(HttpContext context, SearchExport export, SearchRequest request, SearchMessages messages, ResultWriter writer, bool wantsProgress)
    {
        var started = clock.GetTimestamp();
        var target = context.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(target, ResultWriter.JsonOptions);
        long rows = 0;
        try
        {
            await foreach (var batch in BatchesAsync(export, wantsProgress, context.RequestAborted))
            {
                if (batch is null)
                {
                    WriteProgress(json, target, export.Statistics);
                }
                else
                {
                    rows = WriteRows(json, target, batch, rows, request.CountMax, writer);
                }

                await target.FlushAsync(context.RequestAborted);
                if (request.CountMax > 0 && rows >= request.CountMax)
                {
                    break;
                }
            }
        }
        catch (EvaluationException e) when (context.Response.HasStarted)
        {
            messages.Fail(e.Message);
        }

        WriteEnd(json, target, export.Statistics, rows, clock.GetElapsedTime(started), messages);
        await target.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteTextAsync(HttpContext context, SearchExport export, SearchRequest request, ResultWriter writer, OutputMode mode)
    {
        var target = context.Response.BodyWriter;
        IReadOnlyList<string>? fields = null;
        long rows = 0;
        await foreach (var batch in export.RunAsync(context.RequestAborted))
        {
            if (fields is null)
            {
                fields = batch.Fields;
                if (mode == OutputMode.Csv)
                {
                    ResultWriter.WriteCsvHeader(target, fields);
                }
            }

            for (var row = 0; row < batch.Count && (request.CountMax == 0 || rows < request.CountMax); row++, rows++)
            {
                if (mode == OutputMode.Csv)
                {
                    writer.WriteCsvRow(target, fields, batch, row);
                }
                else
                {
                    writer.WriteRaw(target, batch, row);
                }
            }

            await target.FlushAsync(context.RequestAborted);
            if (request.CountMax > 0 && rows >= request.CountMax)
            {
                return;
            }
        }
    }

    // The batches, with a null now and then while none comes.
    private async IAsyncEnumerable<RowBatch?> BatchesAsync(SearchExport export, bool withPauses, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var batches = export.RunAsync(cancellation).GetAsyncEnumerator(cancellation);
        var lastPause = clock.GetTimestamp();
        while (true)
        {
            var next = batches.MoveNextAsync().AsTask();
            while (withPauses && await Task.WhenAny(next, Task.Delay(ProgressPeriod, clock, cancellation)) != next)
            {
                lastPause = clock.GetTimestamp();
                yield return null;
            }

            if (!await next)
            {
                yield break;
            }

            yield return batches.Current;
            if (withPauses && clock.GetElapsedTime(lastPause) >= ProgressPeriod)
            {
                lastPause = clock.GetTimestamp();
                yield return null;
            }
        }
    }

    private static long WriteRows(Utf8JsonWriter json, IBufferWriter<byte> target, RowBatch batch, long rows, long countMax, ResultWriter writer)
    {
        for (var row = 0; row < batch.Count && (countMax == 0 || rows < countMax); row++, rows++)
        {
            json.WriteStartObject();
            json.WriteBoolean("preview"u8, false);
            json.WriteNumber("offset"u8, rows);
            json.WritePropertyName("result"u8);
            writer.WriteObject(json, batch, row);
            EndLine(json, target);
        }

        return rows;
    }

    private static void EndLine(Utf8JsonWriter json, IBufferWriter<byte> target)
    {
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        target.Write("\n"u8);
    }

    private static void WriteProgress(Utf8JsonWriter json, IBufferWriter<byte> target, SearchStatistics statistics)
    {
        json.WriteStartObject();
        json.WriteStartObject("progress"u8);
        json.WriteNumber("doneProgress"u8, statistics.Progress);
        json.WriteNumber("scanCount"u8, statistics.ScannedEvents);
        json.WriteNumber("eventCount"u8, statistics.MatchedEvents);
        json.WriteEndObject();
        EndLine(json, target);
    }

    private static void WriteEnd(Utf8JsonWriter json, IBufferWriter<byte> target, SearchStatistics statistics, long rows, TimeSpan elapsed, SearchMessages messages)
    {
        json.WriteStartObject();
        json.WriteBoolean("lastrow"u8, true);
        ResultPageAnswer.WriteMessages(json, SearchMessageTexts.Of(messages.Snapshot()));
        json.WriteStartObject("stats"u8);
        json.WriteNumber("scanCount"u8, statistics.ScannedEvents);
        json.WriteNumber("eventCount"u8, statistics.MatchedEvents);
        json.WriteNumber("resultCount"u8, rows);
        json.WriteNumber("runDuration"u8, elapsed.TotalSeconds);
        json.WriteEndObject();
        EndLine(json, target);
    }
}
