namespace Indexer.Storage.Terms;

/// <summary>Walks a terms file from front to back in two reused blocks; postings are unpacked only when asked for.</summary>
internal sealed class TermsFileCursor : TermCursor
{
    private readonly TermsFileReader reader;
    private readonly DecodingScratch scratch = new();
    private readonly WordBlock words = new();
    private readonly PostingBlock postings = new();
    private int block = -1;
    private int postingsBlock = -1;
    private int ordinal;

    public TermsFileCursor(TermsFileReader reader) => this.reader = reader;

    public override ReadOnlySpan<byte> Word => words[ordinal];

    public override bool MoveNext()
    {
        if (block >= 0 && ordinal + 1 < words.Count)
        {
            ordinal++;
            return true;
        }

        if (block + 1 >= reader.Index.BlockCount)
        {
            return false;
        }

        block++;
        ordinal = 0;
        while (block >= reader.Index.BlocksOf(WordClass).End)
        {
            WordClass++;
        }

        var place = reader.Index[block];
        reader.ReadPart(place.Offset, place.WordBytes, place.WordChecksum, "words", this,
            static (part, cursor) => cursor.words.Decode(part, cursor.scratch));
        return true;
    }

    public override void AppendPostings(PostingBuffer target)
    {
        if (postingsBlock != block)
        {
            var place = reader.Index[block];
            reader.ReadPart(place.PostingOffset, place.PostingBytes, place.PostingChecksum, "postings", this,
                static (part, cursor) => cursor.postings.Decode(part, cursor.scratch));
            postingsBlock = block;
        }

        reader.AppendPostings(block, postings, ordinal, target);
    }
}
