using Indexer.Storage.Disk;

namespace Indexer.Storage.Tests.Disk;

/// <summary>A file or a directory, whatever its names are.</summary>
/// <param name="data">The bytes of a file.</param>
/// <param name="isDirectory">Directories have no bytes here; what is in them is in <see cref="FaultNames"/>.</param>
internal sealed class FaultNode(FaultData data, bool isDirectory)
{
    public FaultData Data => data;

    public bool IsDirectory => isDirectory;
}

/// <summary>
/// The names on a <see cref="FaultDisk"/>: who sees which node under which name in which directory, now and on the platter. A
/// directory is known by its node, so renaming one takes along what is in it.
/// </summary>
internal sealed class FaultNames
{
    private readonly FaultNode root = new(new FaultData(), isDirectory: true);
    private readonly Dictionary<FaultName, FaultNode> visible;
    private readonly Dictionary<FaultName, FaultNode> durable;
    private readonly List<Change> unsynced = [];

    public FaultNames()
        : this(new(), new())
    {
    }

    private FaultNames(Dictionary<FaultName, FaultNode> visible, Dictionary<FaultName, FaultNode> durable) =>
        (this.visible, this.durable) = (visible, durable);

    public FaultNode File(string path) => TryFile(path) ?? throw new FileNotFoundException($"no file '{path}'", path);

    public FaultNode? TryFile(string path) => Find(path) is { IsDirectory: false } file ? file : null;

    public bool IsDirectory(string path) => Find(path) is { IsDirectory: true };

    public IEnumerable<FaultNode> Files() => visible.Values.Where(node => !node.IsDirectory);

    public IReadOnlyList<string> Paths()
    {
        var paths = new List<string>();
        Collect(root, string.Empty, paths, directories: false);
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    public FaultNode CreateFile(string path) => Add(path, new FaultNode(new FaultData(), isDirectory: false));

    public void CreateDirectory(string path) => Add(path, new FaultNode(new FaultData(), isDirectory: true));

    /// <summary>The directories that a path lacks, outermost first.</summary>
    public IReadOnlyList<string> MissingDirectories(string path)
    {
        var missing = new Stack<string>();
        for (var at = path; at is not null && Find(at) is not { IsDirectory: true }; at = Path.GetDirectoryName(at))
        {
            if (Find(at) is not null)
            {
                throw new IOException($"'{at}' is a file");
            }

            missing.Push(at);
        }

        return [.. missing];
    }

    /// <summary>The path and all below it, innermost first; empty where there is no such directory.</summary>
    public IReadOnlyList<string> Subtree(string path)
    {
        var paths = new List<string>();
        if (Find(path) is { IsDirectory: true } directory)
        {
            paths.Add(path);
            Collect(directory, path, paths, directories: true);
            paths.Reverse();
        }

        return paths;
    }

    public void Delete(string path) => Apply(new Change(Locate(path), Node: null, MovedFrom: null));

    public void Rename(string from, string to)
    {
        var node = Find(from) ?? throw new FileNotFoundException($"cannot rename '{from}': there is no such file or directory", from);
        var target = Locate(to);
        if (Find(to) is { IsDirectory: true } existing && (!node.IsDirectory || visible.Keys.Any(name => name.Directory == existing)))
        {
            throw new IOException($"cannot rename '{from}': '{to}' is a directory");
        }

        Apply(new Change(target, node, MovedFrom: Locate(from)));
    }

    public void SyncDirectory(string path)
    {
        var directory = Find(path) is { IsDirectory: true } found ? found : throw new DirectoryNotFoundException($"no directory '{path}'");
        foreach (var change in unsynced.Where(change => change.Touches(directory)))
        {
            change.ApplyTo(durable);
        }

        unsynced.RemoveAll(change => change.Touches(directory));
    }

    public IReadOnlyList<DiskEntry> List(string path) => Find(path) is { IsDirectory: true } directory
        ? [.. visible.Where(pair => pair.Key.Directory == directory)
            .Select(pair => new DiskEntry(pair.Key.Text, pair.Value.IsDirectory, pair.Value.Data.Length, DateTimeOffset.UnixEpoch))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>The names and the bytes that are on the platter after a crash, as a disk of its own.</summary>
    public FaultNames AfterCrash(Random random, Survival survival)
    {
        var left = new Dictionary<FaultName, FaultNode>(durable);
        foreach (var change in unsynced)
        {
            if (survival is Survival.All || (survival is Survival.Some && random.Next(2) == 0))
            {
                change.ApplyTo(left);
            }
        }

        var fresh = new FaultNames();
        CopyTree(root, fresh.root, left, fresh, random, survival);
        return fresh;
    }

    private static void CopyTree(FaultNode from, FaultNode to, Dictionary<FaultName, FaultNode> left, FaultNames fresh, Random random, Survival survival)
    {
        foreach (var (name, node) in left.Where(pair => pair.Key.Directory == from).OrderBy(pair => pair.Key.Text, StringComparer.Ordinal).ToList())
        {
            var copy = new FaultNode(node.IsDirectory ? new FaultData() : node.Data.AfterCrash(random, survival), node.IsDirectory);
            fresh.visible[new FaultName(to, name.Text)] = copy;
            fresh.durable[new FaultName(to, name.Text)] = copy;
            if (node.IsDirectory)
            {
                CopyTree(node, copy, left, fresh, random, survival);
            }
        }
    }

    private FaultNode Add(string path, FaultNode node)
    {
        Apply(new Change(Locate(path), node, MovedFrom: null));
        return node;
    }

    private void Apply(Change change)
    {
        change.ApplyTo(visible);
        unsynced.Add(change);
    }

    private FaultName Locate(string path)
    {
        var parent = Path.GetDirectoryName(path);
        return Find(parent) is { IsDirectory: true } directory
            ? new FaultName(directory, Path.GetFileName(path))
            : throw new DirectoryNotFoundException($"no directory '{parent}'");
    }

    private FaultNode? Find(string? path)
    {
        var node = root;
        foreach (var part in (path ?? string.Empty).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!visible.TryGetValue(new FaultName(node, part), out node!))
            {
                return null;
            }
        }

        return node;
    }

    private void Collect(FaultNode directory, string path, List<string> paths, bool directories)
    {
        foreach (var (name, node) in visible.Where(pair => pair.Key.Directory == directory))
        {
            var inner = $"{path}/{name.Text}";
            if (!node.IsDirectory || directories)
            {
                paths.Add(inner);
            }

            if (node.IsDirectory)
            {
                Collect(node, inner, paths, directories);
            }
        }
    }

    /// <summary>A name in a directory. Compared by the identity of the directory.</summary>
    private readonly record struct FaultName(FaultNode Directory, string Text)
    {
        public bool Equals(FaultName other) => ReferenceEquals(Directory, other.Directory) && Text == other.Text;

        public override int GetHashCode() => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(Directory), Text);
    }

    /// <summary>A name that is given, taken away (no node), or moved from another name in one step.</summary>
    private readonly record struct Change(FaultName Name, FaultNode? Node, FaultName? MovedFrom)
    {
        public bool Touches(FaultNode directory) =>
            ReferenceEquals(Name.Directory, directory) || (MovedFrom is { } from && ReferenceEquals(from.Directory, directory));

        public void ApplyTo(Dictionary<FaultName, FaultNode> names)
        {
            if (MovedFrom is { } from)
            {
                names.Remove(from);
            }

            if (Node is null)
            {
                names.Remove(Name);
            }
            else
            {
                names[Name] = Node;
            }
        }
    }
}
