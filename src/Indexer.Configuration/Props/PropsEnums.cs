namespace Indexer.Configuration.Props;

/// <summary>Structured files whose fields are indexed: <c>INDEXED_EXTRACTIONS</c>.</summary>
public enum IndexedExtractions
{
    None,
    Json,
    Csv,
    Tsv,
    Psv,
    W3c,
}

/// <summary>Which fields are recognised at search time without being configured: <c>KV_MODE</c>.</summary>
public enum KeyValueMode
{
    None,

    /// <summary><c>key=value</c> pairs, and JSON.</summary>
    Auto,

    /// <summary>As <see cref="Auto"/>; <c>\"</c> inside quotes is a quote.</summary>
    AutoEscaped,

    /// <summary>Tables with a header, as <c>multikv</c> reads them.</summary>
    Multi,
    Json,
    Xml,
}
