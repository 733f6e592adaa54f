using System.Collections.Concurrent;
using Indexer.Storage.Compression;

namespace Indexer.Storage.Slices;

/// <summary>
/// The encoders of the process and the memory that slices pass through: as many encoders as may work at once, and inputs and
/// encoded slices that are used again. Thread-safe.
/// </summary>
internal sealed class SliceEncoderPool(int concurrency) : IDisposable
{
    private const int KeptMax = 16;

    // What grew with a huge event is given up rather than kept for the next slice.
    private const int KeptBytesMax = 4 * SliceLimits.RawBytes;

    private readonly SemaphoreSlim slots = new(concurrency, concurrency);
    private readonly ConcurrentBag<SliceEncoder> encoders = [];
    private readonly ConcurrentBag<EncodedSlice> encoded = [];
    private readonly ConcurrentBag<SliceInput> inputs = [];

    public int Concurrency => concurrency;

    public SliceInput RentInput() => inputs.TryTake(out var input) ? input : new SliceInput();

    public void Release(SliceInput input)
    {
        if (input.Release() && inputs.Count < KeptMax && input.Capacity <= KeptBytesMax)
        {
            input.Clear();
            inputs.Add(input);
        }
    }

    /// <summary>Encodes on the thread pool, when one of the encoders is free.</summary>
    /// <param name="dictionary">See <see cref="SliceEncoder.Encode"/>.</param>
    public async Task<EncodedSlice> EncodeAsync(SliceInput input, Task<CompressionDictionary?> dictionary, TextSamples? samples)
    {
        var ready = await dictionary.ConfigureAwait(false);
        await slots.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Encode(input, ready, samples)).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    public void Return(EncodedSlice slice)
    {
        if (encoded.Count < KeptMax && slice.Folded.Length + slice.Body.Capacity <= KeptBytesMax)
        {
            encoded.Add(slice);
        }
    }

    public void Dispose() => slots.Dispose();

    private EncodedSlice Encode(SliceInput input, CompressionDictionary? dictionary, TextSamples? samples)
    {
        var encoder = encoders.TryTake(out var kept) ? kept : new SliceEncoder();
        var slice = encoded.TryTake(out var used) ? used : new EncodedSlice();
        encoder.Encode(input.Read(), slice, dictionary, samples);
        if (input.Capacity <= KeptBytesMax)
        {
            encoders.Add(encoder);
        }

        return slice;
    }
}
