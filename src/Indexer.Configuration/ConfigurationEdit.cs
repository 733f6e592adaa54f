using Indexer.Configuration.Files;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration;

/// <summary>Changes to one file of <c>etc/system/local</c>, collected before they are checked and written together.</summary>
public sealed class ConfigurationEdit
{
    private readonly FileSchema schema;
    private readonly ProblemList problems;
    private readonly List<(string Stanza, string Key)> written = [];

    internal ConfigurationEdit(FileSchema schema, string text, ProblemList problems)
    {
        this.schema = schema;
        this.problems = problems;
        Text = text;
    }

    internal string Text { get; private set; }

    /// <summary>The values that were set, for a look at whether they take effect.</summary>
    internal IReadOnlyList<(string Stanza, string Key)> Written => written;

    /// <summary>Gives a key a value. Unlike in a file, a key that does not exist is an error here.</summary>
    public ConfigurationEdit Set(string stanza, string key, string value)
    {
        var canonical = schema.Canonical(stanza, key);
        if (schema.Match(stanza) is not { } stanzaSchema)
        {
            var names = schema.Stanzas.Select(known => known.Name);
            problems.Error(null, stanza, null, $"{schema.Name}.conf has no such stanza{NearestName.Suggest(stanza, names)}");
        }
        else if (stanzaSchema.Find(canonical) is null)
        {
            problems.Error(null, stanza, key, $"unknown key{NearestName.Suggest(key, stanzaSchema.Keys.Select(known => known.Name))}");
        }

        Apply(stanza, key, text => ConfEditor.Set(text, stanza, canonical, value));
        written.Add((stanza, canonical));
        return this;
    }

    /// <summary>Takes a key out, under all its spellings; what lower layers say holds again.</summary>
    public ConfigurationEdit Remove(string stanza, string key)
    {
        var canonical = schema.Canonical(stanza, key);
        var aliases = schema.Match(stanza)?.Find(canonical)?.Aliases ?? [];
        foreach (var spelling in aliases.Append(canonical))
        {
            Apply(stanza, key, text => ConfEditor.Remove(text, stanza, spelling));
        }

        return this;
    }

    /// <summary>Makes a stanza without values; does nothing where there is one.</summary>
    public ConfigurationEdit AddStanza(string stanza)
    {
        Apply(stanza, null, text => ConfEditor.AddStanza(text, stanza));
        return this;
    }

    /// <summary>Takes a stanza out with all its values; what lower layers say about it holds again.</summary>
    public ConfigurationEdit RemoveStanza(string stanza)
    {
        Apply(stanza, null, text => ConfEditor.RemoveStanza(text, stanza));
        return this;
    }

    private void Apply(string stanza, string? key, Func<string, string> change)
    {
        try
        {
            Text = change(Text);
        }
        catch (FormatException e)
        {
            problems.Error(null, stanza, key, e.Message);
        }
    }
}
