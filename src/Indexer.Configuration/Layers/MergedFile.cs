using Indexer.Configuration.Files;

namespace Indexer.Configuration.Layers;

/// <param name="Text">As written, without the spaces around it.</param>
internal sealed record ConfigurationValue(string Key, string Text, ValueOrigin Origin);

/// <summary>One stanza as all layers together say it, without what <c>[default]</c> adds.</summary>
internal sealed class MergedStanza(string name, ValueOrigin origin)
{
    private readonly Dictionary<string, ConfigurationValue> values = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The lowest layer that names it.</summary>
    public ValueOrigin Origin { get; } = origin;

    /// <summary>By key, each from the highest layer that has it.</summary>
    public IReadOnlyDictionary<string, ConfigurationValue> Values => values;

    public void Set(ConfigurationValue value) => values[value.Key] = value;
}

/// <summary>One kind of file, such as <c>indexes.conf</c>, as all layers together say it. Not changed once it is merged.</summary>
internal sealed class MergedFile(string name)
{
    private readonly Dictionary<string, MergedStanza> byName = new(StringComparer.Ordinal);
    private readonly List<MergedStanza> stanzas = [];

    /// <summary>Without <c>.conf</c>.</summary>
    public string Name { get; } = name;

    /// <summary>All stanzas but <c>[default]</c>, in the order in which layers first name them.</summary>
    public IReadOnlyList<MergedStanza> Stanzas => stanzas;

    /// <summary>The stanza that gives defaults to all others.</summary>
    public MergedStanza Default { get; } = new(ConfDocument.DefaultStanza, ValueOrigin.BuiltIn);

    public MergedStanza? Find(string stanza) =>
        stanza == ConfDocument.DefaultStanza ? Default : byName.GetValueOrDefault(stanza);

    public MergedStanza GetOrAdd(string stanza, ValueOrigin origin)
    {
        if (Find(stanza) is { } found)
        {
            return found;
        }

        var added = new MergedStanza(stanza, origin);
        byName.Add(stanza, added);
        stanzas.Add(added);
        return added;
    }
}
