using Indexer.Model;
using Indexer.Parsing.Lines;
using Indexer.Parsing.Timestamps;

namespace Indexer.Parsing;

/// <summary>
/// Takes events that their sender has already delimited (the HEC event endpoint, syslog datagrams): no line breaking, the same
/// rules for timestamps and truncation, except that an event without a time does not take that of the event before.
/// One per channel or connection; not thread-safe.
/// </summary>
/// <param name="input">What holds for events that do not say otherwise.</param>
public sealed class DelimitedEventParser(InputMetadata input, IParsingRules rules, IEventStage next, TimeProvider clock)
{
    /// <summary>Origins whose place of timestamps is remembered; with more the memory starts anew.</summary>
    private const int StreamsMax = 1024;

    private readonly Dictionary<EventOrigin, Stream> streams = [];
    private readonly EventOrigin defaultOrigin = input.ToOrigin(input.SourceType ?? SourceTypeDefault);
    private Stream? last;
    private ParsingCounters counters;

    /// <summary>The sourcetype of an event for which neither sender nor input names one.</summary>
    public const string SourceTypeDefault = "httpevent";

    /// <summary>What has been done so far.</summary>
    public ref readonly ParsingCounters Counters => ref counters;

    /// <summary>Adds an event of the input's own host, source, sourcetype and index.</summary>
    public void Add(ReadOnlySpan<byte> raw, EventTime? time = null) => Add(raw, time, defaultOrigin, input.Index);

    /// <summary>Adds an event. An empty one is no event and is passed over.</summary>
    /// <param name="raw">The text of the event.</param>
    /// <param name="time">As the sender stated it outside of the text; null to find it in the text.</param>
    /// <param name="origin">Use the same instance for events of the same origin where that is easy; it saves a look-up.</param>
    /// <param name="index">Where the event goes.</param>
    /// <param name="fields">Index-time fields, as <see cref="IndexedFields"/> writes them.</param>
    public void Add(ReadOnlySpan<byte> raw, EventTime? time, EventOrigin origin, IndexName index, ReadOnlySpan<byte> fields = default)
    {
        counters.Bytes += raw.Length;
        if (raw.IsEmpty)
        {
            return;
        }

        counters.Lines++;
        var stream = StreamOf(origin);
        var text = raw[..Utf8Boundary.CutAt(raw, stream.Options.TruncateBytes)];
        if (time is null)
        {
            stream.Stamper.Now = EventTime.FromDateTimeOffset(clock.GetUtcNow());
            stream.Stamper.TryFind(text, lastPlaceOnly: false, ref counters, out time);
        }

        var stamped = stream.Stamper.Stamp(time, ref counters);
        counters.Events++;
        counters.EventBytes += text.Length;
        if (text.Length == raw.Length)
        {
            next.Accept(new ParsedEvent(index, stamped, stream.Origin, text, fields));
            return;
        }

        counters.LinesTruncated++;
        counters.BytesTruncated += raw.Length - text.Length;
        next.Accept(new ParsedEvent(index, stamped, stream.Origin, text, [.. fields, .. TruncationMark.Fields]));
    }

    private Stream StreamOf(EventOrigin origin)
    {
        if (last is not null && ReferenceEquals(last.Origin, origin))
        {
            return last;
        }

        if (!streams.TryGetValue(origin, out var stream))
        {
            if (streams.Count == StreamsMax)
            {
                streams.Clear();
            }

            stream = new Stream(origin, rules.OptionsFor(origin), input.FileTime);
            streams.Add(origin, stream);
        }

        return last = stream;
    }

    private sealed class Stream(EventOrigin origin, ParsingOptions options, EventTime? fileTime)
    {
        public EventOrigin Origin { get; } = origin;

        public ParsingOptions Options { get; } = options;

        public EventStamper Stamper { get; } = new(options, fileTime, isSequence: false);
    }
}
