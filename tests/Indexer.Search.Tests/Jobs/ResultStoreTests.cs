using FsCheck;
using FsCheck.Fluent;
using Indexer.Search.Execution;
using Indexer.Search.Jobs;
using Indexer.Search.Tests.Support;
using Indexer.Search.Values;
using Indexer.Storage.Disk;

namespace Indexer.Search.Tests.Jobs;

public sealed class ResultStoreTests : IDisposable
{
    private readonly string directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task Rows_that_do_not_fit_in_memory_are_read_back_from_the_dispatch_directory()
    {
        var messages = new SearchMessages();
        var job = Path.Combine(directory, "1.1");
        using (var store = new ResultStore(new SearchLimits { ResultMemoryBytesMax = 10_000 }, messages, () => new DispatchFile(LocalDisk.Instance, job)))
        {
            for (var i = 0; i < 100; i++)
            {
                await store.WriteAsync(Rows.Of([.. Enumerable.Range(i * 50, 50).Select(n => $"n={n} t=[a;{n}]")]), CancellationToken.None);
            }

            Assert.Equal(5_000, store.RowCount);
            Assert.NotEmpty(Directory.GetFiles(job));
            Assert.Equal(Enumerable.Range(0, 5_000).Select(n => $"n={n} t=[a;{n}]"), Rows.Describe(store.Read(0, 10_000).Batches));
            Assert.Equal(Enumerable.Range(4_321, 77).Select(n => $"n={n} t=[a;{n}]"), Rows.Describe(store.Read(4_321, 77).Batches));
            Assert.Empty(messages.Snapshot());
        }

        Assert.False(Directory.Exists(job));
    }

    [Fact]
    public async Task Without_a_place_to_spill_the_result_is_cut_with_a_warning()
    {
        var messages = new SearchMessages();
        using var store = new ResultStore(new SearchLimits { ResultMemoryBytesMax = 10_000 }, messages, openSpill: null);
        for (var i = 0; i < 100; i++)
        {
            await store.WriteAsync(Rows.Of([.. Enumerable.Range(i * 50, 50).Select(n => $"n={n}")]), CancellationToken.None);
        }

        Assert.True(store.IsFull);
        Assert.InRange(store.RowCount, 50, 500);
        Assert.Single(messages.Snapshot());
    }

    [Fact]
    public void Damaged_rows_are_found()
    {
        var disk = LocalDisk.Instance;
        using var file = new DispatchFile(disk, directory);
        var name = file.Append(Rows.Of("a=1 b=xyz", "a=2"));
        Assert.Equal(["a=1 b=xyz", "a=2"], Rows.Describe([file.Read(name)]));

        var path = Directory.GetFiles(directory).Single();
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            using (var raw = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                raw.Position = i;
                raw.WriteByte((byte)(bytes[i] ^ 0x10));
                raw.Flush();
                Assert.Throws<InvalidDataException>(() => file.Read(name));
                raw.Position = i;
                raw.WriteByte(bytes[i]);
            }
        }

        Assert.Throws<InvalidDataException>(() => file.Read(name + 1_000));
    }

    [Fact]
    public void Encoded_rows_read_back_the_same_and_damage_throws_nothing_else()
    {
        var scalar = Gen.OneOf(
            Gen.Constant(Value.Null),
            Gen.Choose(-1_000, 1_000).Select(n => Value.Of(n / 8.0)),
            Gen.Elements("", "x", "é日本", new string('y', 300)).Select(Value.Of),
            Gen.Elements(Value.True, Value.False));
        var value = Gen.OneOf(scalar, scalar.ArrayOf().Select(items => Value.OfList(items)));
        Prop.ForAll(value.ArrayOf(12).ToArbitrary(), Gen.Choose(0, 5_000).ToArbitrary(), (values, position) =>
        {
            var batch = new RowBatch(4);
            batch.Set("a", values[..4]);
            batch.Set("b", values[4..8]);
            batch.Set("ü", values[8..]);
            var bytes = RowBatchCodec.Encode(batch);
            var decoded = RowBatchCodec.Decode(bytes);
            Assert.Equal(batch.Fields, decoded.Fields);
            Assert.All(batch.Fields, field => Assert.Equal(Enumerable.Range(0, 4).Select(row => batch[field, row]), Enumerable.Range(0, 4).Select(row => decoded[field, row])));

            bytes[position % bytes.Length] ^= (byte)(1 << (position % 8));
            Assert.True(Record.Exception(() => RowBatchCodec.Decode(bytes)) is null or InvalidDataException);
            Assert.True(Record.Exception(() => RowBatchCodec.Decode(bytes.AsSpan(0, position % bytes.Length))) is InvalidDataException);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Rows_without_fields_keep_their_number()
    {
        Assert.Equal(7, RowBatchCodec.Decode(RowBatchCodec.Encode(new RowBatch(7))).Count);
    }
}
