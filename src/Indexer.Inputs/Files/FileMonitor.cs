using System.Collections.Concurrent;
using Indexer.Configuration.Settings;
using Indexer.Inputs.Ingest;
using Indexer.Storage.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Indexer.Inputs.Files;

/// <summary>A file that is monitored, for people.</summary>
/// <param name="Position">Bytes that are stored, of <paramref name="Length"/>; of a compressed file, decompressed bytes.</param>
/// <param name="Problem">Why it is not read now; null while all is well.</param>
public sealed record MonitoredFile(string Path, string Monitor, long Position, long Length, bool IsCompressed, string? Problem);

/// <summary>
/// Follows the files of all <c>[monitor://…]</c> inputs. A pass finds the files, and readers visit those that have grown; hints of
/// the file system make the next pass come sooner. The settings in force are taken up with the next pass.
/// </summary>
public sealed class FileMonitor : IAsyncDisposable
{
    private const int FilesMax = 100_000;
    private const int OpenMax = 256;
    private const int Readers = 2;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(30);

    private readonly EventIngest ingest;
    private readonly Func<IReadOnlyList<MonitorInput>> inputs;
    private readonly CheckpointStore checkpoints;
    private readonly TimeProvider clock;
    private readonly ILogger<FileMonitor> log;
    private readonly FileOpener opener;
    private readonly ChangeHints hints;
    private readonly ConcurrentDictionary<string, Followed> files = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private IReadOnlyList<MonitorInput>? seenInputs;
    private FileFinder[] finders = [];
    private bool hasSaidTooMany;
    private int unfinished;
    private Task loop = Task.CompletedTask;

    /// <param name="ingest">The way into storage.</param>
    /// <param name="inputs">The monitors in force.</param>
    /// <param name="disk">Where positions are kept.</param>
    /// <param name="directory">The directory of the file of positions.</param>
    public FileMonitor(EventIngest ingest, Func<IReadOnlyList<MonitorInput>> inputs, Storage.Disk.IDisk disk, string directory, ILogger<FileMonitor> log)
    {
        this.ingest = ingest;
        this.inputs = inputs;
        this.log = log;
        clock = ingest.Clock;
        checkpoints = CheckpointStore.Open(disk, directory, clock, log);
        opener = new FileOpener(checkpoints, log);
        hints = new ChangeHints(clock);
    }

    /// <summary>A path and what is known of the file that has it. Touched by one visit at a time.</summary>
    private sealed class Followed(string path, FileFinder finder, DateTimeOffset firstSeen)
    {
        public string Path { get; } = path;

        public FileFinder Finder { get; set; } = finder;

        public DateTimeOffset FirstSeen { get; } = firstSeen;

        public TailedFile? Open { get; set; }

        public FileCheckpoint? Checkpoint { get; set; }

        /// <summary>As of the last visit, to see whether anything has changed.</summary>
        public (long Length, DateTime Modified) Seen { get; set; } = (-1, default);

        public DateTimeOffset RetryAt { get; set; }

        public bool IsThere { get; set; }

        public string? Problem { get; set; }
    }

    /// <summary>Files that are followed now.</summary>
    public IReadOnlyList<MonitoredFile> Files =>
    [
        .. files.Values.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => new MonitoredFile(
            file.Path, file.Finder.Input.Path, file.Checkpoint?.Position ?? 0, Math.Max(0, file.Seen.Length), file.Checkpoint?.CompressedLength > 0, file.Problem)),
    ];

    public void Start() => loop = Task.Run(RunAsync, CancellationToken.None);

    /// <summary>
    /// Finds files and reads what is new in them. Returns whether some have more, which the next pass reads. Passes do not overlap;
    /// <see cref="Start"/> makes them by itself.
    /// </summary>
    public async Task<bool> PassAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        unfinished = 0;
        var due = FindDue(now);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellation },
            async (file, token) => await VisitAsync(file, token));
        await CloseAsync(files.Values.Where(file => !file.IsThere), forget: true);
        await CloseAsync(IdleFiles(), forget: false);
        return unfinished > 0;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        await CloseAsync(files.Values, forget: false);
        hints.Dispose();
        await checkpoints.SyncAsync(CancellationToken.None);
        checkpoints.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await PassAsync(stopping.Token))
                {
                    continue;
                }

                await hints.WaitAsync(Period, stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever one pass meets, the next one may not.
            catch (Exception e)
#pragma warning restore CA1031
            {
                log.PassFailed(e);
                await Task.Delay(Period, clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private List<Followed> FindDue(DateTimeOffset now)
    {
        var current = inputs();
        if (!ReferenceEquals(current, seenInputs))
        {
            seenInputs = current;
            finders = [.. current.Where(input => !input.Defaults.Disabled).Select(input => new FileFinder(input))];
            hints.Watch(finders.Select(finder => finder.Root));
        }

        foreach (var file in files.Values)
        {
            file.IsThere = false;
        }

        var due = new List<Followed>();
        foreach (var finder in finders)
        {
            foreach (var info in finder.Find(now))
            {
                if (files.Count >= FilesMax && !files.ContainsKey(info.FullName))
                {
                    SayTooMany();
                    continue;
                }

                var file = files.GetOrAdd(info.FullName, path => new Followed(path, finder, now));
                if (file.IsThere)
                {
                    continue;
                }

                file.IsThere = true;
                file.Finder = finder;
                var state = Describe(info);
                if (now >= file.RetryAt && (state != file.Seen || file.Open is not null))
                {
                    file.Seen = state;
                    due.Add(file);
                }
            }
        }

        return due;
    }

    private void SayTooMany()
    {
        if (!hasSaidTooMany)
        {
            hasSaidTooMany = true;
            log.TooManyFiles(FilesMax);
        }
    }

    // The file may go away at any moment.
    private static (long Length, DateTime Modified) Describe(FileInfo info)
    {
        try
        {
            return (info.Length, info.LastWriteTimeUtc);
        }
        catch (IOException)
        {
            return (-1, default);
        }
    }

    private async Task VisitAsync(Followed file, CancellationToken cancellation)
    {
        try
        {
            await FollowAsync(file, cancellation);
            file.Problem = null;
        }
        catch (Exception e) when (e is UnknownIndexException or IndexDisabledException)
        {
            log.FileRefused(file.Path, e.Message);
            await PauseAsync(file, e.Message);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            log.FileUnreadable(file.Path, e.Message);
            await PauseAsync(file, e.Message);
        }
    }

    private async Task FollowAsync(Followed file, CancellationToken cancellation)
    {
        var patience = file.Finder.Input.TimeBeforeClose;
        if (file.Open is not null && FileIdentity.Of(file.Path) != file.Open.Checkpoint.Identity)
        {
            // The name belongs to another file now. What was written under it before is read to its end first.
            log.FileReplaced(file.Path);
            await file.Open.FinishAsync(cancellation);
            await CloseAsync(file);
        }

        var now = clock.GetUtcNow();
        if (file.Open is null && !opener.MustWait(file.Path, file.Finder, now - file.FirstSeen, now))
        {
            await FinishRenamedAsync(file, cancellation);
            file.Open = opener.Open(ingest, file.Path, file.Finder);
        }

        if (file.Open is null)
        {
            file.Seen = (-1, default);
            return;
        }

        var outcome = await file.Open.VisitAsync(patience, cancellation);
        file.Checkpoint = file.Open.Checkpoint;
        if (outcome == VisitOutcome.Ended)
        {
            log.FileReplaced(file.Path);
            await CloseAsync(file);
            file.Open = opener.Open(ingest, file.Path, file.Finder, asNew: true);
        }

        if (outcome != VisitOutcome.Idle)
        {
            Interlocked.Increment(ref unfinished);
        }
    }

    // The file that had this name when it was last visited may have been renamed since, with lines that were not read.
    private async Task FinishRenamedAsync(Followed file, CancellationToken cancellation)
    {
        if ((file.Checkpoint ?? checkpoints.FindByPath(file.Path)) is { CompressedLength: 0 } before && opener.FindRenamed(file.Path, before) is { } renamed)
        {
            await using var old = opener.OpenRenamed(ingest, renamed, file.Finder, before);
            if (old is not null)
            {
                await old.FinishAsync(cancellation);
            }
        }
    }

    private IEnumerable<Followed> IdleFiles()
    {
        var now = clock.GetUtcNow();
        var open = files.Values.Where(file => file.Open is not null).OrderByDescending(file => file.Open!.LastGrowth).ToList();
        return open.Where((file, rank) => !file.Open!.HasUnsentText && (rank >= OpenMax || now - file.Open.LastGrowth > file.Finder.Input.TimeBeforeClose));
    }

    private async Task PauseAsync(Followed file, string problem)
    {
        file.Problem = problem;
        file.RetryAt = clock.GetUtcNow() + RefusedFor;
        file.Seen = (-1, default);
        await CloseAsync(file);
    }

    private async Task CloseAsync(IEnumerable<Followed> closed, bool forget)
    {
        foreach (var file in closed.ToList())
        {
            if (forget)
            {
                await FinishGoneAsync(file);
                files.TryRemove(file.Path, out _);
            }

            await CloseAsync(file);
        }
    }

    // A file that was deleted or renamed away is read to its end as long as it is open.
    private async Task FinishGoneAsync(Followed file)
    {
        try
        {
            await (file.Open?.FinishAsync(stopping.Token) ?? Task.CompletedTask);
        }
        catch (Exception e) when (e is UnknownIndexException or IndexDisabledException or IOException or InvalidDataException or OperationCanceledException)
        {
            log.FileUnreadable(file.Path, e.Message);
        }
    }

    private static async Task CloseAsync(Followed file)
    {
        if (file.Open is { } open)
        {
            file.Checkpoint = open.Checkpoint;
            file.Open = null;
            await open.DisposeAsync();
        }
    }
}
