using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Indexer.Client.Http;

/// <summary>Lines of a body that streams, each as soon as it is there.</summary>
internal static class LineReader
{
    private const int LineBytesMax = 256 << 20;

    /// <summary>Yields lines without their end, and none that is empty. A line is valid until the next one is asked for.</summary>
    /// <exception cref="IndexerException">The connection broke, or a line is longer than 256 MB.</exception>
    public static async IAsyncEnumerable<ReadOnlySequence<byte>> ReadAsync(
        HttpResponseMessage answer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 << 10, minimumReadSize: 4 << 10));
        try
        {
            while (true)
            {
                var read = await NextAsync(pipe, cancellation);
                var rest = read.Buffer;
                while (TryTakeLine(ref rest, read.IsCompleted, out var line))
                {
                    if (!line.IsEmpty)
                    {
                        yield return line;
                    }
                }

                pipe.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                {
                    yield break;
                }

                if (rest.Length > LineBytesMax)
                {
                    throw new IndexerException("a line of the answer is longer than 256 MB");
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static async ValueTask<ReadResult> NextAsync(PipeReader pipe, CancellationToken cancellation)
    {
        try
        {
            return await pipe.ReadAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new IndexerException($"the node broke off its answer, which is not complete: {e.Message}", e);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        line = rest;
        if (!isLast || rest.IsEmpty)
        {
            return false;
        }

        rest = rest.Slice(rest.End);
        return true;
    }
}
