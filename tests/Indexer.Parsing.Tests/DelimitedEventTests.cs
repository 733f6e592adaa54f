using Indexer.Model;
using Indexer.Parsing.Sourcetypes;

namespace Indexer.Parsing.Tests;

public sealed class DelimitedEventTests
{
    private static readonly InputMetadata input = new(IndexName.Main, "h", "http:token", "app");

    private readonly EventBatches batches = new();
    private readonly DelimitedEventParser parser;

    public DelimitedEventTests() =>
        parser = new DelimitedEventParser(input, ShippedSourcetypes.Instance, batches, FixedClock.At("2026-11-21T12:00:00Z"));

    [Fact]
    public void Event_is_kept_as_its_sender_delimited_it()
    {
        parser.Add("2020-01-01 00:00:00 a\n2020-01-02 00:00:00 b\n"u8);

        var e = Assert.Single(ParserRun.Drain(batches));
        Assert.Equal("2020-01-01 00:00:00 a\n2020-01-02 00:00:00 b\n", e.Raw);
        Assert.Equal("2020-01-01T00:00:00", e.Iso);
        Assert.Equal(new EventOrigin("h", "http:token", "app"), e.Origin);
    }

    [Fact]
    public void Stated_time_wins_and_an_event_without_any_is_of_now()
    {
        parser.Add("2020-01-01 00:00:00 a"u8, EventTime.FromSeconds(1));
        parser.Add("nothing"u8);

        Assert.Equal(["1970-01-01T00:00:01", "2026-11-21T12:00:00"], ParserRun.Drain(batches).Select(e => e.Iso));
        Assert.Equal(1, parser.Counters.TimesFromClock);
    }

    [Fact]
    public void Events_have_their_own_origin_index_and_fields()
    {
        var origin = new EventOrigin("h2", "s2", "_json");
        var fields = new List<byte>();
        IndexedFields.Append(fields, "k", "v");

        parser.Add("""{"time":"2020-01-01T00:00:00Z"}"""u8, null, origin, IndexName.Audit, fields.ToArray());
        parser.Add("x"u8);

        var taken = batches.Take().ToDictionary(pair => pair.Key, pair => pair.Value);
        Assert.Equal([IndexName.Main, IndexName.Audit], taken.Keys.OrderByDescending(index => index.Value, StringComparer.Ordinal));
        foreach (var e in taken[IndexName.Audit])
        {
            Assert.True(e.Fields.SequenceEqual(fields.ToArray()));
            Assert.Equal(origin, taken[IndexName.Audit].Origins[e.Origin]);
        }
    }

    [Fact]
    public void Overlong_event_is_cut_and_marked_besides_its_own_fields()
    {
        var fields = new List<byte>();
        IndexedFields.Append(fields, "k", "v");

        parser.Add(new byte[20_000], null, new EventOrigin("h", "s", "t"), IndexName.Main, fields.ToArray());

        var batch = batches.Take().Single().Value;
        foreach (var e in batch)
        {
            Assert.Equal(10_000, e.Raw.Length);
            var reader = IndexedFields.Read(e.Fields);
            Assert.True(reader.MoveNext() && reader.Name.SequenceEqual("k"u8));
            Assert.True(reader.MoveNext() && reader.Name.SequenceEqual("truncated"u8) && reader.Value.SequenceEqual("true"u8));
            Assert.False(reader.MoveNext());
        }

        Assert.Equal(10_000, parser.Counters.BytesTruncated);
    }

    [Fact]
    public void Empty_event_is_none()
    {
        parser.Add(default);

        Assert.Equal(0, batches.Count);
    }

    [Fact]
    public void Any_number_of_origins_is_fine()
    {
        for (var i = 0; i < 5000; i++)
        {
            parser.Add("x"u8, null, new EventOrigin($"h{i}", "s", "t"), IndexName.Main);
        }

        Assert.Equal(5000, ParserRun.Drain(batches).Select(e => e.Origin.Host).Distinct().Count());
    }

    [Fact]
    public void Refused_request_leaves_nothing_behind()
    {
        parser.Add("x"u8);
        batches.Clear();

        Assert.Equal(0, batches.Count);
        Assert.Empty(batches.Take());
    }
}
