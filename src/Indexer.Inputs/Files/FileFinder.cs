using System.Text.RegularExpressions;
using Indexer.Configuration.Settings;

namespace Indexer.Inputs.Files;

/// <summary>Finds the files of one monitor, and the host of each. Immutable; thread-safe.</summary>
internal sealed class FileFinder
{
    private const int DepthMax = 64;
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly PathPattern pattern;
    private readonly Regex? whitelist;
    private readonly Regex? blacklist;
    private readonly Regex? host;

    public FileFinder(MonitorInput input)
    {
        Input = input;
        pattern = PathPattern.Parse(input.Path, input.Recursive);
        whitelist = Create(input.Whitelist);
        blacklist = Create(input.Blacklist);
        host = Create(input.HostRegex);
    }

    public MonitorInput Input { get; }

    /// <summary>A directory to watch for changes.</summary>
    public string Root => Directory.Exists(pattern.Root) ? pattern.Root : Path.GetDirectoryName(pattern.Root) ?? "/";

    /// <summary>The files that are there now. Directories that cannot be read are passed over.</summary>
    public IEnumerable<FileInfo> Find(DateTimeOffset now)
    {
        var single = new FileInfo(pattern.Root);
        if (single.Exists)
        {
            return IsWanted(single, now) ? [single] : [];
        }

        if (!Directory.Exists(pattern.Root))
        {
            return [];
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = pattern.IsDeep,
            MaxRecursionDepth = DepthMax,
            IgnoreInaccessible = true,
            AttributesToSkip = Input.FollowSymlink ? FileAttributes.None : FileAttributes.ReparsePoint,
        };
        return new DirectoryInfo(pattern.Root).EnumerateFiles("*", options).Where(file => IsWanted(file, now));
    }

    public string HostOf(string path)
    {
        if (host?.Match(path) is { Success: true } match && match.Groups[1].Value is { Length: > 0 } found)
        {
            return found;
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Input.HostSegment > 0 && Input.HostSegment <= segments.Length ? segments[Input.HostSegment - 1] : Input.Defaults.Host;
    }

    private static Regex? Create(string? expression) =>
        expression is null ? null : new Regex(expression, RegexOptions.CultureInvariant, MatchTimeout);

    private bool IsWanted(FileInfo file, DateTimeOffset now) =>
        pattern.IsMatch(file.FullName)
        && whitelist?.IsMatch(file.FullName) != false
        && blacklist?.IsMatch(file.FullName) != true
        && (Input.IgnoreOlderThan == TimeSpan.Zero || now.UtcDateTime - file.LastWriteTimeUtc <= Input.IgnoreOlderThan);
}
