using System.Buffers;
using Indexer.Inputs.Ingest;
using Indexer.Parsing;

namespace Indexer.Inputs.Hec;

/// <summary>Reads a body of text, which is cut into events by the rules of its sourcetype. One per request; not thread-safe.</summary>
internal sealed class HecRawBody(InputMetadata input, EventIngest ingest, HecUpload upload) : IDisposable
{
    private const int ReadBytes = 64 << 10;
    private readonly EventParser parser = new(input, ingest.Rules, upload.Batches, ingest.Clock);
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);

    public ref readonly ParsingCounters Counters => ref parser.Counters;

    /// <summary>Reads to the end. Throws <see cref="HecRefusedException"/>.</summary>
    public async Task ReadAsync(Stream body, CancellationToken cancellation)
    {
        int read;
        while ((read = await body.ReadAsync(buffer.AsMemory(0, ReadBytes), cancellation)) > 0)
        {
            upload.Received(read);
            for (var from = 0; from < read;)
            {
                var piece = (int)Math.Min(read - from, upload.PartRoom);
                parser.Append(buffer.AsSpan(from, piece));
                upload.Parsed(piece);
                from += piece;
                if (upload.PartRoom <= 0)
                {
                    await upload.SendPartAsync();
                }
            }

            await upload.EnsureRoomAsync();
        }

        parser.Complete();
        if (parser.Counters.Events == 0)
        {
            throw new HecRefusedException(HecAnswer.NoData);
        }
    }

    public void Dispose()
    {
        parser.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
