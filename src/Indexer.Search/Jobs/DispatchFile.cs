using System.Buffers.Binary;
using Indexer.Search.Values;
using Indexer.Storage;
using Indexer.Storage.Disk;

namespace Indexer.Search.Jobs;

/// <summary>
/// A file in a job's dispatch directory, which is deleted with the job. Each batch is <c>uint32 length, uint32 CRC-32C,
/// bytes</c>; its name is where it starts. Thread-safe for one writer and any readers.
/// </summary>
public sealed class DispatchFile : IResultSpill
{
    private const int HeaderBytes = 8;

    private readonly IDisk disk;
    private readonly string directory;
    private readonly IDiskFile file;
    private long length;

    /// <param name="disk">The disk.</param>
    /// <param name="directory">The job's own directory; made here.</param>
    public DispatchFile(IDisk disk, string directory)
    {
        this.disk = disk;
        this.directory = directory;
        disk.CreateDirectory(directory);
        file = disk.Open(Path.Combine(directory, "results.rows"), DiskFileMode.CreateNew);
    }

    public long Append(RowBatch batch)
    {
        var content = RowBatchCodec.Encode(batch);
        var record = new byte[HeaderBytes + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Crc32C.Of(content));
        content.CopyTo(record, HeaderBytes);
        file.Write(length, record);
        var start = length;
        length += record.Length;
        return start;
    }

    public RowBatch Read(long name)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.Read(name, header) != HeaderBytes)
        {
            throw new InvalidDataException($"{file.Path} ends before the rows at {name}");
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (size < 0 || size > file.Length - name - HeaderBytes)
        {
            throw new InvalidDataException($"{file.Path} ends within the rows at {name}");
        }

        var content = new byte[size];
        return file.Read(name + HeaderBytes, content) == size && Crc32C.Of(content) == BinaryPrimitives.ReadUInt32LittleEndian(header[4..])
            ? RowBatchCodec.Decode(content)
            : throw new InvalidDataException($"the rows at {name} of {file.Path} are damaged");
    }

    public void Dispose()
    {
        file.Dispose();
        disk.DeleteDirectory(directory);
    }
}
