using System.Diagnostics.CodeAnalysis;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Layers;

/// <summary>
/// Typed values of a stanza. Looks into several sets of values, the first that has the key wins: the stanza's own, then
/// <c>[default]</c>. A value that is not valid counts as not written; <see cref="SchemaValidator"/> has reported it.
/// </summary>
internal sealed class StanzaReader(string stanza, ProblemList problems, params IReadOnlyList<IReadOnlyDictionary<string, ConfigurationValue>> sets)
{
    /// <summary>The stanza's own values before those of <c>[default]</c>.</summary>
    public static StanzaReader Of(MergedFile file, string stanza, ProblemList problems) =>
        file.Find(stanza) is { } found
            ? new StanzaReader(stanza, problems, found.Values, file.Default.Values)
            : new StanzaReader(stanza, problems, file.Default.Values);

    public string Stanza { get; } = stanza;

    /// <summary>The value, or the key's documented default; only for keys that have one.</summary>
    public T Get<T>(Key<T> key) => TryGet(key, out var value) ? value : key.Default;

    /// <summary>The value, or null where none is written.</summary>
    public T? Find<T>(Key<T> key)
        where T : class => TryGet(key, out var value) ? value : null;

    public bool TryGet<T>(Key<T> key, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return Written(key.Name) is { } written && (written.Text.Length > 0 || key.DefaultText is not null) && key.TryParse(written.Text, out value);
    }

    /// <summary>All members of a family, by class in ASCII order; a member that was set to nothing is left out.</summary>
    public IReadOnlyList<KeyValuePair<string, T>> Family<T>(Key<T> family)
    {
        var found = new SortedDictionary<string, T>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            foreach (var value in set.Values)
            {
                if (family.Matches(value.Key) && seen.Add(value.Key) && value.Text.Length > 0 && family.TryParse(value.Text, out var parsed))
                {
                    found.Add(value.Key[family.Name.Length..], parsed);
                }
            }
        }

        return [.. found];
    }

    public ValueOrigin? OriginOf(Key key) => Written(key.Name)?.Origin;

    /// <summary>Blames the value of the key.</summary>
    public void Error(Key key, string message) => problems.Error(OriginOf(key), Stanza, key.Name, message);

    /// <inheritdoc cref="Error"/>
    public void Warn(Key key, string message) => problems.Warn(OriginOf(key), Stanza, key.Name, message);

    private ConfigurationValue? Written(string key)
    {
        foreach (var set in sets)
        {
            if (set.TryGetValue(key, out var value))
            {
                return value;
            }
        }

        return null;
    }
}
