namespace Indexer.Configuration.Schema;

internal enum StanzaMatch
{
    /// <summary>One stanza of that name.</summary>
    Exact,

    /// <summary>Every stanza whose name begins so.</summary>
    Prefix,

    /// <summary>Every stanza that nothing else matches.</summary>
    Any,
}

/// <summary>A kind of stanza and the keys it may have.</summary>
/// <param name="Name">The name, the beginning of the name, or for <see cref="StanzaMatch.Any"/> empty.</param>
/// <param name="DisplayName">For people: <c>volume:&lt;name&gt;</c>.</param>
internal sealed record StanzaSchema(StanzaMatch Match, string Name, string DisplayName, string Documentation, IReadOnlyList<Key> Keys)
{
    public bool Matches(string stanza) => Match switch
    {
        StanzaMatch.Exact => stanza == Name,
        StanzaMatch.Prefix => stanza.Length > Name.Length && stanza.StartsWith(Name, StringComparison.Ordinal),
        _ => true,
    };

    public Key? Find(string key) => Keys.FirstOrDefault(candidate => candidate.Matches(key));
}
