using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Indexer.Client;

namespace Indexer.Cli.Results;

/// <summary>A JSON object a line. A field with several values is a list.</summary>
internal sealed class JsonLinesWriter : ResultWriter
{
    private readonly TextWriter output;
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly Utf8JsonWriter json;

    public JsonLinesWriter(TextWriter output)
    {
        this.output = output;
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    public override void Write(SearchRow row)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        foreach (var field in row)
        {
            if (!field.IsMultivalue)
            {
                json.WriteString(field.Name, field.Text);
                continue;
            }

            json.WriteStartArray(field.Name);
            foreach (var value in field.Values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    public override void Complete() => json.Dispose();
}
