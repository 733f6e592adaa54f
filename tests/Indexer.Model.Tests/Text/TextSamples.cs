using System.Text;
using Indexer.Model.Text;

namespace Indexer.Model.Tests.Text;

/// <summary>Events and patterns made of the pieces that segmentation treats differently from each other. A seed makes the same ones again.</summary>
internal sealed class TextSamples(int seed)
{
    private static readonly string[] Pieces =
    [
        "foo", "bar", "a", "b", "n", "t", "u", "tab", "news", "u00e9", "5", "10", "42abc", "É", "é", "ЖУК", "жук", "日本", "x1",
        ".", "-", "_", "..", "--", "/", ":", "=", "@", "$", "#", "%", " ", "  ", ",", "\"", "'", "(", ")", "{", "}", "[", "]", "\0",
        "\\", "\\\\", "\\\\\\", "\\n", "\\t", "\\r", "\\b", "\\f", "\\u001b", "\\u00e9", "\\u12", "\\uzz", "\\user", "\\\"", "\\/", "\\x41",
    ];

    private readonly Random random = new(seed);

    public string Event()
    {
        var text = new StringBuilder(random.Next(3) switch { 0 => "{", 1 => random.Next(4) == 0 ? "[\"" : "", _ => "" });
        for (var left = random.Next(1, 14); left > 0; left--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    /// <summary>A pattern that was cut out of an event, as a rule, and so often matches it.</summary>
    public TextPattern Pattern(string text)
    {
        var start = random.Next(text.Length);
        var cut = text.Substring(start, random.Next(1, text.Length - start + 1));
        if (random.Next(8) == 0)
        {
            cut += Pieces[random.Next(Pieces.Length)];
        }

        cut = random.Next(3) switch { 0 => cut.ToUpperInvariant(), 1 => cut.ToLowerInvariant(), _ => cut };
        switch (random.Next(6))
        {
            case 0:
                return TextPattern.Literal(cut);
            case 1:
                return TextPattern.Term(cut);
            case 2:
                return TextPattern.Substring(cut);
            default:
                for (var stars = random.Next(3); stars > 0; stars--)
                {
                    var at = random.Next(cut.Length);
                    cut = cut[..at] + "*" + cut[Math.Min(cut.Length, at + random.Next(3))..];
                }

                return TextPattern.Parse((random.Next(3) == 0 ? "*" : "") + cut + (random.Next(3) == 0 ? "*" : ""));
        }
    }
}
