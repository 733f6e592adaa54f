using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Indexer.Model;

namespace Indexer.Storage.Buckets;

/// <summary>
/// The bytes of <see cref="BucketFiles.Manifest"/>: one JSON object on one line, members in a fixed order, so that equal content
/// gives equal bytes: <c>{"format":1,"id":"main~3~GUID","events":…,"rawBytes":…,"earliestNs":…,"latestNs":…,
/// "files":[{"path":"…","bytes":…,"sha256":"…"},…],"crc32c":"xxxxxxxx"}</c> and a line feed. The last member is the CRC-32C of
/// all bytes before its comma. People may read it; nothing but this class may write it.
/// </summary>
internal static class BucketManifestCodec
{
    public const int FormatVersion = 1;

    public const int BytesMax = 16 << 20;

    private const int Sha256Digits = 64;
    private const int CrcDigits = 8;
    private static ReadOnlySpan<byte> CrcMember => ",\"crc32c\":\""u8;
    private static ReadOnlySpan<byte> End => "\"}\n"u8;
    private static int TrailerBytes => CrcMember.Length + CrcDigits + End.Length;

    public static byte[] Encode(BucketManifest manifest)
    {
        Check(manifest, reason => throw new ArgumentException(reason, nameof(manifest)));
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("format", FormatVersion);
            json.WriteString("id", manifest.Id.ToString());
            json.WriteNumber("events", manifest.EventCount);
            json.WriteNumber("rawBytes", manifest.RawBytes);
            json.WriteNumber("earliestNs", manifest.Earliest.Nanoseconds);
            json.WriteNumber("latestNs", manifest.Latest.Nanoseconds);
            json.WriteStartArray("files");
            foreach (var file in manifest.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteString("sha256", file.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var body = buffer.WrittenSpan[..^1];
        var crc = Crc32C.Of(body).ToString("x8", CultureInfo.InvariantCulture);
        return [.. body, .. CrcMember, .. Encoding.ASCII.GetBytes(crc), .. End];
    }

    /// <param name="content">What the file holds.</param>
    /// <param name="path">Named in the message of the <see cref="BucketDamagedException"/>.</param>
    public static BucketManifest Decode(ReadOnlySpan<byte> content, string path)
    {
        if (content.Length <= TrailerBytes || !content.EndsWith(End) || !content[^TrailerBytes..].StartsWith(CrcMember))
        {
            throw new BucketDamagedException(path, content.Length, "it does not end with a checksum, so it was cut or is not a manifest");
        }

        var body = content[..^TrailerBytes];
        var digits = content.Slice(body.Length + CrcMember.Length, CrcDigits);
        if (Encoding.ASCII.GetString(digits) != Crc32C.Of(body).ToString("x8", CultureInfo.InvariantCulture))
        {
            throw new BucketDamagedException(path, 0, "its checksum is wrong");
        }

        try
        {
            var manifest = Read([.. body, (byte)'}']);
            Check(manifest, reason => throw new FormatException(reason));
            return manifest;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new BucketDamagedException(path, 0, $"it is not a manifest of format {FormatVersion}: {e.Message}", e);
        }
    }

    private static BucketManifest Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        Expect(ref reader, JsonTokenType.StartObject);
        if (Number(ref reader, "format") is var format && format != FormatVersion)
        {
            throw new FormatException($"its format is {format}");
        }

        var id = BucketId.Parse(Text(ref reader, "id"));
        var events = Number(ref reader, "events");
        var rawBytes = Number(ref reader, "rawBytes");
        var earliest = Number(ref reader, "earliestNs");
        var latest = Number(ref reader, "latestNs");
        Member(ref reader, "files");
        Expect(ref reader, JsonTokenType.StartArray);
        var files = new List<BucketFile>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            files.Add(new BucketFile(Text(ref reader, "path"), Number(ref reader, "bytes"), Text(ref reader, "sha256")));
            Expect(ref reader, JsonTokenType.EndObject);
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new FormatException("the list of files does not end");
        }

        Expect(ref reader, JsonTokenType.EndObject);
        return new BucketManifest
        {
            Id = id,
            EventCount = events,
            RawBytes = rawBytes,
            Earliest = new EventTime(earliest),
            Latest = new EventTime(latest),
            Files = files,
        };
    }

    private static void Check(BucketManifest manifest, Action<string> refuse)
    {
        if (manifest.EventCount < 0 || manifest.RawBytes < 0 || manifest.Earliest > manifest.Latest)
        {
            refuse("counts are negative or the time span is reversed");
        }

        string? previous = null;
        foreach (var file in manifest.Files)
        {
            if (previous is not null && string.CompareOrdinal(previous, file.Path) >= 0)
            {
                refuse($"file '{file.Path}' is out of order");
            }

            if (file.Path.Split('/').Any(part => part is "" or "." or "..") || file.Path.Contains('\\', StringComparison.Ordinal)
                || file.Bytes < 0 || file.Sha256.Length != Sha256Digits || !file.Sha256.All(char.IsAsciiHexDigitLower))
            {
                refuse($"the entry of file '{file.Path}' is malformed");
            }

            previous = file.Path;
        }
    }

    private static long Number(ref Utf8JsonReader reader, string member)
    {
        Member(ref reader, member);
        Expect(ref reader, JsonTokenType.Number);
        return reader.GetInt64();
    }

    private static string Text(ref Utf8JsonReader reader, string member)
    {
        Member(ref reader, member);
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static void Member(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.PropertyName);
        if (!reader.ValueTextEquals(name))
        {
            throw new FormatException($"'{name}' was expected where '{reader.GetString()}' is");
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new FormatException($"{type} was expected where {reader.TokenType} is");
        }
    }
}
