namespace Indexer.Configuration.Files;

internal enum ConfLineKind
{
    /// <summary>Blank or a comment.</summary>
    Other,
    Stanza,
    Entry,
    Malformed,
}

/// <summary>
/// One logical line of a <c>.conf</c> file: a physical line, together with those that continue it.
/// </summary>
/// <param name="Number">Of its first physical line, from 1.</param>
/// <param name="Text">The physical lines as they stand in the file, line ends included.</param>
/// <param name="Name">The stanza's name, the entry's key, or for a malformed line what is wrong with it.</param>
/// <param name="Value">The entry's value, else empty.</param>
internal readonly record struct ConfLine(ConfLineKind Kind, int Number, string Text, string Name, string Value);
