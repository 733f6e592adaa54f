using System.Buffers;
using System.Buffers.Binary;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>
/// Walks over the frames of a log file and verifies every byte: entry lengths, fragment marks, sequence, chain, checksum, and that
/// what lies between entries is zero. Does not depend on FASTER, which steps over damage in silence. Not thread-safe.
/// </summary>
internal sealed class FrameScanner : IDisposable
{
    private readonly IDiskFile file;
    private readonly long limit;
    private readonly int pageSize;
    private readonly byte[] page;
    private byte[] assembled = [];
    private long loadedPage = -1;
    private int loadedBytes;
    private long address;
    private bool payloadIsAssembled;
    private int payloadStart;

    /// <param name="file">The log file; the scanner does not own it.</param>
    /// <param name="pageSize">See <see cref="LogLayout"/>.</param>
    /// <param name="start">A place between two frames.</param>
    /// <param name="limit">The address where the scan ends.</param>
    public FrameScanner(IDiskFile file, int pageSize, FramePosition start, long limit)
    {
        this.file = file;
        this.pageSize = pageSize;
        this.limit = limit;
        page = ArrayPool<byte>.Shared.Rent(pageSize);
        Position = start;
        address = start.Address;
    }

    public JournalFrameHeader Header { get; private set; }

    /// <summary>The place after the last frame that was found intact.</summary>
    public FramePosition Position { get; private set; }

    /// <summary>Why the scan ended before the limit, or null.</summary>
    public string? Damage { get; private set; }

    /// <summary>The payload of the current frame; valid until the next move.</summary>
    public ReadOnlySpan<byte> Payload => payloadIsAssembled ? assembled.AsSpan(0, Header.PayloadLength) : page.AsSpan(payloadStart, Header.PayloadLength);

    /// <summary>Goes to the next frame. False at the limit, and at the first <see cref="Damage"/>.</summary>
    public bool MoveNext()
    {
        if (Damage is not null)
        {
            return false;
        }

        if (!MoveToEntry(out var mark, out var start, out var length))
        {
            return false;
        }

        if (mark is not (Fragment.Whole or Fragment.First) || length < JournalFrameHeader.Size)
        {
            return Fail("no frame starts here");
        }

        var head = page.AsSpan(start, JournalFrameHeader.Size);
        if (JournalFrameHeader.Parse(head, Position, out var header) is { } wrong)
        {
            return Fail(wrong);
        }

        if (header.PayloadLength > limit - address + length)
        {
            return Fail("the frame is longer than what is left of the file");
        }

        Header = header;
        payloadStart = start + JournalFrameHeader.Size;
        payloadIsAssembled = mark is Fragment.First;
        length -= JournalFrameHeader.Size;
        uint checksum;
        if (!payloadIsAssembled)
        {
            if (length != header.PayloadLength)
            {
                return Fail("the frame has another length than its header says");
            }

            checksum = JournalFrameHeader.ChecksumOf(head, page.AsSpan(payloadStart, length));
        }
        else
        {
            Span<byte> keptHead = stackalloc byte[JournalFrameHeader.Size];
            head.CopyTo(keptHead);
            if (!Assemble(length))
            {
                return false;
            }

            checksum = JournalFrameHeader.ChecksumOf(keptHead, Payload);
        }

        if (checksum != header.Checksum)
        {
            return Fail("the checksum of the frame is wrong");
        }

        Position = new FramePosition(address, header.Sequence + 1, header.Chain);
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(page);
        ReturnAssembled();
    }

    /// <summary>Collects the payload from the first fragment, which is in the page, and those that follow.</summary>
    private bool Assemble(int firstLength)
    {
        if (assembled.Length < Header.PayloadLength)
        {
            ReturnAssembled();
            assembled = ArrayPool<byte>.Shared.Rent(Header.PayloadLength);
        }

        var start = payloadStart;
        var length = firstLength;
        var filled = 0;
        var mark = Fragment.First;
        while (true)
        {
            if (length > Header.PayloadLength - filled)
            {
                return Fail("the frame has another length than its header says");
            }

            page.AsSpan(start, length).CopyTo(assembled.AsSpan(filled));
            filled += length;
            if (mark is Fragment.Last)
            {
                return filled == Header.PayloadLength || Fail("the frame has another length than its header says");
            }

            if (!MoveToEntry(out mark, out start, out length))
            {
                return Damage is null && Fail("the frame is cut short");
            }

            if (mark is not (Fragment.Middle or Fragment.Last))
            {
                return Fail("a fragment of the frame is missing");
            }
        }
    }

    /// <summary>Finds the entry at <see cref="address"/>, loading its page, and steps over it. False at the limit.</summary>
    private bool MoveToEntry(out Fragment mark, out int start, out int length)
    {
        (mark, start, length) = (default, 0, 0);
        var room = pageSize - (int)(address & (pageSize - 1));
        if (room < LogLayout.FrameRoomMin)
        {
            // No frame starts so close to the end of a page; a fragment that continues one always starts a page.
            var pageEnd = Math.Min(address + room, limit);
            Load();
            if (PageBytes(address, pageEnd).ContainsAnyExcept((byte)0))
            {
                return Fail("the end of a page is not zero");
            }

            address = pageEnd;
            room = pageSize;
        }

        if (address >= limit)
        {
            return false;
        }

        Load();
        var entryStart = (int)(address & (pageSize - 1));
        if (loadedBytes - entryStart < LogLayout.EntryOverhead)
        {
            return Fail("an entry is cut short");
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(page.AsSpan(entryStart)) - LogLayout.MarkSize;
        if (length < 0 || length > room - LogLayout.EntryOverhead)
        {
            return Fail(length == -LogLayout.MarkSize ? "there is no entry" : "an entry has an impossible length");
        }

        start = entryStart + LogLayout.EntryOverhead;
        var end = entryStart + LogLayout.EntryOverhead + LogLayout.Aligned(length);
        if (end > loadedBytes)
        {
            return Fail("an entry is cut short");
        }

        mark = (Fragment)BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(entryStart + LogLayout.LengthSize));
        if (mark is < Fragment.Whole or > Fragment.Last || page.AsSpan(start + length, end - start - length).ContainsAnyExcept((byte)0))
        {
            return Fail("the frame of an entry is broken");
        }

        address += end - entryStart;
        return true;
    }

    private ReadOnlySpan<byte> PageBytes(long from, long to)
    {
        var start = (int)(from & (pageSize - 1));
        return page.AsSpan(start, Math.Max(0, Math.Min((int)(to - from), loadedBytes - start)));
    }

    private void Load()
    {
        var number = address / pageSize;
        if (number == loadedPage)
        {
            return;
        }

        var offset = number * pageSize;
        loadedBytes = file.Read(offset, page.AsSpan(0, (int)Math.Min(pageSize, Math.Max(0, limit - offset))));
        loadedPage = number;
    }

    private bool Fail(string damage)
    {
        Damage = damage;
        return false;
    }

    private void ReturnAssembled()
    {
        if (assembled.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(assembled);
            assembled = [];
        }
    }
}
