using Indexer.Model;
using Indexer.Storage.Buckets;

namespace Indexer.Storage.Tests.Buckets;

public sealed class BucketNameTests
{
    private const string Guid = "0E6A3C1D-7B1F-4F0E-9C55-0123456789AB";
    private static readonly PeerId Peer = PeerId.Parse(Guid);
    private static readonly EventTime Newest = EventTime.FromSeconds(1_223_658_000);
    private static readonly EventTime Oldest = EventTime.FromSeconds(1_223_654_401);

    [Fact]
    [Trait("Row", "BKT-13")]
    public void A_hot_bucket_is_named_by_its_local_id() => Assert.Equal("hot_v1_7", BucketName.Hot(7).ToString());

    [Fact]
    [Trait("Row", "BKT-14")]
    [Trait("Row", "BKT-18")]
    public void A_sealed_bucket_outside_a_cluster_is_named_by_its_seconds_newest_first() =>
        Assert.Equal("db_1223658000_1223654401_2835", BucketName.Original(Newest, Oldest, 2835, origin: null).ToString());

    [Fact]
    [Trait("Row", "BKT-15")]
    [Trait("Row", "BKT-16")]
    [Trait("Row", "BKT-19")]
    public void In_a_cluster_the_original_and_its_copies_differ_in_the_prefix_only()
    {
        Assert.Equal($"db_1223658000_1223654401_2835_{Guid}", BucketName.Original(Newest, Oldest, 2835, Peer).ToString());
        Assert.Equal($"rb_1223658000_1223654401_2835_{Guid}", BucketName.Replica(Newest, Oldest, 2835, Peer).ToString());
    }

    [Fact]
    public void A_copy_on_its_way_in_is_named_by_the_ids_of_its_source() =>
        Assert.Equal($"12_{Guid}", BucketName.IncomingReplica(12, Peer).ToString());

    [Fact]
    [Trait("Row", "BKT-18")]
    public void Fractions_of_seconds_are_rounded_towards_the_past()
    {
        var name = BucketName.Original(new EventTime(1_999_999_999), new EventTime(-1), 0, origin: null);
        Assert.Equal("db_1_-1_0", name.ToString());
    }

    [Theory]
    [Trait("Row", "BKT-24")]
    [InlineData("hot_v1_0", BucketNameKind.Hot)]
    [InlineData("hot_v1_9223372036854775807", BucketNameKind.Hot)]
    [InlineData("invalid_hot_5", BucketNameKind.InvalidHot)]
    [InlineData("db_20_10_3", BucketNameKind.Original)]
    [InlineData("db_-10_-20_3", BucketNameKind.Original)]
    [InlineData("db_20_10_3_" + Guid, BucketNameKind.Original)]
    [InlineData("rb_20_10_3_" + Guid, BucketNameKind.Replica)]
    [InlineData("3_" + Guid, BucketNameKind.IncomingReplica)]
    public void Every_form_is_recognised_and_given_back(string text, BucketNameKind kind)
    {
        Assert.True(BucketName.TryParse(text, out var name));
        Assert.Equal(kind, name.Kind);
        Assert.Equal(text, name.ToString());
    }

    [Theory]
    [Trait("Row", "BKT-24")]
    [InlineData("")]
    [InlineData("hot_v1_")]
    [InlineData("hot_v1_-1")]
    [InlineData("hot_v1_01")]
    [InlineData("hot_v2_1")]
    [InlineData("db_10_20_3")]
    [InlineData("db_20_10")]
    [InlineData("db_20_10_3_notaguid")]
    [InlineData("db_20_10_3_0e6a3c1d-7b1f-4f0e-9c55-0123456789ab")]
    [InlineData("db_+20_10_3")]
    [InlineData("db_20_10_99999999999999999999")]
    [InlineData("rb_20_10_3")]
    [InlineData("temp_db_20_10_3")]
    [InlineData("db_20_10_3.copying")]
    [InlineData("3_")]
    [InlineData("invalid_hot_x")]
    public void Other_names_are_not_buckets(string text) => Assert.False(BucketName.TryParse(text, out _));
}
