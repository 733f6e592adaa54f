using System.Text;
using Indexer.Configuration.Settings;
using Indexer.Model;
using Indexer.Storage.Lifecycle;

namespace Indexer.Storage.Tests.Lifecycle;

public sealed class BatchSplitterTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly BatchId Id = new(Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001"), 9);
    private static readonly IndexSettings Settings = new() { Name = IndexName.Main, HomePath = "/h", ColdPath = "/c", ThawedPath = "/t" };

    [Fact]
    public void An_ordinary_batch_goes_on_as_it_is()
    {
        var batch = Batch(0, 0.1, 0.9);
        Assert.Equal(new BatchPart(batch, Id, Quarantine: false), Assert.Single(BatchSplitter.Split(batch, Id, Settings, Now)));
    }

    [Fact]
    public void A_steady_stream_over_many_days_goes_on_as_it_is()
    {
        var batch = Batch([.. Enumerable.Range(0, 60).Select(day => day * 0.9)]);
        Assert.Equal(batch, Assert.Single(BatchSplitter.Split(batch, Id, Settings, Now)).Batch);
    }

    [Fact]
    public void Events_far_apart_are_separated_in_their_order()
    {
        var parts = BatchSplitter.Split(Batch(0.2, 40, 0.1, 40.1), Id, Settings, Now);
        Assert.Equal(["0.2 0.1", "40 40.1"], parts.Select(Ages));
        Assert.All(parts, part => Assert.False(part.Quarantine));
    }

    [Fact]
    [Trait("Row", "BKT-36")]
    public void Events_beyond_quarantinePastSecs_and_quarantineFutureSecs_are_set_apart()
    {
        var parts = BatchSplitter.Split(Batch(0, 901, -31, 1), Id, Settings, Now);
        Assert.Equal("901 -31", Ages(Assert.Single(parts, part => part.Quarantine)));
        Assert.Equal("0 1", Ages(Assert.Single(parts, part => !part.Quarantine)));
    }

    [Fact]
    [Trait("Row", "BKT-36")]
    public void A_batch_wholly_beyond_the_limits_is_quarantined_as_it_is()
    {
        var batch = Batch(901, 5000);
        Assert.Equal(new BatchPart(batch, Id, Quarantine: true), Assert.Single(BatchSplitter.Split(batch, Id, Settings, Now)));
    }

    [Fact]
    public void A_part_never_spans_more_than_maxHotSpanSecs()
    {
        var parts = BatchSplitter.Split(Batch([.. Enumerable.Range(0, 200).Select(day => day * 0.9)]), Id, Settings, Now);
        Assert.Equal(2, parts.Count);
        Assert.All(parts, part => Assert.True(part.Batch.Latest.ToDateTimeOffset() - part.Batch.Earliest.ToDateTimeOffset() <= Settings.MaxHotSpan));
        Assert.Equal(200, parts.Sum(part => part.Batch.Count));
    }

    [Fact]
    public void A_hostile_batch_gives_a_bounded_number_of_parts_and_loses_nothing()
    {
        var parts = BatchSplitter.Split(Batch([.. Enumerable.Range(0, 400).Select(day => day * 2.0)]), Id, Settings, Now);
        Assert.Equal(BatchSplitter.PartsMax + 1, parts.Count);
        Assert.Equal(400, parts.Sum(part => part.Batch.Count));
        Assert.Single(parts, part => part.Quarantine);
    }

    [Fact]
    public void A_batch_sent_again_gives_parts_with_the_same_ids()
    {
        var first = BatchSplitter.Split(Batch(0, 40, 1000), Id, Settings, Now);
        var second = BatchSplitter.Split(Batch(0, 40, 1000), Id, Settings, Now.AddMinutes(5));
        Assert.Equal(first.Select(part => part.Id), second.Select(part => part.Id));
        Assert.Equal(3, first.Select(part => part.Id).Distinct().Count());
        Assert.All(first, part => Assert.True(part.Id.Channel == Id.Channel && part.Id.Sequence < 0));
    }

    [Fact]
    public void Parts_of_different_batches_with_the_same_content_have_different_ids()
    {
        var first = BatchSplitter.Split(Batch(0, 40), Id, Settings, Now);
        var second = BatchSplitter.Split(Batch(0, 40), Id with { Sequence = 10 }, Settings, Now);
        Assert.Empty(first.Select(part => part.Id).Intersect(second.Select(part => part.Id)));
    }

    [Fact]
    public void The_ends_of_time_do_not_overflow()
    {
        using var builder = new EventBatchBuilder();
        builder.Add(EventTime.MinValue, StorageFixture.Origin, "a"u8);
        builder.Add(EventTime.MaxValue, StorageFixture.Origin, "b"u8);
        builder.Add(EventTime.FromDateTimeOffset(Now), StorageFixture.Origin, "c"u8);
        var parts = BatchSplitter.Split(builder.Build(), Id, Settings with { QuarantinePast = TimeSpan.MaxValue, QuarantineFuture = TimeSpan.MaxValue }, Now);
        Assert.Equal(3, parts.Count);
    }

    private static EventBatch Batch(params double[] daysAgo)
    {
        using var builder = new EventBatchBuilder();
        foreach (var days in daysAgo)
        {
            builder.Add(EventTime.FromDateTimeOffset(Now.AddDays(-days)), StorageFixture.Origin, Encoding.UTF8.GetBytes(days.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        return builder.Build();
    }

    private static string Ages(BatchPart part) => string.Join(' ', BucketTexts.Of(part.Batch));
}
