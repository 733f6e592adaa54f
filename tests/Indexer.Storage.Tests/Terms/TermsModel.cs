using System.Text;
using Indexer.Model.Text;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Tests.Terms;

/// <summary>What the terms of a bucket mean, in the plainest way: a dictionary that is searched by looking at every word.</summary>
internal sealed class TermsModel
{
    private readonly SortedDictionary<string, SortedDictionary<int, int>> words = new(StringComparer.Ordinal);

    public TermsModel(IEnumerable<Posting> postings)
    {
        foreach (var posting in postings)
        {
            var stored = posting.Word[..Math.Min(posting.Word.Length, StoredWord.BytesMax)];
            if (!words.TryGetValue(stored, out var pages))
            {
                words[stored] = pages = [];
            }

            pages[posting.Page] = !pages.TryGetValue(posting.Page, out var events) ? posting.Events
                : events == 0 || posting.Events == 0 ? 0 : events + posting.Events;
        }
    }

    public IEnumerable<string> Words => words.Keys;

    public long PostingCount => words.Values.Sum(p => (long)p.Count);

    public SortedDictionary<int, int> Lookup(string word) => words.GetValueOrDefault(word, []);

    public SortedDictionary<int, int> Match(PatternWord pattern)
    {
        var union = new SortedDictionary<int, int>();
        foreach (var (word, pages) in words)
        {
            if (StoredWord.MayAccept(pattern, Encoding.Latin1.GetBytes(word)))
            {
                foreach (var (page, events) in pages)
                {
                    union[page] = union.ContainsKey(page) || word.Length >= StoredWord.BytesMax ? 0 : events;
                }
            }
        }

        return union;
    }

    public static void Same(SortedDictionary<int, int> expected, PostingList actual)
    {
        Assert.Equal(expected.Keys, actual.Pages.ToArray());
        Assert.Equal(expected.Values, actual.Events.ToArray());
    }
}
