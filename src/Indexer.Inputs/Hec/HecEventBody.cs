using Indexer.Inputs.Ingest;
using Indexer.Model;
using Indexer.Parsing;

namespace Indexer.Inputs.Hec;

/// <summary>Reads a body of envelopes. One per request; not thread-safe.</summary>
internal sealed class HecEventBody : IDisposable
{
    private readonly JsonObjectFramer framer;
    private readonly HecEnvelopeReader envelopes = new();
    private readonly OriginTable origins;
    private readonly DelimitedEventParser parser;
    private readonly HecUpload upload;
    private readonly Func<string, (IndexName, HecAnswer?)> resolve;
    private readonly IndexName defaultIndex;
    private readonly HecAnswer? defaultProblem;
    private long number;

    /// <param name="input">What holds for events that do not say otherwise.</param>
    /// <param name="resolve">The index of a name, or why it cannot be used.</param>
    /// <param name="eventBytesMax">The largest envelope.</param>
    public HecEventBody(InputMetadata input, EventIngest ingest, HecUpload upload, Func<string, (IndexName, HecAnswer?)> resolve, long eventBytesMax)
    {
        this.upload = upload;
        this.resolve = resolve;
        framer = new JsonObjectFramer((int)Math.Min(eventBytesMax, ParsingOptions.EventBytesMax));
        origins = new OriginTable(new EventOrigin(input.Host, input.Source, input.SourceType ?? DelimitedEventParser.SourceTypeDefault));
        parser = new DelimitedEventParser(input, ingest.Rules, upload.Batches, ingest.Clock);
        (defaultIndex, defaultProblem) = resolve(input.Index.Value);
    }

    public ref readonly ParsingCounters Counters => ref parser.Counters;

    /// <summary>Reads to the end. Throws <see cref="HecRefusedException"/>.</summary>
    public async Task ReadAsync(Stream body, CancellationToken cancellation)
    {
        int read;
        while ((read = await body.ReadAsync(framer.GetMemory(), cancellation)) > 0)
        {
            framer.Advance(read);
            upload.Received(read);
            while (ReadEnvelopes())
            {
                await upload.SendPartAsync();
            }

            await upload.EnsureRoomAsync();
        }

        if (framer.HasRest)
        {
            throw Refused(HecAnswer.InvalidFormat);
        }

        if (number == 0)
        {
            throw new HecRefusedException(HecAnswer.NoData);
        }
    }

    public void Dispose() => framer.Dispose();

    // Whether a part is full; otherwise there is no whole envelope left.
    private bool ReadEnvelopes()
    {
        while (true)
        {
            switch (framer.TryRead(out var json))
            {
                case FramerState.Object:
                    Add(json);
                    upload.Parsed(json.Length);
                    number++;
                    if (upload.PartRoom <= 0)
                    {
                        return true;
                    }

                    break;
                case FramerState.Incomplete:
                    return false;
                case FramerState.TooLarge:
                    throw Refused(HecAnswer.TooLarge with { Reason = "the event is larger than max_event_size of limits.conf" });
                default:
                    throw Refused(HecAnswer.InvalidFormat);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> json)
    {
        if (envelopes.Read(json, out var envelope) is { } problem)
        {
            throw Refused(problem);
        }

        var (index, wrong) = envelope.Index.IsEmpty ? (defaultIndex, defaultProblem) : origins.IndexOf(envelope.Index, resolve);
        if (wrong is not null)
        {
            throw Refused(wrong);
        }

        parser.Add(envelope.Event, envelope.Time, origins.OriginOf(envelope), index, envelope.Fields);
    }

    private HecRefusedException Refused(HecAnswer answer) => new(answer with { InvalidEvent = number });
}
