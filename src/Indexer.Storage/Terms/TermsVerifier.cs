namespace Indexer.Storage.Terms;

/// <summary>Reads a whole terms file and checks what its checksums cannot: order, classes and totals.</summary>
internal static class TermsVerifier
{
    private const int WordsPerCheck = 4096;

    /// <exception cref="BucketDamagedException">The file is damaged or was written wrongly.</exception>
    public static void Verify(TermsFileReader reader, CancellationToken cancellation)
    {
        using var cursor = reader.OpenCursor();
        var postings = new PostingBuffer();
        var last = new byte[StoredWord.BytesMax];
        int lastLength = 0, lastClass = 0;
        long words = 0, pairs = 0;
        while (cursor.MoveNext())
        {
            if (words++ % WordsPerCheck == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var word = cursor.Word;
            if (cursor.WordClass != lastClass)
            {
                lastLength = 0;
            }

            Check(reader, cursor.WordClass == StoredWord.ClassOf(word), "a word is in the wrong class");
            Check(reader, StoredWord.Compare(last.AsSpan(0, lastLength), word) < 0, "words are not in order");
            word.CopyTo(last);
            lastLength = word.Length;
            lastClass = cursor.WordClass;

            postings.Clear();
            cursor.AppendPostings(postings);
            pairs += postings.Count;
            var page = -1;
            foreach (var next in postings.Pages)
            {
                Check(reader, next > page && next < reader.PageEnd, "pages of a word are not in order");
                page = next;
            }
        }

        Check(reader, words == reader.WordCount, $"there are {words} words and the footer says {reader.WordCount}");
        Check(reader, pairs == reader.PostingCount, $"there are {pairs} postings and the footer says {reader.PostingCount}");
    }

    private static void Check(TermsFileReader reader, bool sound, string problem)
    {
        if (!sound)
        {
            throw new BucketDamagedException(reader.Path, TermsFooter.HeaderBytes, problem);
        }
    }
}
