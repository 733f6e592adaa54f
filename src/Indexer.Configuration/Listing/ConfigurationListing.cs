using Indexer.Configuration.Files;
using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Listing;

/// <summary>Puts together what holds for each stanza, and from where.</summary>
internal static class ConfigurationListing
{
    private const string Masked = "********";

    public static IReadOnlyList<ListedStanza> List(FileSchema schema, MergedFile file, string? only)
    {
        var listed = Names(schema, file).Select(name => Stanza(schema, file, name)).ToArray();
        if (only is null)
        {
            return listed;
        }

        var found = Array.Find(listed, stanza => stanza.Name == only);
        return found is null
            ? throw new KeyNotFoundException($"{file.Name}.conf has no stanza [{only}]{NearestName.Suggest(only, listed.Select(stanza => stanza.Name))}")
            : [found];
    }

    /// <summary>What holds for each key of a stanza.</summary>
    public static IReadOnlyDictionary<string, ConfigurationValue> Effective(FileSchema schema, MergedFile file, string name)
    {
        var stanzaSchema = schema.Match(name);
        var values = new SortedDictionary<string, ConfigurationValue>(StringComparer.Ordinal);
        foreach (var key in stanzaSchema?.Keys ?? [])
        {
            // Keys about the whole file and the defaults of all stanzas together would make [default] a list of everything.
            if (key.DefaultText is { } text && (name != ConfDocument.DefaultStanza || schema.GlobalKeys.Contains(key)))
            {
                values[key.Name] = new ConfigurationValue(key.Name, text, ValueOrigin.BuiltIn);
            }
        }

        foreach (var value in file.Default.Values.Values)
        {
            if (name == ConfDocument.DefaultStanza || stanzaSchema?.Find(value.Key) is not null)
            {
                values[value.Key] = value;
            }
        }

        foreach (var value in file.Find(name)?.Values.Values ?? [])
        {
            values[value.Key] = value;
        }

        return values;
    }

    private static IEnumerable<string> Names(FileSchema schema, MergedFile file)
    {
        var hasDefault = file.Default.Values.Count > 0 || schema.GlobalKeys.Count > 0;
        var exact = schema.Stanzas.Where(stanza => stanza.Match == StanzaMatch.Exact).Select(stanza => stanza.Name);
        return exact
            .Concat(file.Stanzas.Select(stanza => stanza.Name))
            .Concat(hasDefault ? [ConfDocument.DefaultStanza] : [])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }

    private static ListedStanza Stanza(FileSchema schema, MergedFile file, string name)
    {
        var keys = schema.Match(name);
        var values = Effective(schema, file, name).Values
            .Select(value => new ListedValue(value.Key, keys?.Find(value.Key)?.IsSecret == true ? Masked : value.Text, value.Origin));
        return new ListedStanza(name, file.Find(name)?.Origin ?? ValueOrigin.BuiltIn, [.. values]);
    }
}
