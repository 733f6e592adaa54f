using System.Runtime.InteropServices;

namespace Indexer.Storage.Disk;

/// <summary>The system calls that the framework does not offer: the sync of a directory, and a rename that is atomic or fails.</summary>
internal static partial class Posix
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    /// <summary><c>rename(2)</c>. The framework's own move copies where a rename cannot be done, which is not atomic.</summary>
    public static void Rename(string from, string to)
    {
        if (rename(from, to) != 0)
        {
            throw Error(Marshal.GetLastPInvokeError(), to, $"cannot rename '{from}' to '{to}'");
        }
    }

    /// <summary>Makes created, renamed and deleted names in a directory durable.</summary>
    public static void SyncDirectory(string path)
    {
        var descriptor = open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Error(Marshal.GetLastPInvokeError(), path, $"cannot open directory '{path}' to sync it");
        }

        try
        {
            while (fsync(descriptor) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error != Interrupted)
                {
                    throw Error(error, path, $"cannot sync directory '{path}'");
                }
            }
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    private static IOException Error(int error, string path, string what) => LocalDiskErrors.IsDiskFull(error)
        ? new DiskFullException(path)
        : new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
