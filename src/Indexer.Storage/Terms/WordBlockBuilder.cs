using Indexer.Storage.Compression;

namespace Indexer.Storage.Terms;

/// <summary>Collects the words of a block and writes its words part; the layout is in <see cref="WordBlock"/>.</summary>
internal sealed class WordBlockBuilder
{
    private readonly ColumnBuffer prefixLengths = new(4096);
    private readonly ColumnBuffer lengths = new(4096);
    private readonly ColumnBuffer longLengths = new();
    private readonly ColumnBuffer suffixes = new(32 * 1024);
    private readonly byte[] previous = new byte[StoredWord.BytesMax];
    private int previousLength;

    public int Count { get; private set; }

    /// <summary>Bytes of all words together.</summary>
    public int TextBytes { get; private set; }

    public void Add(ReadOnlySpan<byte> word)
    {
        var shared = Count == 0 ? 0 : Math.Min(word.CommonPrefixLength(previous.AsSpan(0, previousLength)), WordBlock.SharedMax);
        prefixLengths.Append((byte)shared);
        lengths.Append((byte)Math.Min(word.Length, WordBlock.LongLength));
        if (word.Length >= WordBlock.LongLength)
        {
            longLengths.AppendVarInt((ulong)(word.Length - WordBlock.LongLength));
        }

        suffixes.Append(word[shared..]);
        word[shared..].CopyTo(previous.AsSpan(shared));
        previousLength = word.Length;
        Count++;
        TextBytes += word.Length;
    }

    /// <summary>Appends the words part to <paramref name="target"/> and begins a new block.</summary>
    public void WriteTo(ColumnBuffer target, CompressionCodec codec, int level)
    {
        target.AppendVarInt((ulong)Count);
        target.AppendVarInt((ulong)TextBytes);
        Column.Write(target, prefixLengths.Written, codec, level);
        Column.Write(target, lengths.Written, codec, level);
        Column.Write(target, longLengths.Written, codec, level);
        Column.Write(target, suffixes.Written, codec, level);
        prefixLengths.Clear();
        lengths.Clear();
        longLengths.Clear();
        suffixes.Clear();
        Count = 0;
        TextBytes = 0;
    }
}
