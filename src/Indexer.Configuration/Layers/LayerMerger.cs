using Indexer.Configuration.Files;
using Indexer.Configuration.Schema;

namespace Indexer.Configuration.Layers;

/// <summary>Reads one kind of file in every layer and lays them over each other.</summary>
internal static class LayerMerger
{
    public static MergedFile Merge(
        FileSchema schema,
        IReadOnlyList<ConfigurationLayer> layers,
        IConfigurationFiles files,
        ConfigurationEnvironment environment,
        ProblemList problems)
    {
        var merged = new MergedFile(schema.Name);
        foreach (var layer in layers)
        {
            var path = layer.Directory is null
                ? ShippedDefaults.PathOf(schema.Name)
                : Path.Combine(layer.Directory, schema.Name + ".conf");
            if (Read(layer, path, schema.Name, files, problems) is not { } bytes)
            {
                continue;
            }

            var document = ConfDocument.Parse(bytes);
            foreach (var error in document.Errors)
            {
                problems.Error(new ValueOrigin(layer.Name, path, error.Line), null, null, error.Message);
            }

            foreach (var stanza in document.Stanzas)
            {
                var target = merged.GetOrAdd(stanza.Name, new ValueOrigin(layer.Name, path, stanza.Line));
                foreach (var entry in stanza.Entries)
                {
                    var key = schema.Canonical(stanza.Name, entry.Key);
                    target.Set(new ConfigurationValue(key, entry.Value, new ValueOrigin(layer.Name, path, entry.Line)));
                }
            }
        }

        EnvironmentOverrides.Apply(schema, merged, environment, problems);
        return merged;
    }

    private static byte[]? Read(ConfigurationLayer layer, string path, string fileName, IConfigurationFiles files, ProblemList problems)
    {
        if (layer.Directory is null)
        {
            return ShippedDefaults.Read(fileName);
        }

        try
        {
            return files.Read(path);
        }
        catch (IOException e)
        {
            problems.Error(new ValueOrigin(layer.Name, path, 0), null, null, e.Message);
            return null;
        }
    }
}
