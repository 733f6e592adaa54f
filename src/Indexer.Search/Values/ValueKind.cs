namespace Indexer.Search.Values;

/// <summary>What a <see cref="Value"/> holds.</summary>
public enum ValueKind : byte
{
    /// <summary>No value: the field is absent.</summary>
    Null,
    Number,
    Text,

    /// <summary>The outcome of a test. Exists while an expression is evaluated; a field shows it as <c>True</c> or <c>False</c>.</summary>
    Boolean,

    /// <summary>Several values of one field, in order.</summary>
    List,
}
