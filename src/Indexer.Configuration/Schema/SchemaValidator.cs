using Indexer.Configuration.Files;
using Indexer.Configuration.Layers;

namespace Indexer.Configuration.Schema;

/// <summary>Holds what is written against the schema: a wrong value is an error, an unknown name a warning.</summary>
internal static class SchemaValidator
{
    public static void Validate(FileSchema schema, MergedFile file, ProblemList problems)
    {
        Validate(schema, schema.Match(ConfDocument.DefaultStanza)!, file.Default, problems);
        foreach (var stanza in file.Stanzas)
        {
            if (schema.Match(stanza.Name) is { } stanzaSchema)
            {
                Validate(schema, stanzaSchema, stanza, problems);
            }
            else
            {
                var names = schema.Stanzas.Select(candidate => candidate.Name);
                problems.Warn(stanza.Origin, stanza.Name, null,
                    $"{schema.Name}.conf has no such stanza, it is ignored{NearestName.Suggest(stanza.Name, names)}");
            }
        }
    }

    private static void Validate(FileSchema schema, StanzaSchema stanzaSchema, MergedStanza stanza, ProblemList problems)
    {
        foreach (var value in stanza.Values.Values)
        {
            if (stanzaSchema.Find(value.Key) is { } key)
            {
                if (key.Check(value.Text) is { } reason)
                {
                    problems.Error(value.Origin, stanza.Name, value.Key, reason);
                }
            }
            else if (schema.GlobalKeys.Any(global => global.Matches(value.Key)))
            {
                problems.Warn(value.Origin, stanza.Name, value.Key, "this key is about the whole file and is ignored here; put it into [default]");
            }
            else
            {
                var names = stanzaSchema.Keys.Select(candidate => candidate.Name);
                problems.Warn(value.Origin, stanza.Name, value.Key, $"unknown key, it is ignored{NearestName.Suggest(value.Key, names)}");
            }
        }
    }
}
