using System.Buffers;

namespace Indexer.Client;

/// <summary>Collects events until they make a block. Not thread-safe.</summary>
internal sealed class HecBlockBuilder(int blockBytes)
{
    private readonly ArrayBufferWriter<byte> bytes = new(blockBytes);
    private readonly List<int> ends = [];
    private long number;

    public bool IsEmpty => ends.Count == 0;

    public bool IsFull => bytes.WrittenCount >= blockBytes;

    /// <summary>Whether the event would make a block that is larger than it should be.</summary>
    public bool IsTooFullFor(int length) => !IsEmpty && bytes.WrittenCount + length > blockBytes;

    public void Add(ReadOnlySpan<byte> envelope)
    {
        bytes.Write(envelope);
        ends.Add(bytes.WrittenCount);
    }

    public HecBlock Take()
    {
        var block = new HecBlock(++number, bytes.WrittenSpan.ToArray(), [.. ends]);
        bytes.ResetWrittenCount();
        ends.Clear();
        return block;
    }
}
