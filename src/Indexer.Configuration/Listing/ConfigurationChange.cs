using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Listing;

/// <summary>A value that differs between two configurations.</summary>
/// <param name="File">Without <c>.conf</c>.</param>
/// <param name="Key">Null where a stanza without values came or went.</param>
/// <param name="NeedsRestart">Whether it takes effect only when the process starts again.</param>
public sealed record ConfigurationChange(string File, string Stanza, string? Key, bool NeedsRestart)
{
    internal static IEnumerable<ConfigurationChange> Between(FileSchema schema, MergedFile before, MergedFile after)
    {
        var names = before.Stanzas.Concat(after.Stanzas).Select(stanza => stanza.Name)
            .Concat(schema.Stanzas.Where(stanza => stanza.Match == StanzaMatch.Exact).Select(stanza => stanza.Name))
            .Append(before.Default.Name)
            .Distinct(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var stanza = schema.Match(name);
            var old = ConfigurationListing.Effective(schema, before, name);
            var now = ConfigurationListing.Effective(schema, after, name);

            // A new or removed stanza, such as an index or input, is taken up by a reload as a whole.
            if (stanza?.Match != StanzaMatch.Exact && before.Find(name) is null != after.Find(name) is null)
            {
                yield return new ConfigurationChange(schema.Name, name, null, NeedsRestart: false);
                continue;
            }

            foreach (var key in old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                if (old.GetValueOrDefault(key)?.Text != now.GetValueOrDefault(key)?.Text)
                {
                    yield return new ConfigurationChange(schema.Name, name, key, stanza?.Find(key)?.Effect == Effect.Restart);
                }
            }
        }
    }
}
