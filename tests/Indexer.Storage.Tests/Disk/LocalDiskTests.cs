using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Disk;

public sealed class LocalDiskTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("local-disk-").FullName;
    private readonly LocalDisk disk = LocalDisk.Instance;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void What_is_written_is_read_at_its_place()
    {
        using var file = disk.Open(At("a"), DiskFileMode.CreateNew);
        file.Write(3, "defg"u8);
        file.Write(0, "abc"u8);
        file.Sync();

        Span<byte> buffer = stackalloc byte[10];
        Assert.Equal(6, file.Read(1, buffer));
        Assert.Equal("bcdefg"u8, buffer[..6]);
        Assert.Equal(0, file.Read(7, buffer));
        Assert.Equal(7, file.Length);
    }

    [Fact]
    public void The_length_of_a_file_can_be_set_both_ways()
    {
        using var file = disk.Open(At("a"), DiskFileMode.OpenOrCreate);
        file.Write(0, "abcdef"u8);
        file.SetLength(2);
        file.SetLength(4);

        Assert.Equal("ab\0\0"u8, File.ReadAllBytes(At("a")));
    }

    [Fact]
    public void Opening_follows_the_mode()
    {
        Assert.Throws<FileNotFoundException>(() => disk.Open(At("a"), DiskFileMode.Read));
        disk.Open(At("a"), DiskFileMode.CreateNew).Dispose();
        Assert.Throws<IOException>(() => disk.Open(At("a"), DiskFileMode.CreateNew));
        using var first = disk.Open(At("a"), DiskFileMode.OpenOrCreate);
        using var second = disk.Open(At("a"), DiskFileMode.Read);
        first.Write(0, "x"u8);
        Assert.Equal(1, second.Length);
    }

    [Fact]
    public void A_rename_replaces_a_file()
    {
        File.WriteAllText(At("new"), "new");
        File.WriteAllText(At("old"), "old");

        disk.Rename(At("new"), At("old"));
        disk.SyncDirectory(root);

        Assert.Equal("new", File.ReadAllText(At("old")));
        Assert.False(disk.FileExists(At("new")));
    }

    [Fact]
    public void A_directory_is_renamed_with_what_is_in_it()
    {
        disk.CreateDirectory(At("a/b"));
        File.WriteAllText(At("a/b/c"), "c");

        disk.Rename(At("a"), At("z"));

        Assert.True(disk.FileExists(At("z/b/c")));
        Assert.False(disk.DirectoryExists(At("a")));
    }

    [Fact]
    public void A_rename_that_cannot_be_done_says_why()
    {
        var exception = Assert.Throws<IOException>(() => disk.Rename(At("missing"), At("b")));

        Assert.Contains(At("missing"), exception.Message, StringComparison.Ordinal);
        Assert.Contains("No such file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Syncing_a_directory_that_is_not_there_is_an_error() =>
        Assert.Throws<IOException>(() => disk.SyncDirectory(At("missing")));

    [Fact]
    public void Deleting_what_is_not_there_does_nothing()
    {
        disk.DeleteFile(At("missing"));
        disk.DeleteFile(At("missing/too"));
        disk.DeleteDirectory(At("missing"));
    }

    [Fact]
    public void A_directory_is_deleted_with_what_is_in_it()
    {
        disk.CreateDirectory(At("a/b"));
        File.WriteAllText(At("a/b/c"), "c");

        disk.DeleteDirectory(At("a"));

        Assert.False(disk.DirectoryExists(At("a")));
    }

    [Fact]
    public void Listing_gives_names_in_ordinal_order()
    {
        disk.CreateDirectory(At("b"));
        File.WriteAllText(At("a"), "12345");
        File.WriteAllText(At("C"), string.Empty);

        Assert.Equal([("C", false, 0L), ("a", false, 5L), ("b", true, 0L)],
            disk.List(root).Select(entry => (entry.Name, entry.IsDirectory, entry.Length)));
        Assert.Empty(disk.List(At("missing")));
    }

    [Fact]
    public void Free_space_is_known_also_for_a_path_that_is_not_there_yet()
    {
        Assert.True(disk.FreeBytes(root) > 0);
        Assert.True(disk.FreeBytes(At("not/there/yet")) > 0);
    }

    [Fact]
    [Trait("Row", "FAIL-31")]
    public void A_full_file_system_is_told_from_other_errors()
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        using var full = disk.Open("/dev/full", DiskFileMode.OpenOrCreate);

        var exception = Assert.Throws<DiskFullException>(() => full.Write(0, "x"u8));

        Assert.Contains("/dev/full", exception.Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(root, name);
}
