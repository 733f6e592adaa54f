using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Disk;

internal sealed partial class FaultDisk
{
    /// <summary>An open file of a <see cref="FaultDisk"/>. As on Unix, it lives on when its name is deleted or given to another.</summary>
    private sealed class FaultFile(FaultDisk disk, FaultNode node, string path) : IDiskFile
    {
        private bool isClosed;

        public string Path => path;

        public long Length
        {
            get
            {
                lock (disk.gate)
                {
                    ObjectDisposedException.ThrowIf(isClosed, this);
                    return node.Data.Length;
                }
            }
        }

        public int Read(long offset, Span<byte> buffer)
        {
            lock (disk.gate)
            {
                ObjectDisposedException.ThrowIf(isClosed, this);
                return disk.isDown ? throw new PowerLostException() : node.Data.Read((int)offset, buffer);
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (disk.gate)
            {
                ObjectDisposedException.ThrowIf(isClosed, this);
                var growth = Math.Max(0, offset + bytes.Length - node.Data.Length);
                if (growth > 0 && disk.CapacityBytes != long.MaxValue && disk.UsedBytes + growth > disk.CapacityBytes)
                {
                    // A real disk takes what fits before it says that it is full.
                    var fits = (int)Math.Clamp(bytes.Length - growth + disk.CapacityBytes - disk.UsedBytes, 0, bytes.Length);
                    var part = bytes[..fits].ToArray();
                    disk.Mutate($"write {path} {offset}+{fits} (full)", () => node.Data.Write((int)offset, part));
                    throw new DiskFullException(path);
                }

                var copy = bytes.ToArray();
                disk.Mutate($"write {path} {offset}+{bytes.Length}", () => node.Data.Write((int)offset, copy));
            }
        }

        public void Sync()
        {
            lock (disk.gate)
            {
                ObjectDisposedException.ThrowIf(isClosed, this);
                try
                {
                    disk.Mutate($"sync {path}", node.Data.Sync);
                }
                catch (InjectedFaultException)
                {
                    node.Data.ForgetUnsynced();
                    throw;
                }
            }
        }

        public void SetLength(long length)
        {
            lock (disk.gate)
            {
                ObjectDisposedException.ThrowIf(isClosed, this);
                disk.Mutate($"setlength {path} {length}", () => node.Data.SetLength((int)length));
            }
        }

        public void Dispose() => isClosed = true;
    }
}
