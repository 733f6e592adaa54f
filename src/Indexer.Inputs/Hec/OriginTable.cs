using System.Text;
using Indexer.Model;

namespace Indexer.Inputs.Hec;

/// <summary>
/// The origins and indexes that the events of one request name, each made once, so that an event whose origin was seen before
/// costs a comparison or a look-up. Bounded. Not thread-safe.
/// </summary>
internal sealed class OriginTable
{
    private const int EntriesMax = 1024;
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<EventOrigin, EventOrigin> origins = [];
    private readonly Dictionary<string, (IndexName Index, HecAnswer? Problem)> indexes = new(StringComparer.Ordinal);
    private readonly byte[] lastKey = new byte[512];
    private int lastHost;
    private int lastSource;
    private int lastLength = -1;
    private readonly EventOrigin defaults;
    private EventOrigin last;

    /// <param name="defaults">What holds for envelopes that do not say otherwise.</param>
    public OriginTable(EventOrigin defaults)
    {
        this.defaults = defaults;
        last = defaults;
    }

    /// <summary>The origin of an envelope; what it leaves out is that of the token.</summary>
    public EventOrigin OriginOf(in HecEnvelope envelope)
    {
        if (IsLast(envelope))
        {
            return last;
        }

        var wanted = new EventOrigin(TextOf(envelope.Host, defaults.Host), TextOf(envelope.Source, defaults.Source), TextOf(envelope.SourceType, defaults.SourceType));
        if (!origins.TryGetValue(wanted, out var origin))
        {
            if (origins.Count == EntriesMax)
            {
                origins.Clear();
            }

            origins.Add(wanted, wanted);
            origin = wanted;
        }

        Remember(envelope);
        return last = origin;
    }

    /// <summary>The index of that name, or why it cannot be used, as <paramref name="resolve"/> said when it was seen first.</summary>
    public (IndexName Index, HecAnswer? Problem) IndexOf(ReadOnlySpan<byte> name, Func<string, (IndexName, HecAnswer?)> resolve)
    {
        var text = TextOf(name, "");
        if (!indexes.TryGetValue(text, out var found))
        {
            if (indexes.Count == EntriesMax)
            {
                indexes.Clear();
            }

            found = resolve(text);
            indexes.Add(text, found);
        }

        return found;
    }

    private string TextOf(ReadOnlySpan<byte> utf8, string fallback)
    {
        if (utf8.IsEmpty)
        {
            return fallback;
        }

        utf8 = Utf8Text.Cut(utf8, EventOrigin.ValueBytesMax);
        Span<char> chars = stackalloc char[EventOrigin.ValueBytesMax];
        var found = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        var text = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        if (found.TryGetValue(text, out var known))
        {
            return known;
        }

        if (texts.Count == EntriesMax)
        {
            texts.Clear();
        }

        known = text.ToString();
        texts.Add(known, known);
        return known;
    }

    private bool IsLast(in HecEnvelope envelope) =>
        envelope.Host.Length == lastHost && envelope.Source.Length == lastSource
        && envelope.Host.Length + envelope.Source.Length + envelope.SourceType.Length == lastLength
        && envelope.Host.SequenceEqual(lastKey.AsSpan(0, lastHost))
        && envelope.Source.SequenceEqual(lastKey.AsSpan(lastHost, lastSource))
        && envelope.SourceType.SequenceEqual(lastKey.AsSpan(lastHost + lastSource, lastLength - lastHost - lastSource));

    private void Remember(in HecEnvelope envelope)
    {
        lastHost = envelope.Host.Length;
        lastSource = envelope.Source.Length;
        lastLength = lastHost + lastSource + envelope.SourceType.Length;
        if (lastLength > lastKey.Length)
        {
            lastLength = -1;
            return;
        }

        envelope.Host.CopyTo(lastKey);
        envelope.Source.CopyTo(lastKey.AsSpan(lastHost));
        envelope.SourceType.CopyTo(lastKey.AsSpan(lastHost + lastSource));
    }
}

/// <summary>Cutting UTF-8 between characters.</summary>
internal static class Utf8Text
{
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int bytesMax)
    {
        if (text.Length <= bytesMax)
        {
            return text;
        }

        var end = bytesMax;
        while (end > bytesMax - 4 && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return text[..end];
    }
}
