namespace Indexer.Search.Fields;

/// <summary>How fields are found in the text of events without a rule written for them (<c>KV_MODE</c> in props.conf).</summary>
public enum AutomaticExtraction
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>JSON where the event is JSON, otherwise <c>key=value</c> pairs.</summary>
    Auto,

    /// <summary>JSON only.</summary>
    Json,
}

/// <summary>The rules of search-time extraction that hold for an event.</summary>
/// <param name="Automatic">What is found without a rule.</param>
/// <param name="Regexes">In the order in which they apply; a field that one has set stays, and later ones can read it.</param>
public sealed record ExtractionRules(AutomaticExtraction Automatic, IReadOnlyList<RegexExtraction> Regexes)
{
    /// <summary>What holds where nothing is configured.</summary>
    public static readonly ExtractionRules Default = new(AutomaticExtraction.Auto, []);
}
