using System.Text.Json;
using Indexer.Search.Jobs;
using Indexer.Search.Values;
using Indexer.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Indexer.Web.Searching;

/// <summary>Answers with a page of rows, in any output mode.</summary>
internal static class ResultPageAnswer
{
    public static async Task WriteAsync(HttpContext context, ResultPage page, bool isPreview, IReadOnlyList<Message> messages, OutputMode mode, TimeZoneInfo zone)
    {
        context.Response.ContentType = mode.ContentType();
        var target = context.Response.BodyWriter;
        var writer = new ResultWriter(zone);
        switch (mode)
        {
            case OutputMode.Csv:
                ResultWriter.WriteCsvHeader(target, page.Fields);
                Each(page, (batch, row) => writer.WriteCsvRow(target, page.Fields, batch, row));
                break;
            case OutputMode.Raw:
                Each(page, (batch, row) => writer.WriteRaw(target, batch, row));
                break;
            default:
                await using (var json = new Utf8JsonWriter(target, ResultWriter.JsonOptions))
                {
                    WriteJson(json, page, isPreview, messages, mode, writer);
                }

                break;
        }

        await target.FlushAsync(context.RequestAborted);
    }

    private static void WriteJson(Utf8JsonWriter json, ResultPage page, bool isPreview, IReadOnlyList<Message> messages, OutputMode mode, ResultWriter writer)
    {
        json.WriteStartObject();
        json.WriteBoolean("preview"u8, isPreview);
        json.WriteNumber("init_offset"u8, page.Offset);
        json.WriteStartArray("fields"u8);
        foreach (var field in page.Fields)
        {
            if (mode == OutputMode.Json)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, field);
                json.WriteEndObject();
            }
            else
            {
                json.WriteStringValue(field);
            }
        }

        json.WriteEndArray();
        switch (mode)
        {
            case OutputMode.JsonRows:
                json.WriteStartArray("rows"u8);
                Each(page, (batch, row) => WriteList(json, page.Fields, field => writer.WriteValue(json, field, batch[field, row])));
                json.WriteEndArray();
                break;
            case OutputMode.JsonColumns:
                json.WriteStartArray("columns"u8);
                WriteColumns(json, page, writer);
                json.WriteEndArray();
                break;
            default:
                json.WriteStartArray("results"u8);
                Each(page, (batch, row) => writer.WriteObject(json, batch, row));
                json.WriteEndArray();
                break;
        }

        WriteMessages(json, messages);
        json.WriteEndObject();
    }

    public static void WriteMessages(Utf8JsonWriter json, IReadOnlyList<Message> messages)
    {
        json.WriteStartArray("messages"u8);
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, message.Type);
            json.WriteString("text"u8, message.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteColumns(Utf8JsonWriter json, ResultPage page, ResultWriter writer)
    {
        foreach (var field in page.Fields)
        {
            json.WriteStartArray();
            Each(page, (batch, row) => writer.WriteValue(json, field, batch[field, row]));
            json.WriteEndArray();
        }
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<string> fields, Action<string> write)
    {
        json.WriteStartArray();
        foreach (var field in fields)
        {
            write(field);
        }

        json.WriteEndArray();
    }

    private static void Each(ResultPage page, Action<RowBatch, int> write)
    {
        foreach (var batch in page.Batches)
        {
            for (var row = 0; row < batch.Count; row++)
            {
                write(batch, row);
            }
        }
    }
}
