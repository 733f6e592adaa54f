using Indexer.Search.Fields;
using Indexer.Search.Values;

namespace Indexer.Search.Tests.Fields;

/// <summary>Extracts from one event, and shows the outcome as <c>field=value</c> with <c>|</c> between items and <c>; </c> between fields.</summary>
internal static class Extraction
{
    public static string All(string raw, ExtractionRules? rules = null) => Show(Run(new ListedEvents(raw), WantedFields.All, rules));

    public static string Only(string raw, string[] wanted, ExtractionRules? rules = null) =>
        Show(Run(new ListedEvents(raw), WantedFields.Of(wanted), rules));

    public static RowBatch Run(ListedEvents events, WantedFields wanted, ExtractionRules? rules = null)
    {
        var rows = new RowBatch(events.Count);
        FieldExtractor.Create(wanted, _ => rules ?? ExtractionRules.Default).Extract(events, rows);
        return rows;
    }

    public static ExtractionRules Rules(AutomaticExtraction automatic, params string[] regexes) => new(automatic, [.. regexes.Select(rule =>
    {
        Assert.True(RegexExtraction.TryParse(rule, out var extraction, out var problem), problem);
        return extraction;
    })]);

    private static string Show(RowBatch rows) =>
        string.Join("; ", rows.Fields.Select(field => $"{field}={string.Join('|', rows[field, 0].Items.Select(item => item.AsText()))}"));
}
