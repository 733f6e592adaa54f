using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Web.Answers;

namespace Indexer.Web.Searching;

/// <summary>How rows are written.</summary>
internal enum OutputMode
{
    Json,
    JsonRows,
    JsonColumns,
    Csv,
    Raw,
}

internal static class OutputModes
{
    /// <summary>Throws <see cref="RestException"/> for a mode that does not exist.</summary>
    public static OutputMode Parse(string? text) => text switch
    {
        null or "json" => OutputMode.Json,
        "json_rows" => OutputMode.JsonRows,
        "json_cols" => OutputMode.JsonColumns,
        "csv" => OutputMode.Csv,
        "raw" => OutputMode.Raw,
        _ => throw RestException.BadRequest($"output_mode '{text}' is not known; use json, json_rows, json_cols, csv or raw"),
    };

    public static string ContentType(this OutputMode mode) => mode switch
    {
        OutputMode.Csv => "text/csv; charset=utf-8",
        OutputMode.Raw => "text/plain; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };
}

/// <summary>
/// Writes values as clients know them: text, lists of text where a field has several values, and <c>_time</c> as RFC 3339 text in
/// the zone of the search. Not thread-safe.
/// </summary>
internal sealed class ResultWriter(TimeZoneInfo zone)
{
    private const int TimeCharsMax = 40;
    private readonly Dictionary<string, JsonEncodedText> names = new(StringComparer.Ordinal);

    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One row as an object; fields without a value are left out.</summary>
    public void WriteObject(Utf8JsonWriter json, RowBatch batch, int row)
    {
        json.WriteStartObject();
        foreach (var field in batch.Fields)
        {
            if (batch.TryGetColumn(field, out var column) && column[row] is { IsNull: false } value)
            {
                json.WritePropertyName(NameOf(field));
                WriteValue(json, field, value);
            }
        }

        json.WriteEndObject();
    }

    public void WriteValue(Utf8JsonWriter json, string field, Value value)
    {
        if (value.IsList)
        {
            json.WriteStartArray();
            foreach (var item in value.Items)
            {
                json.WriteStringValue(item.AsText());
            }

            json.WriteEndArray();
            return;
        }

        Span<char> time = stackalloc char[TimeCharsMax];
        if (TryTime(field, value, time, out var length))
        {
            json.WriteStringValue(time[..length]);
        }
        else if (value.IsNull)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(value.AsText());
        }
    }

    /// <summary>The names of the fields as the first line of a table.</summary>
    public static void WriteCsvHeader(IBufferWriter<byte> target, IReadOnlyList<string> fields) =>
        WriteCsv(target, fields.Count, i => fields[i]);

    public void WriteCsvRow(IBufferWriter<byte> target, IReadOnlyList<string> fields, RowBatch batch, int row) =>
        WriteCsv(target, fields.Count, i => TextOf(fields[i], batch[fields[i], row]));

    /// <summary>The text of an event and a line feed; of a row that is no event, its values with tabs between.</summary>
    public void WriteRaw(IBufferWriter<byte> target, RowBatch batch, int row)
    {
        var raw = batch[EventFields.Raw, row];
        var text = raw.IsNull ? string.Join('\t', batch.Fields.Select(field => TextOf(field, batch[field, row]))) : raw.AsText();
        Encoding.UTF8.GetBytes(text, target);
        target.Write("\n"u8);
    }

    private static void WriteCsv(IBufferWriter<byte> target, int count, Func<int, string> textOf)
    {
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                target.Write(","u8);
            }

            var text = textOf(i);
            if (text.AsSpan().ContainsAny(",\"\r\n"))
            {
                text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            }

            Encoding.UTF8.GetBytes(text, target);
        }

        target.Write("\n"u8);
    }

    private string TextOf(string field, Value value)
    {
        Span<char> time = stackalloc char[TimeCharsMax];
        return TryTime(field, value, time, out var length) ? time[..length].ToString() : value.AsText();
    }

    private bool TryTime(string field, Value value, Span<char> target, out int length)
    {
        length = 0;
        return field == EventFields.Time && value.IsNumber && value.TryGetNumber(out var seconds) && RestTime.TryFormat(seconds, zone, target, out length);
    }

    private JsonEncodedText NameOf(string field)
    {
        if (!names.TryGetValue(field, out var name))
        {
            name = JsonEncodedText.Encode(field, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
            names.Add(field, name);
        }

        return name;
    }
}
