namespace Indexer.Search.Planning;

/// <summary>What a plan must know about where the values of a field come from, so that it can look for them in the index.</summary>
public enum FieldOrigin
{
    /// <summary>A value stands in the raw text as it is, between characters that end words: automatic <c>key=value</c> and JSON.</summary>
    WholeWords,

    /// <summary>A value stands in the raw text, but may begin or end within a word: an <c>EXTRACT-</c> expression cut it out.</summary>
    PartsOfWords,

    /// <summary>A value need not stand in the raw text: it is calculated, looked up or renamed.</summary>
    Computed,
}

/// <summary>Tells where the values of a field may come from, over all sourcetypes that a search may meet.</summary>
public interface IFieldOrigins
{
    FieldOrigin Of(string field);
}
