using System.Buffers;
using System.Text.Json;

namespace Indexer.Client;

/// <summary>Writes events as the collector takes them: JSON objects without anything between them.</summary>
internal sealed class HecEnvelope
{
    private const decimal TicksPerSecond = TimeSpan.TicksPerSecond;

    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly Utf8JsonWriter json;

    public HecEnvelope() => json = new Utf8JsonWriter(buffer);

    /// <summary>What the last call of <see cref="Write"/> wrote.</summary>
    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    /// <summary>The event's bytes, valid until the next call.</summary>
    /// <exception cref="JsonException">An event of JSON is not one JSON value.</exception>
    public ReadOnlySpan<byte> Write(HecEvent source)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        if (source.Time is { } time)
        {
            json.WriteNumber("time"u8, (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TicksPerSecond);
        }

        WriteText("host"u8, source.Host);
        WriteText("source"u8, source.Source);
        WriteText("sourcetype"u8, source.SourceType);
        WriteText("index"u8, source.Index);
        json.WritePropertyName("event"u8);
        if (source.Text is { } text)
        {
            json.WriteStringValue(text);
        }
        else
        {
            json.WriteRawValue(source.Json.Span);
        }

        if (source.Fields is { Count: > 0 } fields)
        {
            json.WriteStartObject("fields"u8);
            foreach (var (name, value) in fields)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    private void WriteText(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
