using System.Text;
using Indexer.Model;

namespace Indexer.Parsing.Tests;

/// <summary>An event as a test sees it.</summary>
internal sealed record Parsed(EventTime Time, string Raw, EventOrigin Origin, bool IsTruncated)
{
    public string Iso => Time.ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Runs bytes through a parser and an <see cref="EventBatch"/>, as an input does. Raw text is compared byte by byte (Latin-1).</summary>
internal sealed class ParserRun
{
    public static readonly IndexName Index = IndexName.Main;

    private readonly List<Parsed> events = [];

    private ParserRun()
    {
    }

    public IReadOnlyList<Parsed> Events => events;

    public ParsingCounters Counters { get; private set; }

    public IReadOnlyList<string> Raws => [.. events.Select(e => e.Raw)];

    public static ParserRun Of(string text, ParsingOptions? options = null, string? sourcetype = "test", string now = "2026-11-21T12:00:00Z",
        EventTime? fileTime = null, string source = "/var/log/test.log") =>
        Of(Encoding.UTF8.GetBytes(text), options, sourcetype, now, fileTime, source);

    public static ParserRun Of(byte[] bytes, ParsingOptions? options = null, string? sourcetype = "test", string now = "2026-11-21T12:00:00Z",
        EventTime? fileTime = null, string source = "/var/log/test.log", IEnumerable<int>? chunks = null)
    {
        var run = new ParserRun();
        using var batches = new EventBatches();
        using var parser = new EventParser(new InputMetadata(Index, "host1", source, sourcetype, fileTime), Rules(options), batches, FixedClock.At(now));
        var rest = bytes.AsSpan();
        foreach (var size in chunks ?? [bytes.Length])
        {
            var chunk = rest[..Math.Min(size, rest.Length)];
            parser.Append(chunk);
            rest = rest[chunk.Length..];
        }

        parser.Append(rest);
        parser.Complete();
        Assert.Equal(bytes.Length, parser.CompletedPosition);
        run.Take(batches);
        run.Counters = parser.Counters;
        return run;
    }

    public static IParsingRules Rules(ParsingOptions? options) => options is null ? Sourcetypes.ShippedSourcetypes.Instance : new OneRule(options);

    /// <summary>The events that wait in <paramref name="batches"/>.</summary>
    public static IReadOnlyList<Parsed> Drain(EventBatches batches)
    {
        var run = new ParserRun();
        run.Take(batches);
        return run.events;
    }

    private void Take(EventBatches batches)
    {
        foreach (var (_, batch) in batches.Take())
        {
            foreach (var e in batch)
            {
                events.Add(new Parsed(e.Time, Encoding.Latin1.GetString(e.Raw), batch.Origins[e.Origin], e.Fields.SequenceEqual(TruncationMark.Fields)));
            }

            batch.Release();
        }
    }

    private sealed class OneRule(ParsingOptions options) : IParsingRules
    {
        public ParsingOptions OptionsFor(EventOrigin origin) => options;
    }
}
