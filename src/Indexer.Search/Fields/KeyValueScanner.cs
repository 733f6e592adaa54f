namespace Indexer.Search.Fields;

/// <summary>Walks all <c>key=value</c> pairs of a text from its start.</summary>
internal ref struct KeyValueScanner(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;

    // Before this nothing belongs to a key any more.
    private int floor;

    public ReadOnlySpan<byte> Key { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether <see cref="Value"/> holds escapes.</summary>
    public bool Escaped { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            var found = text[floor..].IndexOf((byte)'=');
            if (found < 0)
            {
                return false;
            }

            var equal = floor + found;
            Key = KeyValueGrammar.KeyBefore(text, floor, equal);
            floor = equal + 1;
            if (floor < text.Length && text[floor] == (byte)'=')
            {
                // "==" and longer runs compare or underline; they assign nothing.
                var run = text[floor..].IndexOfAnyExcept((byte)'=');
                floor = run < 0 ? text.Length : floor + run;
                continue;
            }

            if (Key.IsEmpty)
            {
                continue;
            }

            Value = KeyValueGrammar.ReadValue(text, floor, out var escaped, out floor);
            Escaped = escaped;
            if (!Value.IsEmpty)
            {
                return true;
            }
        }
    }
}
