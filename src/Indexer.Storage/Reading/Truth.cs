namespace Indexer.Storage.Reading;

/// <summary>What the index alone can say of all rows of a table.</summary>
internal enum Truth
{
    /// <summary>No row matches.</summary>
    None = 0,

    /// <summary>The rows have to be looked at.</summary>
    Some = 1,

    /// <summary>Every row matches.</summary>
    All = 2,
}
