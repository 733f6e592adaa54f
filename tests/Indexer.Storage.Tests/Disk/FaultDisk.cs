using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Disk;

/// <summary>
/// A disk in memory that keeps apart what programs see and what is on the platter. A write becomes durable by the sync of its
/// file, a name by the sync of its directory; <see cref="Crash"/> gives the disk as a machine finds it after losing power: of what
/// was not synced, a part chosen by the seed is there, writes torn at sectors. Mutations are counted, and the n-th can be made the
/// last, or to fail. Thread-safe.
/// </summary>
/// <remarks>
/// Stricter than most file systems: syncing a new file does not make its name durable, unsynced names survive independently of
/// each other, and what a failed sync did not write is never written later.
/// </remarks>
internal sealed partial class FaultDisk : IDisk
{
    private readonly Lock gate = new();
    private readonly FaultNames names;
    private FaultPlan plan = FaultPlan.None;
    private bool isDown;

    public FaultDisk()
        : this(new FaultNames())
    {
    }

    private FaultDisk(FaultNames names) => this.names = names;

    /// <summary>Mutations so far: creations, writes, length changes, syncs, renames, deletions.</summary>
    public int Mutations { get; private set; }

    /// <summary>What the mutations were, for the message of a test that fails.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>Bytes that files may have together; a write beyond throws <see cref="DiskFullException"/>.</summary>
    public long CapacityBytes { get; set; } = long.MaxValue;

    public long UsedBytes
    {
        get
        {
            lock (gate)
            {
                return names.Files().Sum(file => file.Data.Length);
            }
        }
    }

    /// <summary>The machine stops after this many further mutations: the last one is done, what comes later throws <see cref="PowerLostException"/>.</summary>
    public void StopAfter(int mutations) => Arm(new FaultPlan(FaultKind.PowerLoss, MutationAfter(mutations)));

    /// <summary>The mutation after this many further ones fails with an <see cref="IOException"/>; those after it work again.</summary>
    public void FailAfter(int mutations) => Arm(new FaultPlan(FaultKind.Error, MutationAfter(mutations)));

    /// <summary>
    /// The disk after a loss of power. The same seed gives the same disk; <see cref="Survival"/> says how much of what was not
    /// synced may be there. This disk stays as it is, and refuses further mutations.
    /// </summary>
    public FaultDisk Crash(int seed, Survival survival = Survival.Some)
    {
        lock (gate)
        {
            isDown = true;
            return new FaultDisk(names.AfterCrash(new Random(seed), survival));
        }
    }

    /// <summary>An independent disk with the same content, all of it durable.</summary>
    public FaultDisk Clone()
    {
        lock (gate)
        {
            return new FaultDisk(names.AfterCrash(new Random(0), Survival.All));
        }
    }

    /// <summary>Changes bits of a byte, on the platter and for programs, as bit rot does.</summary>
    public void Flip(string path, long offset, byte mask)
    {
        lock (gate)
        {
            names.File(path).Data.Flip((int)offset, mask);
        }
    }

    /// <summary>Cuts the file, on the platter and for programs.</summary>
    public void Truncate(string path, long length)
    {
        lock (gate)
        {
            var data = names.File(path).Data;
            data.SetLength((int)length);
            data.Sync();
        }
    }

    public byte[] ReadAll(string path)
    {
        lock (gate)
        {
            return names.File(path).Data.ToArray();
        }
    }

    /// <summary>Paths of all files, in ordinal order.</summary>
    public IReadOnlyList<string> Files()
    {
        lock (gate)
        {
            return names.Paths();
        }
    }

    public IDiskFile Open(string path, DiskFileMode mode)
    {
        lock (gate)
        {
            if (isDown)
            {
                throw new PowerLostException();
            }

            var file = names.TryFile(path);
            if (file is not null)
            {
                return mode is DiskFileMode.CreateNew ? throw new IOException($"'{path}' exists already") : new FaultFile(this, file, path);
            }

            if (mode is DiskFileMode.Read)
            {
                throw new FileNotFoundException($"no file '{path}'", path);
            }

            Mutate($"create {path}", () => file = names.CreateFile(path));
            return new FaultFile(this, file!, path);
        }
    }

    public void Rename(string from, string to) => Locked($"rename {from} {to}", () => names.Rename(from, to));

    public void DeleteFile(string path)
    {
        lock (gate)
        {
            if (names.TryFile(path) is not null)
            {
                Mutate($"delete {path}", () => names.Delete(path));
            }
        }
    }

    public void DeleteDirectory(string path)
    {
        lock (gate)
        {
            // As on a real disk, a crash can leave a part of the tree.
            foreach (var inner in names.Subtree(path))
            {
                Mutate($"delete {inner}", () => names.Delete(inner));
            }
        }
    }

    public void CreateDirectory(string path)
    {
        lock (gate)
        {
            foreach (var missing in names.MissingDirectories(path))
            {
                Mutate($"mkdir {missing}", () => names.CreateDirectory(missing));
            }
        }
    }

    public void SyncDirectory(string path) => Locked($"syncdir {path}", () => names.SyncDirectory(path));

    public bool FileExists(string path)
    {
        lock (gate)
        {
            return names.TryFile(path) is not null;
        }
    }

    public bool DirectoryExists(string path)
    {
        lock (gate)
        {
            return names.IsDirectory(path);
        }
    }

    public IReadOnlyList<DiskEntry> List(string path)
    {
        lock (gate)
        {
            return names.List(path);
        }
    }

    public long FreeBytes(string path) => CapacityBytes == long.MaxValue ? long.MaxValue : Math.Max(0, CapacityBytes - UsedBytes);

    private int MutationAfter(int mutations) => Mutations + mutations + 1;

    private void Arm(FaultPlan armed)
    {
        lock (gate)
        {
            plan = armed;
        }
    }

    private void Locked(string what, Action mutation)
    {
        lock (gate)
        {
            Mutate(what, mutation);
        }
    }

    private void Mutate(string what, Action mutation)
    {
        if (isDown)
        {
            throw new PowerLostException();
        }

        var number = Mutations + 1;
        if (number == plan.Mutation)
        {
            if (plan.Kind is FaultKind.PowerLoss)
            {
                isDown = true;
                throw new PowerLostException();
            }

            Mutations = number;
            throw new InjectedFaultException(what);
        }

        mutation();
        Mutations = number;
        Trace.Add(what);
    }
}
