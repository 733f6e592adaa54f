namespace Indexer.Search.Planning;

/// <summary>The fields that some part of a search needs: all of them, or these. Immutable.</summary>
public sealed class FieldSet
{
    public static readonly FieldSet All = new(null);
    public static readonly FieldSet None = new(new HashSet<string>(StringComparer.Ordinal));

    private readonly HashSet<string>? names;

    private FieldSet(HashSet<string>? names) => this.names = names;

    public bool IsAll => names is null;

    /// <summary>The fields, when they are not all.</summary>
    public IReadOnlySet<string> Names => names ?? throw new InvalidOperationException("a set of all fields has no list of names");

    /// <summary>A name with a wildcard makes it all fields.</summary>
    public static FieldSet Of(params IEnumerable<string> fields) => None.With(fields);

    public bool Contains(string field) => names is null || names.Contains(field);

    public FieldSet With(params IEnumerable<string> fields)
    {
        if (names is null)
        {
            return this;
        }

        var more = new HashSet<string>(names, StringComparer.Ordinal);
        more.UnionWith(fields);
        return more.Any(name => name.Contains('*')) ? All : new FieldSet(more);
    }

    /// <summary>All fields stay all: what is known to be unneeded is a saving, not a promise.</summary>
    public FieldSet Without(params IEnumerable<string> fields)
    {
        if (names is null)
        {
            return this;
        }

        var fewer = new HashSet<string>(names, StringComparer.Ordinal);
        fewer.ExceptWith(fields);
        return new FieldSet(fewer);
    }

    public FieldSet Union(FieldSet other) => other.names is null ? other : With(other.names);

    public override string ToString() => names is null ? "*" : string.Join(", ", names.Order(StringComparer.Ordinal));
}
