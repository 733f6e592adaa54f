using Indexer.Model;
using Indexer.Search.Fields;
using Indexer.Search.Planning;

namespace Indexer.Search.Execution;

/// <summary>What is configured about fields at search time. Immutable; thread-safe.</summary>
public sealed class SearchKnowledge : IFieldOrigins
{
    /// <summary>What holds where nothing is configured.</summary>
    public static readonly SearchKnowledge Automatic = new(_ => ExtractionRules.Default, []);

    private readonly Func<EventOrigin, ExtractionRules> rules;
    private readonly Dictionary<string, FieldOrigin> configured = new(StringComparer.Ordinal);

    /// <param name="rules">The rules for events of an origin; see <see cref="FieldExtractor.Create"/>.</param>
    /// <param name="extractions">All expressions that occur in any of them.</param>
    public SearchKnowledge(Func<EventOrigin, ExtractionRules> rules, IReadOnlyCollection<RegexExtraction> extractions)
    {
        this.rules = rules;

        // An expression can cut a field out of what another one made, so what is known spreads until nothing changes.
        bool changed;
        do
        {
            changed = false;
            foreach (var extraction in extractions)
            {
                var origin = OriginOfPart(extraction.SourceField);
                foreach (var field in extraction.Regex.GroupNames.Where(field => Of(field) < origin))
                {
                    configured[field] = origin;
                    changed = true;
                }
            }
        }
        while (changed);
    }

    public FieldOrigin Of(string field) => configured.GetValueOrDefault(field, FieldOrigin.WholeWords);

    /// <summary>Makes an extractor of the wanted fields; each worker has its own.</summary>
    internal FieldExtractor CreateExtractor(FieldSet wanted) =>
        FieldExtractor.Create(wanted.IsAll ? WantedFields.All : WantedFields.Of(wanted.Names), rules);

    private FieldOrigin OriginOfPart(string source)
    {
        if (source == RegexExtraction.RawField)
        {
            return FieldOrigin.PartsOfWords;
        }

        // The default fields are not in the raw text.
        return EventFields.Contains(source) || Of(source) == FieldOrigin.Computed ? FieldOrigin.Computed : FieldOrigin.PartsOfWords;
    }
}
