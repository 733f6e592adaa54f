using Indexer.Configuration.Files;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Layers;

/// <summary>
/// Values from environment variables, for containers: <c>INDEXER_&lt;FILE&gt;__&lt;STANZA&gt;__&lt;KEY&gt;</c>.
/// </summary>
/// <remarks>
/// Case does not count, and every character that the name of a variable cannot have is written <c>_</c>:
/// <c>INDEXER_SERVER__CLUSTERING__MODE</c>, <c>INDEXER_INDEXES__VOLUME_HOT1__PATH</c>. A variable is first held against the stanzas that
/// exist; one that fits none makes a stanza, in lower case. This is the highest layer.
/// </remarks>
internal static class EnvironmentOverrides
{
    private const string Prefix = "INDEXER_";
    private const string Separator = "__";

    public static void Apply(FileSchema schema, MergedFile file, ConfigurationEnvironment environment, ProblemList problems)
    {
        var prefix = Prefix + Fold(schema.Name) + Separator;
        foreach (var (variable, text) in environment.Variables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var origin = new ValueOrigin(ValueOrigin.EnvironmentLayer, variable, 0);
            var rest = variable[prefix.Length..];
            if ((Existing(schema, file, rest) ?? New(schema, rest)) is { } target)
            {
                file.GetOrAdd(target.Stanza, origin).Set(new ConfigurationValue(target.Key, text.Trim(), origin));
            }
            else
            {
                problems.Warn(origin, null, null,
                    $"it names no stanza and key of {schema.Name}.conf, it is ignored; write {prefix.ToUpperInvariant()}<STANZA>{Separator}<KEY>");
            }
        }
    }

    /// <summary>Warns of variables that look like overrides of a file that does not exist.</summary>
    public static void WarnOfUnknownFiles(ConfigurationEnvironment environment, ProblemList problems)
    {
        foreach (var variable in environment.Variables.Keys.Order(StringComparer.Ordinal))
        {
            if (!variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                || variable.IndexOf(Separator, StringComparison.Ordinal) is var end && end <= Prefix.Length)
            {
                continue;
            }

            var name = variable[Prefix.Length..end];
            if (!ConfigurationSchema.Files.Any(file => Same(Fold(file.Name), name)))
            {
                var names = ConfigurationSchema.Files.Select(file => file.Name.ToUpperInvariant());
                problems.Warn(new ValueOrigin(ValueOrigin.EnvironmentLayer, variable, 0), null, null,
                    $"there is no file {name.ToLowerInvariant()}.conf, it is ignored{NearestName.Suggest(name, names)}");
            }
        }
    }

    private static (string Stanza, string Key)? Existing(FileSchema schema, MergedFile file, string rest)
    {
        var stanzas = file.Stanzas.Select(stanza => stanza.Name)
            .Concat(schema.Stanzas.Where(stanza => stanza.Match == StanzaMatch.Exact).Select(stanza => stanza.Name))
            .Append(ConfDocument.DefaultStanza)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(name => name.Length);
        foreach (var stanza in stanzas)
        {
            var start = Fold(stanza) + Separator;
            if (rest.StartsWith(start, StringComparison.OrdinalIgnoreCase) && schema.Match(stanza) is { } stanzaSchema
                && KeyOf(stanzaSchema, file.Find(stanza), rest[start.Length..]) is { } key)
            {
                return (stanza, key);
            }
        }

        return null;
    }

    // No stanza of that name exists: the key is found from the end, and what precedes it names the stanza.
    private static (string Stanza, string Key)? New(FileSchema schema, string rest)
    {
        foreach (var stanza in schema.Stanzas.Where(stanza => stanza.Match != StanzaMatch.Exact))
        {
            var prefix = Fold(stanza.Name);
            for (var at = rest.IndexOf(Separator, StringComparison.Ordinal); at > 0; at = rest.IndexOf(Separator, at + 1, StringComparison.Ordinal))
            {
                var name = rest[..at];
                if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                    && KeyOf(stanza, null, rest[(at + Separator.Length)..]) is { } key)
                {
                    return (stanza.Name + name[prefix.Length..].ToLowerInvariant(), key);
                }
            }
        }

        return null;
    }

    private static string? KeyOf(StanzaSchema schema, MergedStanza? stanza, string text)
    {
        if (stanza?.Values.Keys.FirstOrDefault(key => Same(Fold(key), text)) is { } existing)
        {
            return existing;
        }

        foreach (var key in schema.Keys)
        {
            if (!key.IsFamily)
            {
                if (Same(Fold(key.Name), text) || key.Aliases.Any(alias => Same(Fold(alias), text)))
                {
                    return key.Name;
                }
            }
            else if (Fold(key.Name) is var start && text.Length > start.Length && text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return key.Name + text[start.Length..].ToLowerInvariant();
            }
        }

        return null;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static string Fold(string text) =>
        string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
            }
        });
}
