using Indexer.Model;
using Indexer.Storage.Buckets;
using Indexer.Storage.Tests.Disk;

namespace Indexer.Storage.Tests.Buckets;

public sealed class BucketManifestTests
{
    private const string Bucket = "/bucket";
    private static readonly BucketId Id = BucketId.Parse("main~3~0E6A3C1D-7B1F-4F0E-9C55-0123456789AB");
    private readonly FaultDisk disk = new();

    public BucketManifestTests()
    {
        disk.CreateDirectory(Bucket + "/rawdata");
        DurableFile.Publish(disk, Bucket + "/rawdata/events", "events"u8);
        DurableFile.Publish(disk, Bucket + "/a.tsidx", "terms"u8);
        DurableFile.Publish(disk, Bucket + "/deletes", "changes later"u8);
        DurableFile.Publish(disk, Bucket + "/corrupt.bloomOnly.marker", ""u8);
    }

    [Fact]
    [Trait("Row", "BKT-22")]
    public void It_lists_every_file_that_stays_with_size_and_digest()
    {
        var manifest = Describe();

        Assert.Equal(["a.tsidx", "rawdata/events"], manifest.Files.Select(file => file.Path));
        Assert.Equal(11, manifest.BytesOnDisk);
        Assert.True(manifest.IsSearchable);
        Assert.False(manifest.RawDataOnly().IsSearchable);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var manifest = Describe();

        manifest.Write(disk, Bucket);

        Assert.True(manifest.DescribesSame(BucketManifest.Read(disk, Bucket)));
    }

    [Fact]
    public void Equal_content_gives_equal_bytes()
    {
        Assert.Equal(BucketManifestCodec.Encode(Describe()), BucketManifestCodec.Encode(Describe()));
    }

    [Fact]
    public void Any_flipped_bit_is_noticed()
    {
        var content = BucketManifestCodec.Encode(Describe());
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            var flipped = content.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<BucketDamagedException>(() => BucketManifestCodec.Decode(flipped, "manifest.json"));
        }
    }

    [Fact]
    public void Any_truncation_is_noticed()
    {
        var content = BucketManifestCodec.Encode(Describe());
        for (var length = 0; length < content.Length; length++)
        {
            var cut = content[..length];
            Assert.Throws<BucketDamagedException>(() => BucketManifestCodec.Decode(cut, "manifest.json"));
        }
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    public void A_path_that_leaves_the_bucket_is_refused(string path)
    {
        var manifest = Describe() with { Files = [new BucketFile(path, 1, new string('0', 64))] };
        Assert.Throws<ArgumentException>(() => BucketManifestCodec.Encode(manifest));
    }

    [Fact]
    public void A_changed_byte_of_a_listed_file_is_noticed_by_its_digest()
    {
        var manifest = Describe();
        disk.Flip(Bucket + "/rawdata/events", 2, 1);

        manifest.VerifyLengths(disk, Bucket);
        var damage = Assert.Throws<BucketDamagedException>(() => manifest.VerifyContent(disk, Bucket, CancellationToken.None));
        Assert.Contains("rawdata/events", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_shortened_file_is_noticed_without_reading_it()
    {
        var manifest = Describe();
        disk.Truncate(Bucket + "/a.tsidx", 4);
        Assert.Throws<BucketDamagedException>(() => manifest.VerifyLengths(disk, Bucket));

        disk.DeleteFile(Bucket + "/a.tsidx");
        Assert.Throws<BucketDamagedException>(() => manifest.VerifyLengths(disk, Bucket));
    }

    [Fact]
    [Trait("Row", "STO-42")]
    public void Markers_of_an_interrupted_roll_are_no_damage()
    {
        var manifest = Describe();
        disk.DeleteFile(Bucket + "/corrupt.bloomOnly.marker");
        manifest.VerifyContent(disk, Bucket, CancellationToken.None);
    }

    [Fact]
    public void After_a_crash_at_any_point_a_replaced_manifest_is_the_old_or_the_new_one()
    {
        var old = Describe();
        old.Write(disk, Bucket);
        var replacement = old with { EventCount = 2, RawBytes = 99 };
        for (var mutations = 0; mutations < 5; mutations++)
        {
            for (var seed = 0; seed < 8; seed++)
            {
                var trial = disk.Clone();
                trial.StopAfter(mutations);
                var written = Record.Exception(() => replacement.Write(trial, Bucket)) is null;

                var found = BucketManifest.Read(trial.Crash(seed), Bucket);

                Assert.True(found.DescribesSame(replacement) || (!written && found.DescribesSame(old)));
            }
        }
    }

    private BucketManifest Describe() =>
        BucketManifest.Describe(disk, Bucket, Id, 1, 5, new EventTime(-7), new EventTime(1_700_000_000_123_456_789), CancellationToken.None);
}
