using System.Numerics;
using Indexer.Model.Text;

namespace Indexer.Benchmarks.Corpus;

/// <summary>How many there are, and how many different ones.</summary>
internal readonly record struct TokenFigures(long Count, long Distinct);

/// <summary>Counts the tokens of lines; different ones by a 64-bit hash.</summary>
internal sealed class TokenCounter
{
    private const ulong HashSeed = 0x9E3779B97F4A7C15;

    private readonly HashSet<ulong> distinctTokens = [];
    private readonly HashSet<ulong> distinctComposites = [];
    private long tokens;
    private long composites;

    public TokenFigures Tokens => new(tokens, distinctTokens.Count);

    public TokenFigures Composites => new(composites, distinctComposites.Count);

    public void Add(ReadOnlySpan<byte> line)
    {
        ulong whole = HashSeed, part = HashSeed;
        var (parts, inPart, hasMinor) = (0, false, false);
        for (var i = 0; i <= line.Length; i++)
        {
            var b = i < line.Length ? line[i] : (byte)'\n';
            if (Segmentation.IsTokenCharacter(b))
            {
                var folded = char.IsAsciiLetterUpper((char)b) ? (byte)(b | 0x20) : b;
                part = Mix(part, folded);
                whole = Mix(whole, folded);
                inPart = true;
                continue;
            }

            if (inPart)
            {
                distinctTokens.Add(part);
                parts++;
            }

            (part, inPart) = (HashSeed, false);
            if (Segmentation.IsMinorBreaker(b))
            {
                whole = Mix(whole, b);
                hasMinor = true;
                continue;
            }

            tokens += parts;
            if (hasMinor && parts > 0)
            {
                distinctComposites.Add(whole);
                composites++;
            }

            (whole, parts, hasMinor) = (HashSeed, 0, false);
        }
    }

    private static ulong Mix(ulong hash, byte b) => (BitOperations.RotateLeft(hash, 23) ^ b) * 0xD6E8FEB86659FD93;
}
