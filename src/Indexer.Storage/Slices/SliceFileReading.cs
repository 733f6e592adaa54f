using System.Buffers;
using Indexer.Storage.Compression;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Slices;

/// <summary>Reads the parts of slices from their file, and says of damage where it is.</summary>
internal static class SliceFileReading
{
    public static void ReadRows(IDiskFile file, SliceInfo slice, RowColumns target) =>
        ReadPart(file, slice.Offset + slice.HeaderLength + slice.RowsOffset, slice.RowsLength, (target, slice), static (bytes, to) => to.target.Decode(bytes, to.slice));

    public static void ReadPage(IDiskFile file, SliceInfo slice, PageInfo page, CompressionDictionary? dictionary, PageColumns target) =>
        ReadPart(file, slice.Offset + slice.HeaderLength + page.Offset, page.Length, (target, page, dictionary), static (bytes, to) => to.target.Unpack(bytes, to.page, to.dictionary));

    private static void ReadPart<T>(IDiskFile file, long offset, int length, T target, Action<ReadOnlySpan<byte>, T> decode)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var read = file.Read(offset, buffer.AsSpan(0, length));
            if (read != length)
            {
                throw new BucketDamagedException(file.Path, offset, $"the file ends after {read} of {length} bytes");
            }

            decode(buffer.AsSpan(0, length), target);
        }
        catch (InvalidDataException e)
        {
            throw new BucketDamagedException(file.Path, offset, e.Message, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
