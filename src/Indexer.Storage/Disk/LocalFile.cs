using Microsoft.Win32.SafeHandles;

namespace Indexer.Storage.Disk;

/// <summary>A file of <see cref="LocalDisk"/>.</summary>
internal sealed class LocalFile(string path, SafeFileHandle handle) : IDiskFile
{
    public string Path => path;

    public long Length => RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[done..], offset + done);
            if (read == 0)
            {
                break;
            }

            done += read;
        }

        return done;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception exception) when (LocalDiskErrors.Translates(exception))
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }

    public void Sync()
    {
        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception exception) when (LocalDiskErrors.Translates(exception))
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }

    public void SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (Exception exception) when (LocalDiskErrors.Translates(exception))
        {
            throw LocalDiskErrors.Translate(exception, path);
        }
    }

    public void Dispose() => handle.Dispose();
}
