using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Indexer.Inputs.Hec;

/// <summary>The body <c>{"acks":[0,1,2]}</c> and its answer <c>{"acks":{"0":true,"1":false,"2":true}}</c>.</summary>
internal static class HecAckQuery
{
    /// <summary>Enough to ask for a full channel's acknowledgements in a handful of requests.</summary>
    public const long BodyBytesMax = 4 << 20;

    /// <summary>Writes the answer, or returns what the sender is told instead.</summary>
    public static async Task<HecAnswer?> AnswerAsync(HttpContext context, HecChannel channel)
    {
        if (await ReadAsync(context) is not { } asked)
        {
            return HecAnswer.InvalidFormat;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartObject("acks"u8);
        foreach (var id in asked)
        {
            writer.WriteBoolean(id.ToString(CultureInfo.InvariantCulture), channel.Ask(id));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
        return null;
    }

    private static async Task<IReadOnlyList<long>?> ReadAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("acks"u8, out var acks)
                || acks.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var ids = new HashSet<long>();
            foreach (var item in acks.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var id))
                {
                    return null;
                }

                ids.Add(id);
            }

            return [.. ids];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
