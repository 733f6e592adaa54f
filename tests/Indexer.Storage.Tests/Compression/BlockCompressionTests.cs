using System.Text;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Tests.Compression;

public sealed class BlockCompressionTests
{
    public static TheoryData<byte, int, int> Blocks()
    {
        var cases = new TheoryData<byte, int, int>();
        foreach (var codec in new[] { CompressionCodec.Stored, CompressionCodec.Zstd, CompressionCodec.Brotli })
        {
            foreach (var length in new[] { 0, 1, 100, 16 * 1024, 1024 * 1024 })
            {
                cases.Add((byte)codec, length, 1);
                cases.Add((byte)codec, length, 5);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_unpacks_to_what_was_packed(byte codec, int length, int level)
    {
        foreach (var source in new[] { Text(length), Noise(length) })
        {
            var packed = Pack((CompressionCodec)codec, source, level);
            var unpacked = new byte[length];

            BlockCompression.Decompress((CompressionCodec)codec, packed, unpacked);

            Assert.Equal(source, unpacked);
        }
    }

    [Fact]
    public void A_dictionary_makes_small_blocks_small_and_is_needed_to_unpack_them()
    {
        using var dictionary = new CompressionDictionary(Text(8 * 1024), level: 1);
        var source = Text(600).AsSpan(300).ToArray();
        var packed = Pack(CompressionCodec.Zstd, source, level: 1, dictionary);
        var unpacked = new byte[source.Length];

        BlockCompression.Decompress(CompressionCodec.Zstd, packed, unpacked, dictionary);

        Assert.Equal(source, unpacked);
        Assert.True(packed.Length < Pack(CompressionCodec.Zstd, source, level: 1).Length / 2);
        Assert.Throws<InvalidDataException>(() => BlockCompression.Decompress(CompressionCodec.Zstd, packed, unpacked));
    }

    [Theory]
    [InlineData((byte)CompressionCodec.Stored)]
    [InlineData((byte)CompressionCodec.Zstd)]
    [InlineData((byte)CompressionCodec.Brotli)]
    public void A_block_of_another_length_is_refused(byte codec)
    {
        var packed = Pack((CompressionCodec)codec, Text(1000), level: 1);

        Assert.Throws<InvalidDataException>(() => BlockCompression.Decompress((CompressionCodec)codec, packed, new byte[999]));
        Assert.Throws<InvalidDataException>(() => BlockCompression.Decompress((CompressionCodec)codec, packed, new byte[1001]));
        Assert.Throws<InvalidDataException>(() => BlockCompression.Decompress((CompressionCodec)codec, packed.AsSpan(0, packed.Length / 2), new byte[1000]));
    }

    [Fact]
    public void An_unknown_codec_is_refused() =>
        Assert.Throws<InvalidDataException>(() => BlockCompression.Decompress((CompressionCodec)77, [1, 2, 3], new byte[3]));

    [Fact]
    public void Packing_and_unpacking_allocate_nothing_in_steady_state()
    {
        var source = Text(16 * 1024);
        var target = new byte[BlockCompression.LengthMax(source.Length)];
        var unpacked = new byte[source.Length];
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            Round();
        }

        // A collection in between counts the thread's started block of a few kilobytes as allocated.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, source.Length);

        void Round()
        {
            var length = BlockCompression.Compress(CompressionCodec.Zstd, source, target, level: 1);
            BlockCompression.Decompress(CompressionCodec.Zstd, target.AsSpan(0, length), unpacked);
        }
    }

    [Fact]
    public async Task Any_number_of_threads_may_pack_at_once()
    {
        var source = Text(64 * 1024);
        var expected = Pack(CompressionCodec.Zstd, source, level: 1);

        var packed = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => Pack(CompressionCodec.Zstd, source, level: 1))));

        Assert.All(packed, p => Assert.Equal(expected, p));
    }

    private static byte[] Pack(CompressionCodec codec, byte[] source, int level, CompressionDictionary? dictionary = null)
    {
        var target = new byte[BlockCompression.LengthMax(source.Length)];
        return target[..BlockCompression.Compress(codec, source, target, level, dictionary)];
    }

    private static byte[] Text(int length)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < length; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"session {i * 7919} opened for user{i % 13} from 10.{i % 7}.{i % 11}.{i % 200}\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }
}
