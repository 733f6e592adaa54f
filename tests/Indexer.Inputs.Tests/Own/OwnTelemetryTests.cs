using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Indexer.Inputs.Own;
using Indexer.Inputs.Tests.Support;
using Indexer.Model;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Tests.Own;

public sealed class OwnTelemetryTests
{
    private static readonly IndexName Internal = IndexName.Parse("_internal");

    [Fact]
    public async Task Log_lines_from_before_and_after_storage_are_indexed()
    {
        await using var given = await Ingesting.StartAsync();
        var output = new StringWriter();
        using var log = new OwnLog(TimeProvider.System, output);
        var logger = log.CreateLogger("Indexer.Some.Component");
        logger.LogInformation("before {Number}", 1);
        await using (var events = new OwnEvents(given.Storage, "here", TimeProvider.System))
        {
            events.Start();
            log.Attach(events);
            logger.LogError(new InvalidOperationException("cause"), "after");
            logger.LogDebug("not said");
            log.Detach();
        }

        var stored = given.Events(Internal);
        Assert.Equal([" INFO Component before 1", " ERROR Component after: InvalidOperationException: cause"], stored.Select(line => line.Raw[line.Raw.IndexOf(' ')..].TrimEnd()));
        Assert.All(stored, line => Assert.Equal(new EventOrigin("here", "Component", "indexer_log"), line.Origin));
        Assert.Equal(2, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task More_than_can_wait_is_dropped_and_counted()
    {
        await using var given = await Ingesting.StartAsync();
        await using var events = new OwnEvents(given.Storage, "here", TimeProvider.System);
        for (var i = 0; i < 10_005; i++)
        {
            events.Add(Internal, "s", "t", new EventTime(i), "text");
        }

        Assert.Equal(5, events.Dropped);
        events.Start();
    }

    [Fact]
    public void Metrics_are_kept_by_tags_and_written_as_a_page()
    {
        using var table = new MetricTable();
        using var meter = new Meter("Indexer.Test");
        using var other = new Meter("Other.Test");
        var counter = meter.CreateCounter<long>("indexer.test.things", "{thing}", "things \\ counted");
        counter.Add(2, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(3, new KeyValuePair<string, object?>("kind", "a"));
        counter.Add(1, new KeyValuePair<string, object?>("kind", "say \"b\""));
        meter.CreateObservableGauge("indexer.test.level", () => 0.5);
        var histogram = meter.CreateHistogram<double>("indexer.test.duration", "s");
        histogram.Record(1.5);
        histogram.Record(2);
        other.CreateCounter<long>("other").Add(1);

        var page = new ArrayBufferWriter<byte>();
        PrometheusPage.Write(page, [.. table.Read().Where(reading => reading.Name.StartsWith("indexer.test", StringComparison.Ordinal) || reading.Name == "other")]);

        Assert.Equal("""
            # HELP indexer_test_duration_seconds indexer.test.duration
            # TYPE indexer_test_duration_seconds summary
            indexer_test_duration_seconds_sum 3.5
            indexer_test_duration_seconds_count 2
            # HELP indexer_test_level indexer.test.level
            # TYPE indexer_test_level gauge
            indexer_test_level 0.5
            # HELP indexer_test_things_total things \\ counted
            # TYPE indexer_test_things_total counter
            indexer_test_things_total{kind="a"} 5
            indexer_test_things_total{kind="say \"b\""} 1

            """.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(page.WrittenSpan));
    }

    [Fact]
    public async Task Metrics_are_written_to_the_internal_index_with_every_period()
    {
        await using var given = await Ingesting.StartAsync();
        using var table = new MetricTable();
        using var meter = new Meter("Indexer.Test");
        meter.CreateCounter<long>("indexer.test.snapshots").Add(7, new KeyValuePair<string, object?>("kind", "a"));
        var clock = new ManualClock();
        await using (var events = new OwnEvents(given.Storage, "here", TimeProvider.System))
        {
            events.Start();
            await using var snapshots = new MetricSnapshots(table, events, clock);
            clock.Fire(MetricSnapshots.Period);
        }

        Assert.Contains("""{"metric":"indexer.test.snapshots","kind":"a","value":7}""", given.Texts(Internal));
    }
}
