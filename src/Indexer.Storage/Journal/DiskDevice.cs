using FASTER.core;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>
/// FASTER's device over one file of the disk seam. Reads and writes are done before the call returns, so that everything FASTER
/// does for an append happens on the thread of that append. Writing is not syncing: that is done by the commit.
/// </summary>
/// <param name="file">The log file; the device does not own it.</param>
/// <param name="failed">
/// Told of the first error, before FASTER is: FASTER reports it later and on another thread, as a number.
/// </param>
internal sealed class DiskDevice(IDiskFile file, Action<Exception> failed)
    // With sectors of one byte FASTER writes what is new and nothing else: a committed byte is never written again.
    : StorageDeviceBase(file.Path, sectorSize: 1, Devices.CAPACITY_UNSPECIFIED)
{
    private const uint InputOutputError = 5;

    public override unsafe void WriteAsync(IntPtr sourceAddress, int segmentId, ulong destinationAddress, uint numBytesToWrite,
        DeviceIOCompletionCallback callback, object context)
    {
        uint error = 0;
        try
        {
            file.Write((long)destinationAddress, new ReadOnlySpan<byte>((void*)sourceAddress, (int)numBytesToWrite));
        }
        catch (Exception exception)
        {
            failed(exception);
            error = InputOutputError;
        }

        callback(error, numBytesToWrite, context);
    }

    public override unsafe void ReadAsync(int segmentId, ulong sourceAddress, IntPtr destinationAddress, uint readLength,
        DeviceIOCompletionCallback callback, object context)
    {
        uint error = 0;
        try
        {
            var destination = new Span<byte>((void*)destinationAddress, (int)readLength);
            destination[file.Read((long)sourceAddress, destination)..].Clear();
        }
        catch (Exception exception)
        {
            failed(exception);
            error = InputOutputError;
        }

        callback(error, readLength, context);
    }

    /// <summary>A journal is deleted as a whole: FASTER never gets to drop a part of it.</summary>
    public override void RemoveSegmentAsync(int segment, AsyncCallback callback, IAsyncResult result) =>
        throw new NotSupportedException("a journal keeps all of its log");

    public override long GetFileSize(int segment) => file.Length;

    public override void Dispose()
    {
    }
}
