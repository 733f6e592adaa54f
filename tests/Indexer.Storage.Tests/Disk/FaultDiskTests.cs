using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Disk;

/// <summary>The tool of the crash tests must itself forget, keep and fail as it says.</summary>
public sealed class FaultDiskTests
{
    private readonly FaultDisk disk = new();

    [Fact]
    public void What_was_synced_survives_and_the_rest_may_not()
    {
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        disk.SyncDirectory("/");
        file.Write(0, "kept"u8);
        file.Sync();
        file.Write(0, "lost"u8);
        file.SetLength(100);

        Assert.Equal("kept"u8, disk.Crash(0, Survival.None).ReadAll("/a"));
        Assert.Equal(100, disk.Crash(0, Survival.All).ReadAll("/a").Length);
        Assert.Equal(100, file.Length);
    }

    [Fact]
    public void A_synced_file_without_a_synced_name_may_be_gone()
    {
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        file.Write(0, "x"u8);
        file.Sync();

        Assert.Empty(disk.Crash(0, Survival.None).Files());
        Assert.Equal(["/a"], disk.Crash(0, Survival.All).Files());
    }

    [Fact]
    public void A_rename_is_done_or_not_done()
    {
        Put("/old", "old");
        Put("/new", "new");
        disk.SyncDirectory("/");
        disk.Rename("/new", "/old");

        for (var seed = 0; seed < 20; seed++)
        {
            var crashed = disk.Crash(seed);
            Assert.Equal(crashed.FileExists("/new") ? "old"u8 : "new"u8, crashed.ReadAll("/old"));
        }
    }

    [Fact]
    public void A_deleted_name_comes_back_unless_its_directory_was_synced()
    {
        Put("/a", "a");
        disk.SyncDirectory("/");
        disk.DeleteFile("/a");

        Assert.True(disk.Crash(0, Survival.None).FileExists("/a"));
        Assert.False(disk.FileExists("/a"));
    }

    [Fact]
    public void A_directory_moves_with_its_content()
    {
        disk.CreateDirectory("/a/b");
        Put("/a/b/c", "c");
        disk.SyncDirectory("/a/b");
        disk.SyncDirectory("/a");
        disk.Rename("/a", "/z");
        disk.SyncDirectory("/");

        Assert.Equal(["/z/b/c"], disk.Crash(0, Survival.None).Files());
        Assert.Equal([new DiskEntry("b", true, 0, DateTimeOffset.UnixEpoch)], disk.List("/z"));
    }

    [Fact]
    public void Unsynced_writes_tear_at_sectors_in_every_way()
    {
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        disk.SyncDirectory("/");
        file.Write(0, new byte[1024]);
        file.Sync();
        file.Write(0, Enumerable.Repeat((byte)1, 1024).ToArray());

        var seen = Enumerable.Range(0, 100).Select(seed => disk.Crash(seed).ReadAll("/a")).ToList();

        Assert.All(seen, bytes => Assert.True(bytes.AsSpan(0, 512).IndexOfAnyExcept(bytes[0]) < 0 && bytes.AsSpan(512).IndexOfAnyExcept(bytes[512]) < 0));
        Assert.Equal(4, seen.Select(bytes => (bytes[0], bytes[512])).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_disk()
    {
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        file.Write(0, Enumerable.Range(0, 5000).Select(i => (byte)i).ToArray());
        disk.SyncDirectory("/");

        Assert.Equal(disk.Crash(42).ReadAll("/a"), disk.Crash(42).ReadAll("/a"));
    }

    [Fact]
    public void The_machine_stops_where_it_is_told_to()
    {
        disk.StopAfter(2);
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        file.Write(0, "x"u8);

        Assert.Throws<PowerLostException>(() => file.Write(1, "y"u8));
        Assert.Throws<PowerLostException>(() => file.Sync());
        Assert.Throws<PowerLostException>(() => disk.Open("/a", DiskFileMode.Read));
        Assert.Equal("x"u8, disk.Crash(0, Survival.All).ReadAll("/a"));
    }

    [Fact]
    public void One_mutation_fails_and_the_next_work()
    {
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        disk.FailAfter(1);
        file.Write(0, "x"u8);

        Assert.Throws<InjectedFaultException>(() => file.Write(1, "y"u8));
        file.Write(1, "z"u8);
        Assert.Equal("xz"u8, disk.ReadAll("/a"));
    }

    [Fact]
    public void What_a_failed_sync_did_not_write_is_never_written()
    {
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        disk.SyncDirectory("/");
        file.Write(0, "x"u8);
        disk.FailAfter(0);
        Assert.Throws<InjectedFaultException>(file.Sync);
        file.Sync();

        Assert.Empty(disk.Crash(0, Survival.None).ReadAll("/a"));
    }

    [Fact]
    public void A_full_disk_takes_what_fits()
    {
        disk.CapacityBytes = 10;
        using var file = disk.Open("/a", DiskFileMode.CreateNew);
        file.Write(0, new byte[8]);

        Assert.Throws<DiskFullException>(() => file.Write(8, new byte[8]));
        Assert.Equal((10, 0), (file.Length, disk.FreeBytes("/")));
        file.Write(0, new byte[10]);
    }

    [Fact]
    public void Bits_rot_and_files_are_cut_for_good()
    {
        Put("/a", "abc");
        disk.SyncDirectory("/");
        disk.Flip("/a", 1, 0x20);
        disk.Truncate("/a", 2);

        Assert.Equal("aB"u8, disk.ReadAll("/a"));
        Assert.Equal("aB"u8, disk.Crash(0, Survival.None).ReadAll("/a"));
    }

    private void Put(string path, string text)
    {
        using var file = disk.Open(path, DiskFileMode.CreateNew);
        file.Write(0, System.Text.Encoding.UTF8.GetBytes(text));
        file.Sync();
    }
}
