namespace Indexer.Search.Language;

/// <summary>
/// How text is cut into tokens. The language has no one set of rules: <c>a-b.c</c> is a word to <c>search</c> and arithmetic
/// to <c>eval</c>. Whoever parses a part of the search says which rules hold there.
/// </summary>
public enum TokenMode
{
    /// <summary>Terms of <c>search</c>: a word ends at white space, quotes, parentheses, brackets, comma, pipe or comparison.</summary>
    Search,

    /// <summary>Options and field lists of commands: as <see cref="Search"/>, and <c>'field name'</c> is a field.</summary>
    Arguments,

    /// <summary>Expressions: names, numbers, strings, <c>'field name'</c> and operators.</summary>
    Expression,
}
