using System.Runtime.InteropServices;
using System.Text.Json;
using Indexer.Model;

namespace Indexer.Inputs.Hec;

/// <summary>
/// One event as its sender wraps it: <c>time host source sourcetype index event fields</c>, in any order. The spans point into
/// the object and into the reader's scratch memory, and hold until the next object is read.
/// </summary>
internal ref struct HecEnvelope
{
    public EventTime? Time;
    public ReadOnlySpan<byte> Host;
    public ReadOnlySpan<byte> Source;
    public ReadOnlySpan<byte> SourceType;
    public ReadOnlySpan<byte> Index;
    public ReadOnlySpan<byte> Event;
    public ReadOnlySpan<byte> Fields;
}

/// <summary>Reads envelopes. Allocates nothing per event once its memory has grown. Not thread-safe.</summary>
internal sealed class HecEnvelopeReader
{
    private const int DepthMax = 256;
    private readonly List<byte> fields = [];
    private byte[] scratch = new byte[4096];
    private byte[] nameBytes = new byte[256];
    private byte[] valueBytes = new byte[256];
    private Content content;
    private int used;

    /// <summary>Reads a whole object. Null, or what the sender is told.</summary>
    public HecAnswer? Read(ReadOnlySpan<byte> json, out HecEnvelope envelope)
    {
        envelope = default;
        fields.Clear();
        used = 0;
        content = default;

        // Every text that is unescaped gets shorter, so the scratch memory never has to grow, and to move, halfway.
        if (scratch.Length < json.Length)
        {
            scratch = new byte[Math.Max(json.Length, 2 * scratch.Length)];
        }

        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
            if (Read(ref reader) is { } problem)
            {
                return problem;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return HecAnswer.InvalidFormat;
        }

        envelope = new HecEnvelope
        {
            Time = content.Time,
            Host = Span(json, content.Host),
            Source = Span(json, content.Source),
            SourceType = Span(json, content.SourceType),
            Index = Span(json, content.Index),
            Event = Span(json, content.Event),
            Fields = CollectionsMarshal.AsSpan(fields),
        };
        return !content.HasEvent ? HecAnswer.EventRequired : envelope.Event.IsEmpty ? HecAnswer.EventBlank : null;
    }

    private ReadOnlySpan<byte> Span(ReadOnlySpan<byte> json, Text text) => (text.IsUnescaped ? scratch : json).Slice(text.Start, text.Length);

    private HecAnswer? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event"u8))
            {
                reader.Read();
                content.HasEvent = reader.TokenType != JsonTokenType.Null;
                content.Event = ReadEvent(ref reader);
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                reader.Read();
                if (!TryReadTime(ref reader, out content.Time))
                {
                    return HecAnswer.InvalidFormat;
                }
            }
            else if (reader.ValueTextEquals("host"u8))
            {
                content.Host = ReadNext(ref reader);
            }
            else if (reader.ValueTextEquals("source"u8))
            {
                content.Source = ReadNext(ref reader);
            }
            else if (reader.ValueTextEquals("sourcetype"u8))
            {
                content.SourceType = ReadNext(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                content.Index = ReadNext(ref reader);
            }
            else if (reader.ValueTextEquals("fields"u8))
            {
                reader.Read();
                if (!TryReadFields(ref reader))
                {
                    return HecAnswer.InvalidFields;
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return null;
    }

    private Text ReadNext(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ReadText(ref reader);
    }

    private Text ReadEvent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return ReadText(ref reader);
        }

        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return new Text(from, (int)reader.BytesConsumed - from, false);
    }

    // A number is taken as its text: some senders have hosts like 17. Null is nothing.
    private Text ReadText(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return default;
            case JsonTokenType.Number:
                return new Text((int)reader.TokenStartIndex, reader.ValueSpan.Length, false);
            case JsonTokenType.String when !reader.ValueIsEscaped:
                return new Text((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, false);
            case JsonTokenType.String:
                var text = new Text(used, reader.CopyString(scratch.AsSpan(used)), true);
                used += text.Length;
                return text;
            default:
                throw new JsonException("expected a text");
        }
    }

    private static bool TryReadTime(ref Utf8JsonReader reader, out EventTime? time)
    {
        time = null;
        return reader.TokenType switch
        {
            JsonTokenType.Null => true,
            JsonTokenType.Number => HecTime.TryParse(reader.ValueSpan, out time),
            JsonTokenType.String when !reader.ValueIsEscaped => reader.ValueSpan.IsEmpty || HecTime.TryParse(reader.ValueSpan, out time),
            _ => false,
        };
    }

    private bool TryReadFields(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Copy(ref reader, ref nameBytes);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                if (!TryAddField(ref reader, name))
                {
                    return false;
                }

                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!TryAddField(ref reader, name))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool TryAddField(ref Utf8JsonReader reader, int nameLength)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.True or JsonTokenType.False or JsonTokenType.Number:
                IndexedFields.Append(fields, nameBytes.AsSpan(0, nameLength), reader.ValueSpan);
                return nameLength > 0;
            case JsonTokenType.String:
                var length = Copy(ref reader, ref valueBytes);
                IndexedFields.Append(fields, nameBytes.AsSpan(0, nameLength), valueBytes.AsSpan(0, length));
                return nameLength > 0;
            default:
                return false;
        }
    }

    private static int Copy(ref Utf8JsonReader reader, ref byte[] target)
    {
        if (target.Length < reader.ValueSpan.Length)
        {
            target = new byte[Math.Max(reader.ValueSpan.Length, 2 * target.Length)];
        }

        return reader.CopyString(target);
    }

    /// <summary>A text in the object, or unescaped in the scratch memory.</summary>
    private readonly record struct Text(int Start, int Length, bool IsUnescaped);

    private struct Content
    {
        public EventTime? Time;
        public Text Host;
        public Text Source;
        public Text SourceType;
        public Text Index;
        public Text Event;
        public bool HasEvent;
    }
}
