using System.Text;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Model.Text;

namespace Indexer.Storage.Tests.Reading;

/// <summary>Random searches whose terms are cut out of the events that they run over. A seed makes the same ones again.</summary>
internal sealed class QuerySamples(int seed, IReadOnlyList<StoredEvent> events)
{
    private readonly Random random = new(seed);

    public EventPredicate Predicate(int depth = 3)
    {
        switch (depth == 0 ? 9 : random.Next(12))
        {
            case 0 or 1:
                return new EventPredicate.And(Parts(depth));
            case 2 or 3:
                return new EventPredicate.Or(Parts(depth));
            case 4:
                return new EventPredicate.Not(Predicate(depth - 1));
            case 5:
                return Origin();
            case 6:
                return new EventPredicate.IndexedFieldIs(random.Next(2) == 0 ? "status" : "app", random.Next(3) == 0 ? "*" : random.Next(4).ToString());
            default:
                return new EventPredicate.Matches(Pattern());
        }
    }

    /// <summary>Sometimes everything, sometimes the time around two events.</summary>
    public TimeRange Range()
    {
        var (a, b) = (Any().Time, Any().Time);
        return random.Next(3) == 0 ? TimeRange.All : new TimeRange(new EventTime(Math.Min(a, b)), new EventTime(Math.Max(a, b) + random.Next(2)));
    }

    /// <summary>A span of a histogram, from far below the distance of events to everything at once.</summary>
    public long Span() => random.Next(5) switch
    {
        0 => long.MaxValue,
        1 => 1_000_000,
        2 => 60_000_000_000,
        3 => 3_600_000_000_000,
        _ => 1 + random.NextInt64(1L << random.Next(20, 50)),
    };

    public EventTime SpanOrigin() => new(random.Next(2) == 0 ? 0 : Any().Time);

    private List<EventPredicate> Parts(int depth) => [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => Predicate(depth - 1))];

    private EventPredicate.OriginIs Origin()
    {
        var origin = Any().Origin;
        return random.Next(4) switch
        {
            0 => new EventPredicate.OriginIs(OriginField.Host, origin.Host.ToUpperInvariant()),
            1 => new EventPredicate.OriginIs(OriginField.Source, origin.Source),
            2 => new EventPredicate.OriginIs(OriginField.Source, "*" + origin.Source[(origin.Source.Length / 2)..]),
            _ => new EventPredicate.OriginIs(OriginField.SourceType, origin.SourceType[..1] + "*"),
        };
    }

    private TextPattern Pattern()
    {
        var raw = Any().Raw;
        if (raw.Length == 0 || random.Next(40) == 0)
        {
            return TextPattern.Parse(random.Next(2) == 0 ? "*" : "nowhere-to-be-found");
        }

        if (random.Next(3) != 0)
        {
            return Word(raw);
        }

        var start = random.Next(raw.Length);
        var cut = Text(raw.AsSpan(start, random.Next(1, Math.Min(40, raw.Length - start) + 1)));
        return random.Next(5) switch
        {
            0 => TextPattern.Term(cut),
            1 => TextPattern.Substring(cut),
            2 => TextPattern.Literal(cut),
            3 => TextPattern.Parse(cut.Replace(' ', '*')),
            _ => TextPattern.Parse((random.Next(2) == 0 ? "*" : "") + cut + (random.Next(2) == 0 ? "*" : "")),
        };
    }

    private TextPattern Word(byte[] raw)
    {
        var words = new List<string>();
        var each = Segmentation.Words(raw, Segmentation.IsJson(raw));
        while (each.MoveNext())
        {
            words.Add(Text(each.Current));
        }

        if (words.Count == 0)
        {
            return TextPattern.Parse("*");
        }

        var at = random.Next(words.Count);
        var word = words[at].Length > 200 ? words[at][..200] : words[at];
        var parts = word.Split('.', '-', '_');
        var cut = random.Next(word.Length);
        return random.Next(9) switch
        {
            0 => TextPattern.Parse(word[..(cut + 1)] + "*"),
            1 => TextPattern.Parse("*" + word[cut..]),
            2 => TextPattern.Parse("*" + word[(cut / 2)..(cut + 1)] + "*"),
            3 => TextPattern.Parse(parts[random.Next(parts.Length)] is { Length: > 0 } part ? part : word),
            4 => TextPattern.Parse(word[..cut] + "*" + word[cut..]),
            5 => TextPattern.Term(word),
            6 => TextPattern.Term(Around(raw, word)),
            7 => TextPattern.Parse(Around(raw, word)),
            _ => TextPattern.Parse(random.Next(2) == 0 ? word.ToUpperInvariant() : word),
        };
    }

    // The word with a breaker that stands beside it.
    private string Around(byte[] raw, string word)
    {
        var text = Text(raw);
        var at = text.IndexOf(word, StringComparison.Ordinal);
        var from = Math.Max(0, at - random.Next(3));
        return at < 0 ? word : text[from..Math.Min(text.Length, at + word.Length + random.Next(3))];
    }

    private StoredEvent Any() => events[random.Next(events.Count)];

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Replace("\uFFFD", "", StringComparison.Ordinal) is { Length: > 0 } text ? text : "x";
}
