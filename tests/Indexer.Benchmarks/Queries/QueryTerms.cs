using System.Text;
using System.Text.RegularExpressions;
using Indexer.Benchmarks.Corpus;
using Indexer.Model.Text;

namespace Indexer.Benchmarks.Queries;

/// <summary>What the searches look for in a file, each with the number of events that have it by a count of the text itself.</summary>
/// <param name="Both">Two terms in one text, with a space between them.</param>
/// <param name="PartOfWords">A piece of text that begins and ends inside words.</param>
/// <param name="PartOfNumber">A piece of text that has digits and punctuation only.</param>
/// <param name="Field">A field at search time with some different values.</param>
internal sealed partial record QueryTerms(
    long Events, TermCount Rare, TermCount Thousand, TermCount Both, TermCount Common, TermCount PartOfWords, TermCount PartOfNumber, string Field)
{
    private const int RareEvents = 3;
    private const int ManyEvents = 1000;
    private const int BothEvents = 600;
    private const double CommonShare = 0.3;
    private const int SampleBlocks = 64;
    private const int SampleBlockBytes = 64 << 10;

    public static QueryTerms Choose(string path)
    {
        var census = TokenCensus.Of(path, within: null);
        var sample = Sample(path);
        return new QueryTerms(
            census.Lines,
            census.Nearest(RareEvents, 1).First(),
            census.Nearest(ManyEvents, 1).First(),
            ChooseBoth(path, census),
            census.Nearest((long)(census.Lines * CommonShare), 1).First(),
            Count(path, sample.Select(line => AdjacentWords().Match(line)).First(match => match.Success).Value[1..^2]),
            Count(path, sample.Select(line => DigitsInside().Match(line)).First(match => match.Success).Value),
            ChooseField(sample));
    }

    // The first term is so frequent that each half alone is the wrong answer.
    private static TermCount ChooseBoth(string path, TokenCensus census) => census.Nearest(10 * BothEvents, 3)
        .Select(first => (First: first, Second: TokenCensus.Of(path, first.Term).Nearest(BothEvents, 50)
            .Where(second => second.Term != first.Term && census.CountOf(second.Term) > 3 * second.Events)
            .MinBy(second => Math.Abs(second.Events - BothEvents))))
        .Where(pair => pair.Second is not null)
        .Select(pair => new TermCount($"{pair.First.Term} {pair.Second!.Term}", pair.Second.Events))
        .MinBy(pair => Math.Abs(pair.Events - BothEvents)) ?? throw new InvalidDataException($"{path} has no two terms that occur together in about {BothEvents} lines");

    private static TermCount Count(string path, string text)
    {
        var needle = TextFolding.Fold(text);
        var folded = new byte[16 << 20];
        long count = 0;
        LineFile.ForEach(path, (line, _) =>
        {
            TextFolding.Fold(line, folded);
            count += folded.AsSpan(0, line.Length).IndexOf(needle) >= 0 ? 1 : 0;
        });
        return new TermCount(text, count);
    }

    private static string ChooseField(List<string> sample)
    {
        var fields = new Dictionary<string, (int Count, HashSet<string> Values)>();
        foreach (Match match in sample.SelectMany(line => KeyAndValue().Matches(line)))
        {
            var name = match.Groups[1].Value;
            var (count, values) = fields.GetValueOrDefault(name, (0, []));
            values.Add(match.Groups[2].Value);
            fields[name] = (count + 1, values);
        }

        return fields.Where(field => field.Value.Values.Count is > 4 and < 1000).OrderByDescending(field => field.Value.Count).ThenBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => field.Key).FirstOrDefault() ?? "sourcetype";
    }

    // Lines from all over the file, the middle first.
    private static List<string> Sample(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var block = new byte[SampleBlockBytes];
        var lines = new List<string>();
        for (var i = 0; i < SampleBlocks; i++)
        {
            var read = RandomAccess.Read(file, block, length / SampleBlocks * ((i + (SampleBlocks / 2)) % SampleBlocks));
            lines.AddRange(Encoding.UTF8.GetString(block, 0, read).Split('\n')[1..^1]);
        }

        return lines;
    }

    [GeneratedRegex("[A-Za-z]{6,} [a-z]{6,}")]
    private static partial Regex AdjacentWords();

    // The last one of a line: the first is its time.
    [GeneratedRegex(@"\d[.:-]\d\d[.:-]\d", RegexOptions.RightToLeft)]
    private static partial Regex DigitsInside();

    [GeneratedRegex(@"(?<![\w.])""?([A-Za-z_]\w*)(?:"":|=)""?([\w.:%-]+)")]
    private static partial Regex KeyAndValue();
}
