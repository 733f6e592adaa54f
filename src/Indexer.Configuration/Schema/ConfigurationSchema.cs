using Indexer.Configuration.Schema.Files;

namespace Indexer.Configuration.Schema;

/// <summary>All files that the configuration consists of.</summary>
internal static class ConfigurationSchema
{
    public static readonly IReadOnlyList<FileSchema> Files =
    [
        IndexesSchema.File, InputsSchema.File, LimitsSchema.File, PropsSchema.File, ServerSchema.File, TransformsSchema.File, WebSchema.File,
    ];

    public static FileSchema? Find(string name) => Files.FirstOrDefault(file => file.Name == name);
}
