namespace Indexer.Configuration.Settings;

/// <summary>Words parted by spaces; one in double quotes may have spaces.</summary>
internal static class QuotedWords
{
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var position = 0;
        while (position < text.Length)
        {
            if (char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            var quoted = text[position] == '"';
            var start = quoted ? ++position : position;
            while (position < text.Length && (quoted ? text[position] != '"' : !char.IsWhiteSpace(text[position])))
            {
                position++;
            }

            words.Add(text[start..position]);
            position += quoted ? 1 : 0;
        }

        return words;
    }
}
