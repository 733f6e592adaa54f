using System.IO.Compression;
using System.Text;
using Indexer.Inputs.Files;
using Indexer.Inputs.Tests.Support;
using Indexer.Model;
using Indexer.Storage.Lifecycle;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Inputs.Tests.Files;

public sealed class OneShotTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_is_stored_as_a_whole_and_counted(bool isCompressed)
    {
        await using var given = await Ingesting.StartAsync();
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"2026-01-02T03:04:05.{i % 1000:D3}Z line {i}\n"));
        var path = Write(given, text, isCompressed);
        var reports = new List<OneShotProgress>();

        var done = await Input(given).RunAsync(new OneShotRequest(path, IndexName.Main, "h", null, "lines"), progress =>
        {
            reports.Add(progress);
            return ValueTask.CompletedTask;
        }, CancellationToken.None);

        Assert.Equal((50_000L, 50_000L, (long)text.Length, new FileInfo(path).Length, true), (done.Events, done.Received, done.ContentBytes, done.Bytes, done.IsDone));
        Assert.Same(done, reports[^1]);
        Assert.Equal(50_000, given.Storage.StatusOf(IndexName.Main).EventCount);
    }

    [Fact]
    public async Task A_file_that_is_read_twice_is_stored_twice()
    {
        await using var given = await Ingesting.StartAsync();
        var path = Write(given, "one\n", isCompressed: false);
        for (var i = 0; i < 2; i++)
        {
            await Input(given).RunAsync(new OneShotRequest(path, IndexName.Main, "h", null, null), _ => ValueTask.CompletedTask, CancellationToken.None);
        }

        Assert.Equal(["one", "one"], given.Texts());
    }

    [Fact]
    public async Task An_unknown_index_is_an_error()
    {
        await using var given = await Ingesting.StartAsync();
        var path = Write(given, "one\n", isCompressed: false);
        await Assert.ThrowsAsync<UnknownIndexException>(() =>
            Input(given).RunAsync(new OneShotRequest(path, IndexName.Parse("nosuch"), "h", null, null), _ => ValueTask.CompletedTask, CancellationToken.None));
    }

    private static OneShotInput Input(Ingesting given) => new(given.Ingest, NullLogger<OneShotInput>.Instance);

    private static string Write(Ingesting given, string text, bool isCompressed)
    {
        var path = Path.Combine(given.Directory, "file");
        using var file = File.Create(path);
        using var content = isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : (Stream)file;
        content.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
