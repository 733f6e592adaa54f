using System.Text;
using Indexer.Configuration.Layers;

namespace Indexer.Configuration.Listing;

/// <param name="Text">Secrets are shown as asterisks.</param>
/// <param name="Origin">Where the value comes from.</param>
public sealed record ListedValue(string Key, string Text, ValueOrigin Origin);

/// <summary>A stanza as it takes effect: what it says itself, what <c>[default]</c> adds, and the documented defaults.</summary>
/// <param name="Values">By key in ASCII order.</param>
public sealed record ListedStanza(string Name, ValueOrigin Origin, IReadOnlyList<ListedValue> Values)
{
    /// <summary>As <c>btool</c> prints stanzas; with <paramref name="debug"/> each line begins with where it comes from.</summary>
    public static string Format(IEnumerable<ListedStanza> stanzas, bool debug)
    {
        var lines = stanzas
            .SelectMany(stanza => stanza.Values
                .Select(value => (value.Origin, Text: $"{value.Key} = {value.Text.Replace("\n", "\\\n", StringComparison.Ordinal)}"))
                .Prepend((stanza.Origin, Text: $"[{stanza.Name}]")))
            .ToArray();
        var width = debug && lines.Length > 0 ? lines.Max(line => line.Origin.ToString().Length) + 1 : 0;
        var result = new StringBuilder();
        foreach (var (origin, text) in lines)
        {
            result.Append(debug ? origin.ToString().PadRight(width) : "").Append(text).Append('\n');
        }

        return result.ToString();
    }
}
