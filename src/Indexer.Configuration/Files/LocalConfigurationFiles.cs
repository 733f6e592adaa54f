using System.ComponentModel;
using System.Runtime.InteropServices;

// The one place of this project that touches the disk; everything else goes through IConfigurationFiles.
#pragma warning disable RS0030

namespace Indexer.Configuration.Files;

/// <summary>The files of this machine.</summary>
public sealed class LocalConfigurationFiles : IConfigurationFiles
{
    /// <summary>Configuration holds tokens and keys, so a new file is readable by its owner alone.</summary>
    private const UnixFileMode NewFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>W_OK | X_OK of access(2).</summary>
    private const int WriteAndSearch = 2 | 1;

    public byte[]? Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= IConfigurationFiles.FileBytesMax
                ? File.ReadAllBytes(path)
                : throw new IOException(
                    $"configuration file '{path}' has {length} bytes; at most {IConfigurationFiles.FileBytesMax} are read");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Directory.Exists(path) ? throw new IOException($"configuration file '{path}' is a directory; remove it", e) : null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"configuration file '{path}' cannot be read: give the user of this process read access", e);
        }
    }

    public IReadOnlyList<string> ListDirectories(string path)
    {
        try
        {
            var names = Directory.GetDirectories(path).Select(directory => Path.GetFileName(directory)).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"directory '{path}' cannot be listed: give the user of this process read access", e);
        }
    }

    public string? WhyNotWritable(string directory)
    {
        var nearest = directory;
        while (!Directory.Exists(nearest))
        {
            if (File.Exists(nearest))
            {
                return $"'{nearest}' is a file";
            }

            nearest = Path.GetDirectoryName(nearest);
            if (nearest is null)
            {
                return "its drive does not exist";
            }
        }

        // The kernel knows about modes, access lists and read-only mounts; asking it writes nothing.
        return OperatingSystem.IsWindows() || access(nearest, WriteAndSearch) == 0
            ? null
            : $"'{nearest}': {new Win32Exception(Marshal.GetLastPInvokeError()).Message}";
    }

    public void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(path)!;
        var temporary = path + ".new";
        try
        {
            Directory.CreateDirectory(directory);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : NewFileMode;
            }

            File.Delete(temporary);
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            SyncDirectory(directory);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"configuration file '{path}' cannot be written: give the user of this process write access", e);
        }
    }

    // The framework has no call that makes a rename durable.
    private static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = open(path, 0);
        if (descriptor < 0)
        {
            throw new IOException($"directory '{path}' cannot be opened", new Win32Exception(Marshal.GetLastPInvokeError()));
        }

        var failed = fsync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (failed)
        {
            throw new IOException($"directory '{path}' cannot be synced", new Win32Exception(error));
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
