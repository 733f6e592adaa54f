using Indexer.Configuration.Files;

namespace Indexer.Configuration.Tests.Files;

public sealed class LocalConfigurationFilesTests : IDisposable
{
    private readonly TestHome home = new();
    private readonly LocalConfigurationFiles files = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void What_is_written_is_read_and_leaves_no_other_file()
    {
        var path = home.PathOf("system/local/server.conf");

        files.WriteAtomically(path, "one"u8);
        files.WriteAtomically(path, "two"u8);

        Assert.Equal("two"u8, files.Read(path)!);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Missing_files_and_directories_are_no_errors()
    {
        Assert.Null(files.Read(home.PathOf("system/local/none.conf")));
        Assert.Null(files.Read(home.PathOf("none/none.conf")));
        Assert.Empty(files.ListDirectories(home.PathOf("apps")));
    }

    [Fact]
    public void Directories_come_in_ordinal_order()
    {
        home.Write("apps/b/default/x.conf", "").Write("apps/B/default/x.conf", "").Write("apps/a/default/x.conf", "").Write("apps/file", "");

        Assert.Equal(["B", "a", "b"], files.ListDirectories(home.PathOf("apps")));
    }

    [Fact]
    public void A_new_file_is_for_its_owner_alone_and_an_old_one_keeps_its_mode()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = home.PathOf("system/local/inputs.conf");
        files.WriteAtomically(path, "token"u8);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        const UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        File.SetUnixFileMode(path, shared);
        files.WriteAtomically(path, "token"u8);
        Assert.Equal(shared, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_file_that_is_too_large_for_configuration_is_refused()
    {
        var path = home.PathOf("system/local/indexes.conf");
        home.Local("indexes", "");
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(IConfigurationFiles.FileBytesMax + 1);
        }

        Assert.Contains("at most", Assert.Throws<IOException>(() => files.Read(path)).Message);
        Assert.Contains("$HOME/etc/system/local/indexes.conf", Assert.Single(home.Errors()));
    }
}
