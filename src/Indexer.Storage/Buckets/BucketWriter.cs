using System.Collections.Immutable;
using Indexer.Model;
using Indexer.Storage.Compression;
using Indexer.Storage.Disk;
using Indexer.Storage.Reading;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Buckets;

/// <summary>What buckets are written with; one for the process.</summary>
internal sealed class BucketWriterOptions
{
    public required IDisk Disk { get; init; }

    public required SliceEncoderPool Encoders { get; init; }

    public required TermsBlockCache TermsCache { get; init; }

    /// <summary>A table of terms with this many words is written to disk as a sorted run.</summary>
    public int WordsPerRun { get; init; } = 400_000;

    /// <summary>A slice ends with so many events. Fewer than the format allows are for tests that need many slices of few events.</summary>
    public int SliceEventsMax { get; init; } = SliceLimits.EventsMax;

    /// <summary>A bucket with more templates is full.</summary>
    public int TemplatesMax { get; init; } = SliceLimits.TemplatesMax;

    /// <summary>Slices of one bucket that wait to be encoded or written; more make appends wait.</summary>
    public int BacklogMax { get; init; } = 4;
}

/// <summary>
/// Takes the events of one bucket in their order, cuts them into slices, has the slices encoded in parallel, and writes them and
/// their terms in order. What it makes depends on the events and their order alone. <see cref="Add"/> has one caller at a time;
/// views may be opened by anyone at any time.
/// </summary>
internal sealed class BucketWriter : IAsyncDisposable
{
    private readonly BucketWriterOptions options;
    private readonly BucketId id;
    private readonly string directory;
    private readonly Lock gate = new();
    private readonly SliceFileWriter slices;
    private readonly RunSet runs;
    private readonly TemplateDictionary templates = new();
    private readonly Dictionary<EventOrigin, int> originOrdinals = [];
    private readonly BucketStatistics statistics = new();
    private readonly List<SliceInput> waiting = [];
    private ImmutableList<SliceInfo> written = [];
    private ImmutableList<EventOrigin> origins = [];
    private TemplateTexts? texts;
    private SliceInput input;
    private readonly Queue<Task> writes = [];
    private Task<CompressionDictionary?>? dictionary;
    private CompressionDictionary? trained;
    private Task lastWrite = Task.CompletedTask;
    private long eventCount;
    private long rawBytes;

    public BucketWriter(BucketWriterOptions options, BucketId id, string directory)
    {
        this.options = options;
        this.id = id;
        this.directory = directory;
        options.Disk.CreateDirectory(Path.Combine(directory, BucketFiles.RawDataDirectory));
        slices = new SliceFileWriter(options.Disk.Open(SlicesPath, DiskFileMode.CreateNew));
        runs = new RunSet(options, directory);
        input = options.Encoders.RentInput();
    }

    public long EventCount => Volatile.Read(ref eventCount);

    public long RawBytes => Volatile.Read(ref rawBytes);

    /// <summary>Whether templates or origins take as much memory as those of one bucket may.</summary>
    /// <param name="originsMax">So many different origins are no cause.</param>
    public bool IsFull(int originsMax)
    {
        lock (gate)
        {
            return origins.Count > originsMax || templates.Count > options.TemplatesMax || templates.ConstantBytes > SliceLimits.TemplateBytesMax;
        }
    }

    public long BytesOnDisk => slices.Length + runs.BytesOnDisk;

    public EventTime? Earliest => statistics.Earliest;

    public EventTime? Latest => statistics.Latest;

    private string SlicesPath => Path.Combine(directory, BucketFiles.RawDataDirectory, BucketFiles.Slices);

    /// <summary>Adds a batch; it can be searched when this returns. Does not take over the batch.</summary>
    public void Add(EventBatch batch)
    {
        lock (gate)
        {
            Span<int> ordinals = batch.Origins.Count <= 256 ? stackalloc int[batch.Origins.Count] : new int[batch.Origins.Count];
            for (var i = 0; i < ordinals.Length; i++)
            {
                ordinals[i] = OrdinalOf(batch.Origins[i]);
            }

            foreach (var each in batch)
            {
                var origin = ordinals[each.Origin];
                input.Add(each.Time.Nanoseconds, origin, each.Raw, each.Fields);
                statistics.Add(origin, each.Time);
                if (input.IsFull || input.Count >= options.SliceEventsMax)
                {
                    CloseSlice();
                }
            }

            eventCount += batch.Count;
            rawBytes += batch.RawBytes;
        }
    }

    /// <summary>Completes when no more slices wait than the limit allows. Throws what made writing fail.</summary>
    public async ValueTask WaitForBacklogAsync()
    {
        while (true)
        {
            Task oldest;
            lock (gate)
            {
                if (lastWrite.IsFaulted)
                {
                    oldest = lastWrite;
                }
                else if (waiting.Count > options.BacklogMax)
                {
                    oldest = writes.Peek();
                }
                else
                {
                    return;
                }
            }

            await oldest;
        }
    }

    /// <summary>A view of all events added so far. The caller disposes it.</summary>
    public BucketContent OpenView()
    {
        lock (gate)
        {
            var views = new List<SliceInput>(waiting.Count + 1);
            foreach (var each in waiting)
            {
                views.Add(each.AddReference());
            }

            if (input.Count > 0)
            {
                views.Add(input.AddReference());
            }

            if (texts is null || texts.Count != templates.Count)
            {
                texts = new TemplateTexts(templates.Snapshot());
            }

            return new HotContent(options.Encoders, views, runs.OpenView())
            {
                Id = id,
                Slices = written,
                Origins = origins,
                Templates = texts,
                SliceFile = slices.File,
                Dictionary = trained,
                Tail = views.ConvertAll(view => view.Read()),
                TailStart = written.Count == 0 ? 0 : written[^1].FirstEvent + written[^1].Events,
            };
        }
    }

    /// <summary>
    /// Writes the final form into the directory, all but the manifest, and brings it to stable storage. No <see cref="Add"/> afterwards.
    /// </summary>
    /// <param name="batches">Ids of the batches that were added.</param>
    public async Task<BucketManifest> CompleteAsync(BatchIdSet batches, bool createBloomFilter, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (input.Count > 0)
            {
                CloseSlice();
            }
        }

        await lastWrite;
        cancellation.ThrowIfCancellationRequested();
        return await Task.Run(() =>
        {
            var final = templates.Snapshot();
            slices.Complete(written, final, origins, written.Count < 2 ? default : trained?.Content ?? default);
            runs.Complete(new TemplateTexts(final), createBloomFilter, cancellation);
            statistics.Write(options.Disk, directory, origins);
            if (!batches.IsEmpty)
            {
                batches.Write(options.Disk, Path.Combine(directory, BucketFiles.Batches));
            }

            options.Disk.SyncDirectory(Path.Combine(directory, BucketFiles.RawDataDirectory));
            options.Disk.SyncDirectory(directory);
            var manifest = BucketManifest.Describe(options.Disk, directory, id, eventCount, rawBytes, Earliest ?? default, Latest ?? default, cancellation);
            VerifySlices(manifest);
            return manifest;
        }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await lastWrite.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        slices.Dispose();
        runs.Dispose();
        trained?.Dispose();
    }

    // The journal goes when the bucket is sealed: what was read back from the disk must be what was written to it.
    private void VerifySlices(BucketManifest manifest)
    {
        var found = manifest.Files.Single(file => file.Path == BucketFiles.RawDataDirectory + "/" + BucketFiles.Slices);
        if (found.Sha256 != slices.Sha256)
        {
            throw new BucketDamagedException(SlicesPath, 0, "it does not hold what was written to it");
        }
    }

    private int OrdinalOf(EventOrigin origin)
    {
        if (!originOrdinals.TryGetValue(origin, out var ordinal))
        {
            ordinal = origins.Count;
            originOrdinals.Add(origin, ordinal);
            origins = origins.Add(origin);
        }

        return ordinal;
    }

    private void CloseSlice()
    {
        var full = input;
        waiting.Add(full);
        input = options.Encoders.RentInput();
        lastWrite = WriteSliceAsync(lastWrite, StartEncoding(full), full);
        writes.Enqueue(lastWrite);
    }

    // The first slice is encoded without a dictionary and gives the samples for it; all others wait for that.
    private Task<EncodedSlice> StartEncoding(SliceInput full)
    {
        if (dictionary is not null)
        {
            return options.Encoders.EncodeAsync(full, dictionary, samples: null);
        }

        var samples = new TextSamples();
        var first = options.Encoders.EncodeAsync(full, Task.FromResult<CompressionDictionary?>(null), samples);
        dictionary = TrainAsync(first, samples);
        return first;
    }

    private async Task<CompressionDictionary?> TrainAsync(Task<EncodedSlice> first, TextSamples samples)
    {
        await first.ConfigureAwait(false);
        var made = samples.Train(PageEncoder.CompressionLevel);
        lock (gate)
        {
            trained = made;
        }

        return made;
    }

    // Encoding runs ahead in parallel; slices are written one after the other, in order.
    private async Task WriteSliceAsync(Task before, Task<EncodedSlice> encoding, SliceInput source)
    {
        // Never on the caller's thread: the caller holds the lock, and has yet to put this task in the queue that it leaves at the end.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var encoded = await encoding.ConfigureAwait(false);
        int[] templateIds;
        lock (gate)
        {
            templateIds = templates.Resolve(encoded.Templates);
        }

        var info = slices.Append(encoded, templateIds);
        runs.Add(info.FirstPage, encoded);
        options.Encoders.Return(encoded);
        lock (gate)
        {
            written = written.Add(info);
            waiting.Remove(source);
            writes.Dequeue();
        }

        options.Encoders.Release(source);
    }
}
