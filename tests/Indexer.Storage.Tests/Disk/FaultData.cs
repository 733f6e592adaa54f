namespace Indexer.Storage.Tests.Disk;

/// <summary>
/// The bytes of a file twice: as programs see them, and as they are on the platter, with the changes between the two in order.
/// </summary>
internal sealed class FaultData
{
    private const int SectorSize = 512;

    private readonly List<Change> unsynced = [];
    private Buffer visible;
    private Buffer durable;

    public int Length => visible.Length;

    public static FaultData Of(ReadOnlySpan<byte> bytes)
    {
        var data = new FaultData();
        data.visible.Write(0, bytes);
        data.durable.Write(0, bytes);
        return data;
    }

    public byte[] ToArray() => visible.Span.ToArray();

    public int Read(int offset, Span<byte> destination)
    {
        if (offset >= visible.Length)
        {
            return 0;
        }

        var count = Math.Min(destination.Length, visible.Length - offset);
        visible.Span.Slice(offset, count).CopyTo(destination);
        return count;
    }

    /// <param name="bytes">Kept.</param>
    public void Write(int offset, byte[] bytes)
    {
        visible.Write(offset, bytes);
        unsynced.Add(new Change(offset, bytes));
    }

    public void SetLength(int length)
    {
        visible.SetLength(length);
        unsynced.Add(new Change(length, null));
    }

    public void Sync()
    {
        foreach (var change in unsynced)
        {
            change.ApplyTo(ref durable);
        }

        unsynced.Clear();
    }

    /// <summary>What a failed sync does: the system takes the pages for clean, and no later sync writes them.</summary>
    public void ForgetUnsynced() => unsynced.Clear();

    public void Flip(int offset, byte mask)
    {
        visible.Span[offset] ^= mask;
        if (offset < durable.Length)
        {
            durable.Span[offset] ^= mask;
        }
    }

    /// <summary>The bytes that are on the platter after a crash.</summary>
    public FaultData AfterCrash(Random random, Survival survival)
    {
        if (survival is Survival.All)
        {
            return Of(visible.Span);
        }

        var left = new Buffer();
        left.Write(0, durable.Span);
        if (survival is Survival.Some)
        {
            foreach (var change in unsynced)
            {
                change.ApplyPartlyTo(ref left, random);
            }
        }

        return Of(left.Span);
    }

    private readonly record struct Change(int Offset, byte[]? Bytes)
    {
        public void ApplyTo(ref Buffer buffer)
        {
            if (Bytes is null)
            {
                buffer.SetLength(Offset);
            }
            else
            {
                buffer.Write(Offset, Bytes);
            }
        }

        public void ApplyPartlyTo(ref Buffer buffer, Random random)
        {
            var fate = random.Next(4);
            if (fate == 0)
            {
                return;
            }

            if (fate == 1 || Bytes is null)
            {
                ApplyTo(ref buffer);
                return;
            }

            // Each sector on its own; a sector that is lost behind one that is not is left as zeros or as it was.
            for (var start = 0; start < Bytes.Length;)
            {
                var end = Math.Min(Bytes.Length, (((Offset + start) / SectorSize) + 1) * SectorSize - Offset);
                if (random.Next(2) == 0)
                {
                    buffer.Write(Offset + start, Bytes.AsSpan(start, end - start));
                }

                start = end;
            }

            if (fate == 3 && buffer.Length < Offset + Bytes.Length)
            {
                // The new length got there before the data.
                buffer.SetLength(Offset + Bytes.Length);
            }
        }
    }

    private struct Buffer
    {
        private byte[]? bytes;

        public int Length { get; private set; }

        public readonly Span<byte> Span => bytes.AsSpan(0, Length);

        public void Write(int offset, ReadOnlySpan<byte> source)
        {
            if (offset + source.Length > Length)
            {
                SetLength(offset + source.Length);
            }

            source.CopyTo(Span[offset..]);
        }

        public void SetLength(int length)
        {
            if (length > (bytes?.Length ?? 0))
            {
                Array.Resize(ref bytes, Math.Max(length, 2 * (bytes?.Length ?? 0)));
            }
            else if (length < Length)
            {
                bytes.AsSpan(length, Length - length).Clear();
            }

            Length = length;
        }
    }
}
