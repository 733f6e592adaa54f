using Indexer.Model;
using Indexer.Parsing.Timestamps;

namespace Indexer.Parsing.Lines;

/// <summary>Line breaking, merging and timestamps of one stream whose sourcetype is known. Not thread-safe.</summary>
internal sealed class LinePipeline(ParsingOptions options, IndexName index, EventOrigin origin, EventTime? fileTime, IEventStage next) : IDisposable
{
    private readonly LineSplitter splitter = new(options.LineBreaker, options.TruncateBytes);
    private readonly LineMerger merger = new(options);
    private readonly EventStamper stamper = new(options, fileTime, isSequence: true);
    private PendingEvent pending;

    public EventOrigin Origin { get; } = origin;

    public long CompletedPosition => pending.IsOpen ? pending.StreamStart : splitter.StreamPosition;

    public void Append(ReadOnlySpan<byte> chunk, EventTime now, ref ParsingCounters counters)
    {
        stamper.Now = now;
        var shift = splitter.Append(chunk, pending.IsOpen ? pending.Start : null);
        pending.Start -= shift;
        pending.End -= shift;
        ReadLines(ended: false, ref counters);
    }

    public void Flush(EventTime now, ref ParsingCounters counters)
    {
        stamper.Now = now;
        ReadLines(ended: splitter.EndsWithNewline, ref counters);
        Close(ref counters);
    }

    public void Complete(EventTime now, ref ParsingCounters counters)
    {
        stamper.Now = now;
        ReadLines(ended: true, ref counters);
        Close(ref counters);
    }

    public void Dispose() => splitter.Dispose();

    private void ReadLines(bool ended, ref ParsingCounters counters)
    {
        while (splitter.TryRead(ended, ref counters, out var line))
        {
            counters.Lines++;
            AddLine(line, ref counters);
        }
    }

    private void AddLine(in LineSpan line, ref ParsingCounters counters)
    {
        var text = splitter.Slice(line.Start, line.End);
        EventTime? time = null;
        var isDated = false;
        if (merger.NeedsTimestamps)
        {
            var lastPlaceOnly = pending.IsOpen && stamper.HasSeenTimestamp && LineMerger.LooksContinued(text);
            isDated = stamper.TryFind(text, lastPlaceOnly, ref counters, out time);
        }

        var begins = merger.Begins(text, isDated, stamper.HasSeenTimestamp, ref counters);
        if (!begins && line.End - pending.Start > ParsingOptions.EventBytesMax)
        {
            counters.EventsSplit++;
            begins = true;
        }

        if (begins)
        {
            Close(ref counters);
            pending = new PendingEvent { IsOpen = true, Start = line.Start, StreamStart = line.StreamStart, Time = time };
        }

        pending.End = line.End;
        pending.IsTruncated |= line.IsTruncated;
        merger.Added(text, begins, ref counters);
        if (!options.ShouldLineMerge)
        {
            Close(ref counters);
        }
    }

    private void Close(ref ParsingCounters counters)
    {
        if (!pending.IsOpen)
        {
            return;
        }

        var raw = splitter.Slice(pending.Start, pending.End);
        if (!merger.NeedsTimestamps)
        {
            stamper.TryFind(raw, lastPlaceOnly: false, ref counters, out pending.Time);
        }

        var time = stamper.Stamp(pending.Time, ref counters);
        var fields = pending.IsTruncated ? TruncationMark.Fields : default;
        pending.IsOpen = false;
        merger.Closed();
        counters.Events++;
        counters.EventBytes += raw.Length;
        next.Accept(new ParsedEvent(index, time, Origin, raw, fields));
    }

    /// <summary>The event that the next line may still belong to: offsets in the splitter's buffer.</summary>
    private struct PendingEvent
    {
        public bool IsOpen;
        public int Start;
        public int End;
        public long StreamStart;
        public EventTime? Time;
        public bool IsTruncated;
    }
}
