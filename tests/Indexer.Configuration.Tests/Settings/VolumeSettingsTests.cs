using Indexer.Configuration.Settings;
using Indexer.Model;

namespace Indexer.Configuration.Tests.Settings;

public sealed class VolumeSettingsTests : IDisposable
{
    private readonly TestHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    [Trait("Row", "STO-14")]
    [Trait("Row", "STO-23")]
    [Trait("Row", "STO-24")]
    [Trait("Row", "STO-25")]
    public void Indexes_live_on_volumes_by_name()
    {
        home.Local("indexes", """
            [volume:hot1]
            path = /mnt/fast_disk
            maxVolumeDataSizeMB = 100000

            [volume:cold1]
            path = /mnt/big_disk
            maxVolumeDataSizeMB = 150000

            [volume:free]
            path = $INDEXER_DB/free

            [idx1]
            homePath = volume:hot1/idx1
            coldPath = volume:cold1/$_index_name
            """);

        var configuration = home.Load();
        var idx1 = configuration.Indexes.Indexes[IndexName.Parse("idx1")];

        Assert.Equal(("hot1", "/mnt/fast_disk/idx1"), (idx1.HomeVolume, idx1.HomePath));
        Assert.Equal(("cold1", "/mnt/big_disk/idx1"), (idx1.ColdVolume, idx1.ColdPath));
        Assert.Equal(new VolumeSettings("hot1", "/mnt/fast_disk", 100_000L << 20), configuration.Indexes.Volumes["hot1"]);
        Assert.Equal(new VolumeSettings("free", $"{home.Path}/var/lib/indexer/free", 0), configuration.Indexes.Volumes["free"]);
    }

    [Fact]
    [Trait("Row", "STO-12")]
    [Trait("Row", "STO-13")]
    [Trait("Row", "STO-29")]
    public void Worked_example_of_sizes_across_volumes()
    {
        home.Local("indexes", """
            # global settings
            homePath.maxDataSizeMB = 1000000

            # volumes
            [volume:caliente]
            path = /mnt/fast_disk
            maxVolumeDataSizeMB = 100000

            [volume:frio]
            path = /mnt/big_disk
            maxVolumeDataSizeMB = 1000000

            # indexes
            [i1]
            homePath = volume:caliente/i1
            # inherits homePath.maxDataSizeMB from the global setting
            coldPath = volume:frio/i1
            # coldPath.maxDataSizeMB is not given anywhere: no limit

            [i2]
            homePath = volume:caliente/i2
            homePath.maxDataSizeMB = 1000
            coldPath = volume:frio/i2
            coldPath.maxDataSizeMB = 10000

            [i3]
            homePath = /old/style/path
            homePath.maxDataSizeMB = 1000
            coldPath = volume:frio/i3
            coldPath.maxDataSizeMB = 10000
            """);

        Assert.Empty(home.Warnings());
        Assert.Equal(("caliente", 1_000_000L << 20, "frio", 0), Sizes("i1"));
        Assert.Equal(("caliente", 1000L << 20, "frio", 10_000L << 20), Sizes("i2"));
        Assert.Equal((null, 1000L << 20, "frio", 10_000L << 20), Sizes("i3"));
        Assert.Equal("/old/style/path", home.Index("i3").HomePath);
    }

    [Fact]
    [Trait("Row", "STO-30")]
    public void Worked_example_of_one_volume_in_a_cluster()
    {
        home.Local("indexes", """
            [volume:cluster1]
            path=/mnt/big_disk
            maxVolumeDataSizeMB=300000

            [idx1]
            repFactor=auto
            homePath=volume:cluster1/idx1/db
            coldPath=volume:cluster1/idx1/colddb

            [idx2]
            repFactor=auto
            homePath=volume:cluster1/idx2/db
            coldPath=volume:cluster1/idx2/colddb
            """);

        Assert.All(["idx1", "idx2"], name =>
        {
            var index = home.Index(name);
            Assert.True(index.IsReplicated);
            Assert.Equal(("cluster1", "cluster1"), (index.HomeVolume, index.ColdVolume));
            Assert.Equal(($"/mnt/big_disk/{name}/db", $"/mnt/big_disk/{name}/colddb"), (index.HomePath, index.ColdPath));
        });
    }

    [Fact]
    [Trait("Row", "STO-40")]
    public void Bloom_filters_can_live_on_a_volume_of_their_own()
    {
        home.Local("indexes", "[volume:b]\npath = /b\n[web]\nbloomHomePath = volume:b/$_index_name/bloom\n");

        Assert.Equal(("b", "/b/web/bloom"), (home.Index("web").BloomVolume, home.Index("web").BloomHomePath));
    }

    [Theory]
    [InlineData("thawedPath = volume:hot1/x", "thawedPath: this path may not use a volume; give a directory")]
    [InlineData("homePath = volume:hot2/x", "homePath: there is no [volume:hot2]; did you mean 'hot1'?")]
    [InlineData("coldPath = volume:nowhere/x", "coldPath: there is no [volume:nowhere]")]
    [InlineData("homePath = volume:hot1", "homePath: expected volume:hot1/<directory>, so that indexes do not share the volume's own directory")]
    [InlineData("homePath = volume:hot1/", "homePath: expected volume:hot1/<directory>, so that indexes do not share the volume's own directory")]
    [InlineData("homePath = volume:hot1/../x", "homePath: a path on a volume may not have '..', which could lead out of the volume")]
    [InlineData("bloomHomePath = /bloom", "bloomHomePath: expected volume:<name>/<directory>, found '/bloom'")]
    [Trait("Row", "STO-03")]
    [Trait("Row", "STO-25")]
    [Trait("Row", "STO-40")]
    public void Wrong_uses_of_volumes_are_refused(string line, string message)
    {
        home.Local("indexes", $"[volume:hot1]\npath = /mnt/hot\n[web]\n{line}\n");

        Assert.Equal([$"$HOME/etc/system/local/indexes.conf:4: [web] {message}"], home.Errors());
    }

    [Theory]
    [InlineData("", "indexes.conf:1: [volume:v] path: a volume needs the path of its directory")]
    [InlineData("path = disk", "indexes.conf:2: [volume:v] path: 'disk' is not absolute; begin it with '/' or $INDEXER_DB")]
    [InlineData("path = volume:w/x", "indexes.conf:2: [volume:v] path: a volume cannot lie on another volume; give a directory")]
    [InlineData("path = /mnt/$_index_name", "indexes.conf:2: [volume:v] path: '$_index_name' is not known here; known are $INDEXER_HOME, $INDEXER_DB")]
    [Trait("Row", "STO-24")]
    public void A_volume_needs_an_absolute_path_and_one_mistake_is_one_error(string line, string message)
    {
        home.Local("indexes", $"[volume:v]\n{line}\n[web]\nhomePath = volume:v/web\n");

        Assert.Equal([$"$HOME/etc/system/local/{message}"], home.Errors());
    }

    private (string? HomeVolume, long HomeBytes, string? ColdVolume, long ColdBytes) Sizes(string name)
    {
        var index = home.Index(name);
        return (index.HomeVolume, index.HomePathMaxDataSizeBytes, index.ColdVolume, index.ColdPathMaxDataSizeBytes);
    }
}
