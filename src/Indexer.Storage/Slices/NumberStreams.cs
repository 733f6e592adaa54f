namespace Indexer.Storage.Slices;

/// <summary>How a byte plane of a number sequence is kept: bytes that compress alike stand together.</summary>
internal enum PlaneClass : byte
{
    /// <summary>Few different bytes: together with all headers.</summary>
    Skewed = 0,

    /// <summary>Many different bytes, some more frequent than others.</summary>
    Mixed = 1,

    /// <summary>No byte is more frequent than others: not worth the time of a compressor.</summary>
    Random = 2,
}

/// <summary>The number streams of a page while it is written, one a <see cref="PlaneClass"/>.</summary>
internal sealed class NumberStreams
{
    public const int Count = 3;

    // Below this many bytes the frequencies say too little.
    private const int ClassifiedBytesMin = 48;

    // The chance that two bytes of a plane are equal: 1/256 for random ones.
    private const double RandomChanceMax = 1.0 / 150;
    private const double MixedChanceMax = 1.0 / 14;

    private readonly ByteBuffer[] streams = [new(1 << 16), new(1 << 16), new(1 << 16)];
    private readonly int[] frequencies = new int[256];

    /// <summary>Headers, lengths and counts, and skewed planes.</summary>
    public ByteBuffer Control => streams[0];

    public ByteBuffer this[int stream] => streams[stream];

    public void Clear()
    {
        foreach (var stream in streams)
        {
            stream.Clear();
        }
    }

    /// <summary>Adds a plane to the stream that suits it, and says which.</summary>
    public PlaneClass Add(ReadOnlySpan<byte> plane)
    {
        var suited = Classify(plane);
        streams[(int)suited].Bytes(plane);
        return suited;
    }

    /// <summary>Appends the streams as <see cref="PackedBlock"/>s; random planes as they are.</summary>
    public void Pack(ByteBuffer target)
    {
        for (var stream = 0; stream < Count; stream++)
        {
            if (stream == (int)PlaneClass.Random)
            {
                PackedBlock.Store(target, streams[stream].Span);
            }
            else
            {
                PackedBlock.Write(target, streams[stream].Span, PageEncoder.CompressionLevel);
            }
        }
    }

    private PlaneClass Classify(ReadOnlySpan<byte> plane)
    {
        if (plane.Length < ClassifiedBytesMin)
        {
            return PlaneClass.Skewed;
        }

        Array.Clear(frequencies);
        long equalPairs = 0;
        foreach (var b in plane)
        {
            equalPairs += frequencies[b]++;
        }

        var chance = 2.0 * equalPairs / ((double)plane.Length * (plane.Length - 1));
        return chance <= RandomChanceMax ? PlaneClass.Random : chance <= MixedChanceMax ? PlaneClass.Mixed : PlaneClass.Skewed;
    }
}

/// <summary>The number streams of a page while it is read. Every read is checked against the end of its stream.</summary>
internal sealed class NumberSource
{
    private readonly byte[][] streams = [[], [], []];
    private readonly int[] ends = new int[NumberStreams.Count];
    private readonly int[] positions = new int[NumberStreams.Count];

    /// <summary>Makes room for a stream and returns it, to be filled by the caller.</summary>
    public Span<byte> Begin(int stream, int length)
    {
        if (streams[stream].Length < length)
        {
            streams[stream] = new byte[Math.Max(length, streams[stream].Length * 2)];
        }

        ends[stream] = length;
        positions[stream] = 0;
        return streams[stream].AsSpan(0, length);
    }

    public int Position(int stream) => positions[stream];

    public void Seek(int stream, int position) => positions[stream] = position;

    public int Length(int stream) => ends[stream];

    public byte Byte() => positions[0] < ends[0] ? streams[0][positions[0]++] : throw new InvalidDataException("a column is cut short");

    public ulong VarInt() => Model.VarInt.Read(streams[0].AsSpan(0, ends[0]), ref positions[0]);

    public ReadOnlySpan<byte> Plane(PlaneClass of, long length)
    {
        var stream = (int)of;
        if (stream >= NumberStreams.Count || length > ends[stream] - positions[stream])
        {
            throw new InvalidDataException("a plane of numbers is cut short");
        }

        positions[stream] += (int)length;
        return streams[stream].AsSpan(positions[stream] - (int)length, (int)length);
    }
}
