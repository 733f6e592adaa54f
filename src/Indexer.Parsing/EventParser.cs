using Indexer.Model;
using Indexer.Parsing.Lines;
using Indexer.Parsing.Sourcetypes;

namespace Indexer.Parsing;

/// <summary>
/// Turns the bytes of one stream (a file, a connection, a raw request) into events. The stages are: recognition of the sourcetype
/// where the input names none, line breaking, line merging with timestamp recognition, and the stages behind, beginning with
/// <paramref name="next"/>. How the bytes are cut into chunks does not matter to the events. Holds a bounded amount of memory
/// whatever comes. Not thread-safe.
/// </summary>
public sealed class EventParser(InputMetadata input, IParsingRules rules, IEventStage next, TimeProvider clock) : IDisposable
{
    /// <summary>Bytes that go through the stages at a time.</summary>
    public const int ChunkBytes = 10_000;

    private readonly SourcetypeSample? sample = input.SourceType is null ? new SourcetypeSample() : null;
    private LinePipeline? pipeline;
    private ParsingCounters counters;

    /// <summary>What has been done so far.</summary>
    public ref readonly ParsingCounters Counters => ref counters;

    /// <summary>Host, source and sourcetype of the events; null until the sourcetype has been recognised.</summary>
    public EventOrigin? Origin => pipeline?.Origin;

    /// <summary>
    /// Offset in the stream up to which everything has been handed on as events. An input that is interrupted here, after those events
    /// are safe, goes on from this offset.
    /// </summary>
    public long CompletedPosition => pipeline?.CompletedPosition ?? 0;

    public void Append(ReadOnlySpan<byte> chunk)
    {
        counters.Bytes += chunk.Length;
        while (!chunk.IsEmpty)
        {
            var piece = chunk[..Math.Min(chunk.Length, ChunkBytes)];
            chunk = chunk[piece.Length..];
            if (pipeline is not null || sample is null)
            {
                Pipeline().Append(piece, Now(), ref counters);
            }
            else if (sample.Add(piece))
            {
                StartFromSample(isWhole: false);
            }
        }
    }

    /// <summary>
    /// Hands on what is finished but held back because the next bytes could still belong to it. For an input that has been idle; an
    /// unfinished line stays.
    /// </summary>
    public void Flush()
    {
        if (pipeline is null && sample is { HasLine: true })
        {
            StartFromSample(isWhole: false);
        }

        pipeline?.Flush(Now(), ref counters);
    }

    /// <summary>The stream has ended: hands on all that is left. What is appended afterwards begins a new line.</summary>
    public void Complete()
    {
        if (pipeline is null && sample is { IsEmpty: false })
        {
            StartFromSample(isWhole: true);
        }

        pipeline?.Complete(Now(), ref counters);
    }

    public void Dispose()
    {
        sample?.Dispose();
        pipeline?.Dispose();
    }

    private void StartFromSample(bool isWhole)
    {
        pipeline = Start(SourcetypeClassifier.Classify(sample!.Text, input.Source, isWhole));
        pipeline.Append(sample.Bytes, Now(), ref counters);
        sample.Dispose();
    }

    private LinePipeline Pipeline() => pipeline ??= Start(input.SourceType!);

    private LinePipeline Start(string sourceType)
    {
        var origin = input.ToOrigin(sourceType);
        return new LinePipeline(rules.OptionsFor(origin), input.Index, origin, input.FileTime, next);
    }

    private EventTime Now() => EventTime.FromDateTimeOffset(clock.GetUtcNow());
}
