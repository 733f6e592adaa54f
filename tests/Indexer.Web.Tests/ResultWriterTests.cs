using System.Buffers;
using System.Text;
using System.Text.Json;
using Indexer.Search.Values;
using Indexer.Web.Searching;

namespace Indexer.Web.Tests;

public sealed class ResultWriterTests
{
    private static readonly TimeZoneInfo Tokyo = TimeZoneInfo.CreateCustomTimeZone("t", TimeSpan.FromHours(9), "t", "t");

    [Fact]
    public void A_row_is_an_object_of_texts_without_what_is_missing()
    {
        var batch = new RowBatch(2);
        batch.Set("_time", [Value.Of(1_700_000_000.5), Value.Of(1_700_000_000.123456)]);
        batch.Set("n", [Value.Of(12), Value.Null]);
        batch.Set("many", [Value.OfList([Value.Of("a"), Value.Of("b")]), Value.Of("été \"x\" 日本")]);

        Assert.Equal("""{"_time":"2023-11-15T07:13:20.500+09:00","n":"12","many":["a","b"]}""", Object(batch, 0));
        Assert.Equal("""{"_time":"2023-11-15T07:13:20.123456+09:00","many":"été \"x\" 日本"}""", Object(batch, 1));
    }

    [Fact]
    public void A_time_that_is_none_stays_as_it_is()
    {
        var batch = new RowBatch(3);
        batch.Set("_time", [Value.Of("soon"), Value.Of(1e300), Value.Null]);
        Assert.Equal(["""{"_time":"soon"}""", """{"_time":"1e+300"}""", "{}"], Enumerable.Range(0, 3).Select(row => Object(batch, row).Replace("1E+300", "1e+300", StringComparison.Ordinal)));
    }

    [Fact]
    public void Csv_quotes_what_would_be_read_as_something_else()
    {
        var batch = new RowBatch(1);
        batch.Set("a,b", [Value.Of("say \"hi\"")]);
        batch.Set("c", [Value.Of("two\nlines")]);
        batch.Set("d", [Value.Null]);
        var target = new ArrayBufferWriter<byte>();
        ResultWriter.WriteCsvHeader(target, batch.Fields);
        new ResultWriter(Tokyo).WriteCsvRow(target, batch.Fields, batch, 0);
        Assert.Equal("\"a,b\",c,d\n\"say \"\"hi\"\"\",\"two\nlines\",\n", Encoding.UTF8.GetString(target.WrittenSpan));
    }

    [Fact]
    public void Raw_is_the_text_of_events_and_the_values_of_other_rows()
    {
        var events = new RowBatch(1);
        events.Set("host", [Value.Of("h")]);
        events.Set("_raw", [Value.Of("the text")]);
        var rows = new RowBatch(1);
        rows.Set("host", [Value.Of("h")]);
        rows.Set("count", [Value.Of(3)]);
        var target = new ArrayBufferWriter<byte>();
        var writer = new ResultWriter(Tokyo);
        writer.WriteRaw(target, events, 0);
        writer.WriteRaw(target, rows, 0);
        Assert.Equal("the text\nh\t3\n", Encoding.UTF8.GetString(target.WrittenSpan));
    }

    private static string Object(RowBatch batch, int row)
    {
        var target = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(target, ResultWriter.JsonOptions))
        {
            new ResultWriter(Tokyo).WriteObject(json, batch, row);
        }

        return Encoding.UTF8.GetString(target.WrittenSpan);
    }
}
