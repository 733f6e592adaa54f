using System.Runtime.InteropServices;
using System.Text;
using Indexer.Benchmarks.Corpus;
using Indexer.Model.Text;

namespace Indexer.Benchmarks.Queries;

/// <summary>In how many lines of a file each token occurs, exactly; from which terms of a wanted frequency are picked.</summary>
internal sealed class TokenCensus
{
    private const int LengthMin = 4;
    private const int LengthMax = 32;

    private readonly Dictionary<ulong, Entry> entries = [];
    private readonly string path;

    private TokenCensus(string path) => this.path = path;

    public long Lines { get; private set; }

    /// <param name="within">Only lines that have this token, or null for all.</param>
    public static TokenCensus Of(string path, string? within)
    {
        var census = new TokenCensus(path);
        var pattern = within is null ? null : TextPattern.Literal(within);
        var folded = new byte[1 << 16];
        LineFile.ForEach(path, (line, offset) =>
        {
            if (folded.Length < line.Length)
            {
                folded = new byte[line.Length];
            }

            TextFolding.Fold(line, folded);
            var text = folded.AsSpan(0, line.Length);
            var json = Segmentation.IsJson(text);
            if (pattern is null || pattern.IsMatch(text, json))
            {
                census.Add(text, json, offset);
            }
        });
        return census;
    }

    /// <summary>Tokens that occur in about so many lines, nearest first; in an order that does not depend on where they are.</summary>
    public IEnumerable<TermCount> Nearest(long lines, int count) => entries
        .Where(entry => entry.Value.IsCandidate)
        .OrderBy(entry => Math.Abs(Math.Log((double)entry.Value.Lines / lines)))
        .ThenBy(entry => entry.Key)
        .Take(count)
        .Select(entry => new TermCount(Read(entry.Value), entry.Value.Lines));

    public long CountOf(string token) => entries.TryGetValue(Hash(Encoding.ASCII.GetBytes(token)), out var entry) ? entry.Lines : 0;

    private void Add(ReadOnlySpan<byte> text, bool json, long offset)
    {
        Lines++;
        var words = Segmentation.Words(text, json);
        while (words.MoveNext())
        {
            var word = words.Current;
            for (var start = 0; start < word.Length;)
            {
                var end = start;
                while (end < word.Length && Segmentation.IsTokenCharacter(word[end]))
                {
                    end++;
                }

                if (end > start)
                {
                    Add(word[start..end], offset + words.Start + start);
                }

                start = end + 1;
            }
        }
    }

    private void Add(ReadOnlySpan<byte> token, long offset)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, Hash(token), out var known);
        if (!known)
        {
            var isCandidate = token.Length is >= LengthMin and <= LengthMax && Ascii.IsValid(token) && token.ContainsAnyInRange((byte)'a', (byte)'z');
            entry = new Entry(offset, isCandidate ? token.Length : 0);
        }

        if (entry.LastLine != Lines)
        {
            entry.LastLine = Lines;
            entry.Lines++;
        }
    }

    private string Read(in Entry entry)
    {
        using var file = File.OpenHandle(path);
        var token = new byte[entry.Length];
        RandomAccess.Read(file, token, entry.Offset);
        return Encoding.ASCII.GetString(TextFolding.Fold(token));
    }

    private static ulong Hash(ReadOnlySpan<byte> token)
    {
        var hash = 0x9E3779B97F4A7C15;
        foreach (var b in token)
        {
            hash = (System.Numerics.BitOperations.RotateLeft(hash, 23) ^ b) * 0xD6E8FEB86659FD93;
        }

        return hash;
    }

    private struct Entry(long offset, int length)
    {
        public readonly long Offset = offset;
        public readonly int Length = length;
        public int Lines;
        public long LastLine;

        public readonly bool IsCandidate => Length > 0;
    }
}

/// <summary>A term and how many events have it.</summary>
internal sealed record TermCount(string Term, long Events);
