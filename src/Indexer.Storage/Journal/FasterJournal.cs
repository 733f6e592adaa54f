using System.Runtime.CompilerServices;
using Indexer.Model;
using Indexer.Storage.Disk;

namespace Indexer.Storage.Journal;

/// <summary>
/// The journal on a FasterLog. FASTER has the pages, the order of the writes and the protocol of the commit; what is in the pages,
/// what a commit means, and how a log is verified after a crash is ours, see <c>docs/decisions/faster-journal.md</c>.
/// </summary>
/// <remarks>
/// Threads: appends and the start of a commit are serialised by <see cref="gate"/>, so FASTER is entered by one thread at a time
/// and writes on that thread. The syncs of a commit run on one pool thread, without the lock, while appends go on.
/// Memory: two pages, until the journal is sealed.
/// </remarks>
internal sealed class FasterJournal : IBucketJournal
{
    /// <summary>256 KiB, in bytes.</summary>
    public const int PageSizeDefault = 256 * 1024;

    private readonly Lock gate = new();
    private readonly string directory;
    private readonly JournalFiles files;
    private readonly FrameIndex index;
    private readonly GroupCommit commits;
    private readonly Action committed;
    private FrameLog? log;
    private FramePosition end;
    private FramePosition committing;
    private volatile StrongBox<FramePosition> durable;
    private volatile JournalFailedException? failure;
    private bool refusesAppends;
    private bool isDisposed;

    private FasterJournal(string directory, JournalFiles files, FrameIndex index, CommitCookie recovered)
    {
        this.directory = directory;
        this.files = files;
        this.index = index;
        end = recovered.End;
        durable = new StrongBox<FramePosition>(end);
        commits = new GroupCommit(StartCommit, end.Sequence);
        committed = OnCommitted;
        IsSealed = refusesAppends = recovered.IsSealed;
        if (!IsSealed)
        {
            log = new FrameLog(files, recovered, Fail);
        }
    }

    public long EndSequence
    {
        get
        {
            lock (gate)
            {
                return end.Sequence;
            }
        }
    }

    public long DurableSequence => commits.Durable;

    public long BytesOnDisk
    {
        get
        {
            lock (gate)
            {
                return end.Address + CommitSlots.FileSize;
            }
        }
    }

    public bool IsSealed { get; private set; }

    /// <summary>
    /// Whether the directory holds a journal, intact or not. False also for what a crash in <see cref="Create"/> leaves: no frame
    /// was ever acknowledged there, and the directory can go.
    /// </summary>
    public static bool Exists(IDisk disk, string directory) => JournalFiles.Exist(disk, directory);

    /// <summary>Creates an empty journal, durable when the call returns.</summary>
    /// <param name="disk">Where.</param>
    /// <param name="directory">Made where it is missing; must not hold a journal.</param>
    /// <param name="bucket">The bucket whose log it is: frames of another bucket will not be taken for its own.</param>
    /// <param name="pageSize">In bytes, a power of two from 4 KiB to 16 MiB.</param>
    public static FasterJournal Create(IDisk disk, string directory, BucketId bucket, int pageSize = PageSizeDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1 << LogLayout.PageBitsMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, 1 << LogLayout.PageBitsMax);
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.IsPow2(pageSize), true, nameof(pageSize));
        JournalFiles.Create(disk, directory, bucket, pageSize);
        return Open(disk, directory, bucket);
    }

    /// <summary>
    /// Opens a journal, verifies every frame, and cuts off what a crash tore; see <see cref="JournalRecovery"/>. Throws
    /// <see cref="JournalDamagedException"/>, and then has changed nothing.
    /// </summary>
    public static FasterJournal Open(IDisk disk, string directory, BucketId bucket)
    {
        var opened = JournalFiles.Open(disk, directory, bucket);
        try
        {
            var known = new FrameIndex(opened.Start);
            return new FasterJournal(directory, opened, known, JournalRecovery.Recover(opened, directory, known));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public JournalFrameHeader Append(long epoch, BatchId batch, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, JournalFrameHeader.PayloadBytesMax, nameof(payload));
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            ThrowIfFailed();
            if (refusesAppends)
            {
                throw new InvalidOperationException($"journal '{directory}' is sealed");
            }

            JournalFrameHeader header = default;
            try
            {
                header = log!.Append(ref end, epoch, batch, payload);
            }
            catch (Exception exception)
            {
                Fail(exception);
            }

            ThrowIfFailed();
            index.Note(end);
            return header;
        }
    }

    public ValueTask CommitAsync(long sequence, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, EndSequence);
        return commits.WaitAsync(sequence, cancellation);
    }

    public IJournalReader ReadFrom(long sequence)
    {
        var until = durable.Value;
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, until.Sequence);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return new JournalReader(files.Log, files.PageSize, index.Before(sequence), sequence, until);
        }
    }

    public async ValueTask SealAsync(CancellationToken cancellation)
    {
        long last;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            ThrowIfFailed();
            refusesAppends = true;
            last = end.Sequence - 1;
        }

        if (last >= 0)
        {
            await commits.WaitAsync(last, cancellation).ConfigureAwait(false);
        }

        CloseLog();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            ThrowIfFailed();
            if (IsSealed)
            {
                return;
            }

            try
            {
                var number = files.Slots.Number + 1;
                files.Slots.Write(number, JournalFiles.CommitMetadata(number, new CommitCookie(end, IsSealed: true)));
            }
            catch (Exception exception)
            {
                Fail(exception);
                ThrowIfFailed();
            }

            IsSealed = true;
        }
    }

    /// <summary>Lets commits that others wait for end, and closes the files. Frames that nobody committed may be lost.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
        }

        await commits.DrainAsync().ConfigureAwait(false);
        commits.Fail(new ObjectDisposedException(nameof(FasterJournal)));
        CloseLog();
        files.Dispose();
    }

    private void StartCommit()
    {
        lock (gate)
        {
            if (failure is not null)
            {
                return;
            }

            committing = end;
            commits.Begin(end.Sequence);
            if (log is null)
            {
                // Sealed in the meantime, and so all is durable.
                commits.Complete();
                return;
            }

            try
            {
                log.Commit(new CommitCookie(end, IsSealed: false), committed);
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        }
    }

    // On a pool thread, whether or not the commit could be done.
    private void OnCommitted()
    {
        if (failure is null)
        {
            durable = new StrongBox<FramePosition>(committing);
            commits.Complete();
        }
    }

    private void CloseLog()
    {
        FrameLog? closing;
        lock (gate)
        {
            closing = log;
            log = null;
        }

        // Outside the lock: this waits until the last commit is done.
        closing?.Dispose();
    }

    private void Fail(Exception cause)
    {
        var failed = new JournalFailedException(directory, cause);
        commits.Fail(Interlocked.CompareExchange(ref failure, failed, null) ?? failed);
    }

    private void ThrowIfFailed()
    {
        if (failure is { } failed)
        {
            throw new JournalFailedException(directory, failed.InnerException!);
        }
    }
}
