namespace Indexer.Search.Fields;

/// <summary>The fields that a search needs: all of them, or these names and nothing else.</summary>
public sealed class WantedFields
{
    public static readonly WantedFields All = new(null);

    private static readonly string[] DefaultFields = ["host", "source", "sourcetype", "index"];
    private readonly HashSet<string>? names;

    private WantedFields(HashSet<string>? names)
    {
        this.names = names;
    }

    public bool IsAll => names is null;

    /// <summary>The names; empty when all are wanted.</summary>
    public IReadOnlyCollection<string> Names => names ?? [];

    /// <summary>Fields that every event has (see <see cref="IsReserved"/>) may be among the names; they are not extracted.</summary>
    public static WantedFields Of(IEnumerable<string> names) =>
        new(names.Where(name => name.Length > 0 && !IsReserved(name)).ToHashSet(StringComparer.Ordinal));

    /// <summary>
    /// Whether text cannot define a field of this name: the default fields, which say where an event came from, and internal
    /// ones, which begin with <c>_</c>.
    /// </summary>
    public static bool IsReserved(string name) => name.StartsWith('_') || DefaultFields.Contains(name, StringComparer.Ordinal);

    public bool Contains(string name) => names is null ? !IsReserved(name) : names.Contains(name);

    /// <summary>Whether a name below <paramref name="path"/> in a nested structure may be wanted: <c>path.x</c> or <c>path{}</c>.</summary>
    public bool ContainsBelow(string path)
    {
        if (names is null || path.Length == 0)
        {
            return true;
        }

        foreach (var name in names)
        {
            if (name.Length > path.Length && name.StartsWith(path, StringComparison.Ordinal) && name[path.Length] is '.' or '{')
            {
                return true;
            }
        }

        return false;
    }
}
