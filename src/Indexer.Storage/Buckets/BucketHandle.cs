using Indexer.Model;

namespace Indexer.Storage.Buckets;

/// <summary>
/// One searchable bucket in one place on disk, shared by the catalog and by the searches that hold it. It is retired when its
/// last holder lets go: only then are its files closed and, where it was frozen or copied elsewhere, deleted.
/// </summary>
public sealed class BucketHandle
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDisposable? reader;
    private string directory;
    private volatile int stage;
    private bool damaged;
    private int holders = 1;

    /// <summary>A hot bucket; the handle has the catalog's hold.</summary>
    public BucketHandle(IHotBucket hot)
    {
        Id = hot.Id;
        Hot = hot;
        directory = hot.Directory;
        stage = (int)BucketStage.Hot;
    }

    /// <summary>A sealed bucket; the handle has the catalog's hold.</summary>
    /// <param name="id">That of the manifest, except for a thawed bucket that was given another local id.</param>
    public BucketHandle(BucketId id, BucketStage stage, string directory, BucketManifest manifest)
    {
        if (stage == BucketStage.Hot)
        {
            throw new ArgumentException("a sealed bucket is not hot", nameof(stage));
        }

        Id = id;
        Manifest = manifest;
        this.directory = directory;
        this.stage = (int)stage;
    }

    public BucketId Id { get; }

    public BucketStage Stage => (BucketStage)stage;

    /// <summary>Where the bucket is now. It may be renamed at any time; to open files use <see cref="Open"/>.</summary>
    public string Directory
    {
        get
        {
            lock (gate)
            {
                return directory;
            }
        }
    }

    /// <summary>The bucket that is being written; null for a sealed one.</summary>
    public IHotBucket? Hot { get; }

    /// <summary>What a sealed bucket consists of; null for a hot one.</summary>
    public BucketManifest? Manifest { get; }

    /// <summary>Null while a hot bucket is empty.</summary>
    public EventTime? Earliest => Manifest?.Earliest ?? Hot!.Earliest;

    /// <summary>Null while a hot bucket is empty.</summary>
    public EventTime? Latest => Manifest?.Latest ?? Hot!.Latest;

    public long EventCount => Manifest?.EventCount ?? Hot!.EventCount;

    public long BytesOnDisk => Manifest?.BytesOnDisk ?? Hot!.BytesOnDisk;

    /// <summary>Completes when nobody holds the bucket any more and its reader is closed.</summary>
    internal Task Retired => retired.Task;

    /// <summary>
    /// The reader of a sealed bucket, opened by the first who asks and shared. It lives as long as the handle, and must open what
    /// it reads while <paramref name="open"/> runs: afterwards the directory may get another name.
    /// </summary>
    /// <param name="open">Gets the handle and the directory where the bucket is now.</param>
    public TReader Open<TReader>(Func<BucketHandle, string, TReader> open)
        where TReader : class, IDisposable
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(retired.Task.IsCompleted, this);
            reader ??= open(this, directory);
            return (TReader)reader;
        }
    }

    /// <summary>True for the first who calls it.</summary>
    internal bool TryMarkDamaged() => !Interlocked.Exchange(ref damaged, true);

    /// <summary>False where the bucket is already retired; take a newer snapshot then.</summary>
    internal bool TryHold()
    {
        var seen = Volatile.Read(ref holders);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref holders, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    internal void Release()
    {
        var left = Interlocked.Decrement(ref holders);
        ObjectDisposedException.ThrowIf(left < 0, this);
        if (left > 0)
        {
            return;
        }

        lock (gate)
        {
            reader?.Dispose();
            reader = null;
            retired.TrySetResult();
        }
    }

    /// <summary>Gives the directory another name while no reader is being opened. Where <paramref name="rename"/> throws, nothing changes.</summary>
    internal void Relocate(string target, BucketStage targetStage, Action<string, string> rename)
    {
        lock (gate)
        {
            rename(directory, target);
            directory = target;
            stage = (int)targetStage;
        }
    }
}
