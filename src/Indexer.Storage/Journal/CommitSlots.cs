using System.Buffers.Binary;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>
/// The commit file: two slots that commits write in turn, so that a crash in the middle of one leaves the commit before it. A slot
/// is little endian: magic and version (4), length of the metadata (4), commit number (8), metadata, zeros up to 508, CRC-32C of
/// those (4). The slots start at 0 and 4096, in different blocks of the disk. Not thread-safe.
/// </summary>
internal sealed class CommitSlots : IDisposable
{
    private const int SlotSize = 512;
    private const int SlotDistance = 4096;
    private const int MetadataOffset = 16;
    private const int ChecksumOffset = SlotSize - sizeof(uint);
    private const int MetadataBytesMax = ChecksumOffset - MetadataOffset;

    /// <summary>"IJC" and version 1.</summary>
    private const uint Magic = 0x01434A49;

    private readonly IDiskFile file;
    private readonly byte[] slot = new byte[SlotSize];

    private CommitSlots(IDiskFile file) => this.file = file;

    /// <summary>Bytes of the file.</summary>
    public const int FileSize = SlotDistance + SlotSize;

    /// <summary>The number of the newest commit, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The metadata of the newest commit, as FASTER wrote it.</summary>
    public byte[] Metadata { get; private set; } = [];

    /// <summary>Creates the file with a first commit, complete and durable when its name appears in the directory.</summary>
    public static void Create(IDisk disk, string path, long number, byte[] metadata)
    {
        var temporary = path + ".tmp";
        disk.DeleteFile(temporary);
        using (var slots = new CommitSlots(disk.Open(temporary, DiskFileMode.CreateNew)))
        {
            slots.file.SetLength(FileSize);
            slots.Write(number, metadata);
        }

        disk.Rename(temporary, path);
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Opens the file and finds the newest intact commit. Throws <see cref="JournalDamagedException"/> where there is none.</summary>
    public static CommitSlots Open(IDisk disk, string path)
    {
        if (!disk.FileExists(path))
        {
            throw new JournalDamagedException(path, 0, "the commit file is missing");
        }

        var slots = new CommitSlots(disk.Open(path, DiskFileMode.OpenOrCreate));
        try
        {
            slots.Load(0);
            slots.Load(1);
            return slots.Number > 0 ? slots : throw new JournalDamagedException(path, 0, "neither commit slot is intact");
        }
        catch
        {
            slots.Dispose();
            throw;
        }
    }

    /// <summary>Brings a commit to stable storage, in place of the one before the newest.</summary>
    public void Write(long number, byte[] metadata)
    {
        if (metadata.Length > MetadataBytesMax || number <= Number)
        {
            throw new ArgumentException($"commit {number} with {metadata.Length} bytes does not fit after commit {Number}", nameof(metadata));
        }

        slot.AsSpan().Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(slot, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(slot.AsSpan(4), metadata.Length);
        BinaryPrimitives.WriteInt64LittleEndian(slot.AsSpan(8), number);
        metadata.CopyTo(slot.AsSpan(MetadataOffset));
        BinaryPrimitives.WriteUInt32LittleEndian(slot.AsSpan(ChecksumOffset), Crc32C.Of(slot.AsSpan(0, ChecksumOffset)));
        file.Write((number & 1) * SlotDistance, slot);
        file.Sync();
        Number = number;
        Metadata = metadata;
    }

    public void Dispose() => file.Dispose();

    private void Load(int index)
    {
        var read = file.Read((long)index * SlotDistance, slot);
        if (read < SlotSize || BinaryPrimitives.ReadUInt32LittleEndian(slot) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(slot.AsSpan(ChecksumOffset)) != Crc32C.Of(slot.AsSpan(0, ChecksumOffset)))
        {
            return;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(slot.AsSpan(4));
        var number = BinaryPrimitives.ReadInt64LittleEndian(slot.AsSpan(8));
        if (number > Number && (number & 1) == index && length is >= 0 and <= MetadataBytesMax)
        {
            Number = number;
            Metadata = slot.AsSpan(MetadataOffset, length).ToArray();
        }
    }
}
