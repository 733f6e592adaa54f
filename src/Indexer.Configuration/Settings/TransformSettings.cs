using Indexer.Configuration.Layers;
using Indexer.Configuration.Schema.Files;

namespace Indexer.Configuration.Settings;

/// <summary>A stanza of <c>transforms.conf</c>.</summary>
public sealed record TransformSettings
{
    public required string Name { get; init; }

    /// <summary>A regular expression of .NET; null only with <see cref="IngestEval"/> or <see cref="Delimiters"/>.</summary>
    public string? Regex { get; init; }

    /// <summary>As written: <c>$1</c> is the first group.</summary>
    public string? Format { get; init; }

    /// <summary>As written, such as <c>_MetaData:Index</c> or <c>queue</c>.</summary>
    public string? DestKey { get; init; }

    public string SourceKey { get; init; } = "_raw";

    public bool WriteMeta { get; init; }

    public string? DefaultValue { get; init; }

    /// <summary>In characters.</summary>
    public int Lookahead { get; init; } = 4096;

    public bool RepeatMatch { get; init; }

    public string? IngestEval { get; init; }

    public string? Delimiters { get; init; }

    public IReadOnlyList<string> Fields { get; init; } = [];

    public bool MultiValueAdd { get; init; }

    public bool CleanKeys { get; init; } = true;

    public bool KeepEmptyValues { get; init; }

    internal static Dictionary<string, TransformSettings> Build(MergedFile file, ProblemList problems)
    {
        var transforms = new Dictionary<string, TransformSettings>(StringComparer.Ordinal);
        foreach (var stanza in file.Stanzas)
        {
            var reader = StanzaReader.Of(file, stanza.Name, problems);
            var transform = Read(reader);
            transforms.Add(stanza.Name, transform);

            // A wrong REGEX has been reported; only one that is missing is news.
            if (reader.OriginOf(TransformsSchema.Regex) is null && transform is { IngestEval: null, Delimiters: null })
            {
                problems.Error(stanza.Origin, stanza.Name, null, "a transform needs REGEX, INGEST_EVAL or DELIMS");
            }
        }

        return transforms;
    }

    private static TransformSettings Read(StanzaReader reader) => new()
    {
        Name = reader.Stanza,
        Regex = reader.Find(TransformsSchema.Regex) is { } regex ? RegexText.ToDotNet(regex) : null,
        Format = reader.Find(TransformsSchema.Format),
        DestKey = reader.Find(TransformsSchema.DestKey),
        SourceKey = reader.Get(TransformsSchema.SourceKey),
        WriteMeta = reader.Get(TransformsSchema.WriteMeta),
        DefaultValue = reader.Find(TransformsSchema.DefaultValue),
        Lookahead = reader.Get(TransformsSchema.Lookahead),
        RepeatMatch = reader.Get(TransformsSchema.RepeatMatch),
        IngestEval = reader.Find(TransformsSchema.IngestEval),
        Delimiters = reader.Find(TransformsSchema.Delimiters),
        Fields = reader.Find(TransformsSchema.Fields) ?? [],
        MultiValueAdd = reader.Get(TransformsSchema.MultiValueAdd),
        CleanKeys = reader.Get(TransformsSchema.CleanKeys),
        KeepEmptyValues = reader.Get(TransformsSchema.KeepEmptyValues),
    };
}
