using System.Text;
using Indexer.Model.Text;

namespace Indexer.Model.Tests.Text;

/// <summary>What the index may conclude from words agrees with what a pattern means on text.</summary>
public sealed class PatternWordTests
{
    private const int Seeds = 60_000;

    [Fact]
    [Trait("Row", "EVT-11")]
    public void A_text_that_matches_has_every_word_of_the_pattern()
    {
        ForEach((folded, json, pattern, explain) =>
        {
            if (!pattern.IsMatch(folded, json))
            {
                return;
            }

            foreach (var word in pattern.Words)
            {
                Assert.True(HasWord(folded, json, word), $"{explain()}: matches, and has no word for '{Show(word.Text.Span)}' ({word.Left}, {word.Right})");
            }
        });
    }

    [Fact]
    [Trait("Row", "EVT-11")]
    public void A_pattern_of_one_word_matches_exactly_where_its_word_is()
    {
        ForEach((folded, json, pattern, explain) =>
        {
            if (pattern.IsOneWord)
            {
                Assert.True(pattern.IsMatch(folded, json) == HasWord(folded, json, pattern.Words[0]), $"{explain()}: the pattern and its only word disagree");
            }
        });
    }

    private static void ForEach(Action<byte[], bool, TextPattern, Func<string>> check)
    {
        var matches = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var samples = new TextSamples(seed);
            var text = samples.Event();
            var folded = TextFolding.Fold(text);
            var json = Segmentation.IsJson(folded);
            var pattern = samples.Pattern(text);
            matches += pattern.IsMatch(folded, json) ? 1 : 0;
            var current = seed;
            check(folded, json, pattern, () => $"seed {current}: '{pattern}' in '{text}'");
        }

        Assert.InRange(matches, Seeds / 10, Seeds * 9 / 10);
    }

    private static bool HasWord(ReadOnlySpan<byte> folded, bool json, PatternWord word)
    {
        var words = Segmentation.Words(folded, json);
        while (words.MoveNext())
        {
            if (word.Accepts(words.Current))
            {
                return true;
            }
        }

        return false;
    }

    private static string Show(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
