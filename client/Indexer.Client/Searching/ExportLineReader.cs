using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Indexer.Client;

/// <summary>Reads the lines of an export. One reader for one stream: names of fields are taken from the row before where they fit.</summary>
internal sealed class ExportLineReader
{
    private readonly List<SearchField> fields = [];
    private readonly List<string> values = [];
    private string[] names = [];

    /// <summary>Set by a line that is a row; null otherwise.</summary>
    public SearchRow? Row { get; private set; }

    /// <summary>Set by a line about how far the search is; null otherwise.</summary>
    public SearchProgress? Progress { get; private set; }

    /// <summary>Set by the last line.</summary>
    public bool IsLast { get; private set; }

    public List<ServerMessage> Messages { get; } = [];

    public SearchStatistics Statistics { get; private set; } = new();

    /// <exception cref="JsonException">The line is not one of an export.</exception>
    public void Read(in ReadOnlySequence<byte> line)
    {
        Row = null;
        Progress = null;
        var isPreview = false;
        var offset = 0L;
        var hasRow = false;
        var reader = new Utf8JsonReader(line);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("result"u8))
            {
                ReadRow(ref reader);
                hasRow = true;
            }
            else if (reader.ValueTextEquals("offset"u8))
            {
                reader.Read();
                offset = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("preview"u8))
            {
                reader.Read();
                isPreview = reader.GetBoolean();
            }
            else if (reader.ValueTextEquals("lastrow"u8))
            {
                reader.Read();
                IsLast = reader.GetBoolean();
            }
            else if (reader.ValueTextEquals("messages"u8))
            {
                Messages.AddRange(JsonSerializer.Deserialize(ref reader, Http.ExportJson.Default.ServerMessageArray) ?? []);
            }
            else if (reader.ValueTextEquals("stats"u8))
            {
                Statistics = JsonSerializer.Deserialize(ref reader, Http.ExportJson.Default.SearchStatistics) ?? new();
            }
            else if (reader.ValueTextEquals("progress"u8))
            {
                Progress = JsonSerializer.Deserialize(ref reader, Http.ExportJson.Default.SearchProgress);
            }
            else
            {
                reader.Skip();
            }
        }

        if (hasRow && !isPreview)
        {
            Row = new SearchRow(offset, [.. fields]);
        }
    }

    private void ReadRow(ref Utf8JsonReader reader)
    {
        fields.Clear();
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref reader, fields.Count);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                fields.Add(ReadSeveral(ref reader, name));
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                fields.Add(new SearchField(name, Text(ref reader)));
            }
        }

        if (fields.Count > names.Length)
        {
            names = [.. fields.Select(field => field.Name)];
        }
    }

    private SearchField ReadSeveral(ref Utf8JsonReader reader, string name)
    {
        values.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(Text(ref reader));
        }

        return new SearchField(name, [.. values]);
    }

    private string Name(ref Utf8JsonReader reader, int place) =>
        place < names.Length && reader.ValueTextEquals(names[place]) ? names[place] : reader.GetString()!;

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "",
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
        _ => throw new JsonException("a field's value is neither text nor a number nor a list of them"),
    };

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"expected {type}");
        }
    }
}
