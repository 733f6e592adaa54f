using Indexer.Configuration.Files;

namespace Indexer.Configuration.Schema;

/// <summary>What one kind of file may say.</summary>
internal sealed class FileSchema
{
    private readonly StanzaSchema everywhere;

    /// <param name="name">Without <c>.conf</c>.</param>
    /// <param name="globalKeys">Keys that stand only in <c>[default]</c> and are about the file as a whole.</param>
    public FileSchema(string name, string documentation, IReadOnlyList<StanzaSchema> stanzas, IReadOnlyList<Key> globalKeys)
    {
        Name = name;
        Documentation = documentation;
        // An exact name is looked for before a beginning, a beginning before the rest.
        Stanzas = [.. stanzas.OrderBy(stanza => stanza.Match)];
        GlobalKeys = globalKeys;
        everywhere = new StanzaSchema(StanzaMatch.Exact, ConfDocument.DefaultStanza, ConfDocument.DefaultStanza,
            "Defaults for all stanzas of the file.",
            [.. globalKeys, .. stanzas.SelectMany(stanza => stanza.Keys).DistinctBy(key => key.Name)]);
    }

    public string Name { get; }

    public string Documentation { get; }

    public IReadOnlyList<StanzaSchema> Stanzas { get; }

    public IReadOnlyList<Key> GlobalKeys { get; }

    /// <summary>The schema of a stanza by its name, or null where the file has no such stanza.</summary>
    public StanzaSchema? Match(string stanza) =>
        stanza == ConfDocument.DefaultStanza ? everywhere : Stanzas.FirstOrDefault(candidate => candidate.Matches(stanza));

    /// <summary>The documented spelling of a key.</summary>
    public string Canonical(string stanza, string key) =>
        Match(stanza)?.Keys.FirstOrDefault(candidate => candidate.Aliases.Contains(key, StringComparer.Ordinal))?.Name ?? key;
}
