namespace Indexer.Search.Fields;

/// <summary>
/// Those of an event's regular expressions that a search needs: the ones with a wanted group, and the ones whose fields
/// another needed one reads.
/// </summary>
internal sealed class RegexPlan
{
    private RegexPlan(IReadOnlyList<Step> steps)
    {
        Steps = steps;
    }

    /// <summary>In the order in which they apply.</summary>
    public IReadOnlyList<Step> Steps { get; }

    public static RegexPlan Create(IReadOnlyList<RegexExtraction> extractions, WantedFields wanted, FieldColumns columns)
    {
        var sources = new HashSet<string>(StringComparer.Ordinal);
        var needed = new List<RegexExtraction>();
        for (var i = extractions.Count - 1; i >= 0; i--)
        {
            if (extractions[i].Regex.GroupNames.Any(name => wanted.Contains(name) || sources.Contains(name)))
            {
                needed.Add(extractions[i]);
                sources.Add(extractions[i].SourceField);
            }
        }

        needed.Reverse();
        return new RegexPlan([.. needed.Select(extraction => CreateStep(extraction, wanted, sources, columns))]);
    }

    private static Step CreateStep(RegexExtraction extraction, WantedFields wanted, HashSet<string> sources, FieldColumns columns)
    {
        var targets = extraction.Regex.GroupNames
            .Where(name => !WantedFields.IsReserved(name) && (wanted.Contains(name) || sources.Contains(name)))
            .Select(name => (extraction.Regex.GroupNumber(name), columns.FindOrAdd(name)))
            .Where(target => target.Item2 >= 0)
            .ToArray();
        var source = WantedFields.IsReserved(extraction.SourceField) ? -1 : columns.FindOrAdd(extraction.SourceField);
        return new Step(extraction, source, targets);
    }

    /// <param name="Extraction">The rule.</param>
    /// <param name="SourceOrdinal">The column that is matched; −1 for the raw text and default fields.</param>
    /// <param name="Targets">Which group goes to which column.</param>
    public sealed record Step(RegexExtraction Extraction, int SourceOrdinal, IReadOnlyList<(int Group, int Ordinal)> Targets);
}
