using FsCheck;
using FsCheck.Fluent;
using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Buckets;

public sealed class BucketMetadataTests
{
    private readonly FaultDisk disk = new();

    public BucketMetadataTests() => disk.CreateDirectory("/bucket");

    [Fact]
    [Trait("Row", "BKT-23")]
    public void Counts_and_time_spans_per_value_are_read_back()
    {
        var statistics = new ValueStatistics();
        statistics.Add("web1", new EventTime(50));
        statistics.Add("web1", new EventTime(-20));
        statistics.Add("日本", new EventTime(7));
        statistics.Write(disk, "/bucket/Hosts.data");

        var read = ValueStatistics.Read(disk, "/bucket/Hosts.data");

        Assert.Equal(new ValueStatistic(2, new EventTime(-20), new EventTime(50)), read.Values["web1"]);
        Assert.Equal(new ValueStatistic(1, new EventTime(7), new EventTime(7)), read.Values["日本"]);
        Assert.Equal(3, read.EventCount);
    }

    [Fact]
    [Trait("Row", "BKT-23")]
    public void Any_flip_or_truncation_of_a_metadata_file_is_noticed()
    {
        var statistics = new ValueStatistics();
        statistics.Add("web1", new EventTime(50));
        statistics.Write(disk, "/bucket/Hosts.data");
        EachDamage("/bucket/Hosts.data", damaged => Assert.Throws<BucketDamagedException>(() => ValueStatistics.Read(damaged, "/bucket/Hosts.data")));
    }

    [Fact]
    public void Any_flip_or_truncation_of_the_batch_ids_is_noticed()
    {
        var set = new BatchIdSet();
        set.Add(new BatchId(Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001"), 5));
        set.Write(disk, "/bucket/Batches.data");
        EachDamage("/bucket/Batches.data", damaged => Assert.Throws<BucketDamagedException>(() => BatchIdSet.Read(damaged, "/bucket/Batches.data")));
    }

    [Fact]
    public void The_order_of_events_does_not_change_the_bytes()
    {
        var first = new ValueStatistics();
        var second = new ValueStatistics();
        foreach (var (value, time) in new[] { ("a", 3L), ("é", 1L), ("Z", 2L), ("a", 9L) })
        {
            first.Add(value, new EventTime(time));
        }

        foreach (var (value, time) in new[] { ("a", 9L), ("Z", 2L), ("a", 3L), ("é", 1L) })
        {
            second.Add(value, new EventTime(time));
        }

        first.Write(disk, "/bucket/1");
        second.Write(disk, "/bucket/2");
        Assert.Equal(disk.ReadAll("/bucket/1"), disk.ReadAll("/bucket/2"));
    }

    [Fact]
    public void Batch_ids_behave_like_a_set_also_after_a_round_trip()
    {
        var channels = new[] { Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001"), Guid.Parse("bbbbbbbb-0000-0000-0000-000000000002") };
        var ids = Gen.Choose(0, 1).SelectMany(channel => Gen.OneOf(Gen.Choose(-20, 20).Select(value => (long)value), Gen.Elements(long.MinValue, long.MinValue + 1, long.MaxValue, long.MaxValue - 1))
            .Select(sequence => new BatchId(channels[channel], sequence)));
        Prop.ForAll(ids.ListOf().ToArbitrary(), added =>
        {
            var set = new BatchIdSet();
            foreach (var id in added)
            {
                set.Add(id);
            }

            set.Write(disk, "/bucket/Batches.data");
            var read = BatchIdSet.Read(disk, "/bucket/Batches.data");
            var model = added.ToHashSet();
            foreach (var channel in channels)
            {
                foreach (var sequence in Enumerable.Range(-25, 50).Select(value => (long)value).Concat([long.MinValue, long.MinValue + 1, long.MinValue + 2, long.MaxValue, long.MaxValue - 1, long.MaxValue - 2]))
                {
                    var id = new BatchId(channel, sequence);
                    if (set.Contains(id) != model.Contains(id) || read.Contains(id) != model.Contains(id))
                    {
                        return false;
                    }
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_set_of_batch_ids_stays_bounded()
    {
        var set = new BatchIdSet();
        var channel = Guid.Parse("aaaaaaaa-0000-0000-0000-000000000001");
        for (var i = 0; i < BatchIdSet.RangesPerChannelMax + 10; i++)
        {
            set.Add(new BatchId(channel, i * 2));
        }

        Assert.False(set.Contains(new BatchId(channel, 18)));
        Assert.True(set.Contains(new BatchId(channel, 20)));

        for (var i = 0; i < BatchIdSet.ChannelsMax; i++)
        {
            set.Add(new BatchId(new Guid(i, 1, 1, new byte[8]), 1));
        }

        Assert.False(set.Contains(new BatchId(channel, 20)));
    }

    private void EachDamage(string path, Action<FaultDisk> check)
    {
        var length = disk.ReadAll(path).Length;
        for (var offset = 0; offset < length; offset++)
        {
            var flipped = disk.Clone();
            flipped.Flip(path, offset, 0x10);
            check(flipped);

            var cut = disk.Clone();
            cut.Truncate(path, offset);
            check(cut);
        }
    }
}
