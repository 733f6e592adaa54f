using System.Buffers;
using Indexer.Model.Text;
using Indexer.Storage.Slices;
using Indexer.Storage.Terms;

namespace Indexer.Storage.Reading;

/// <summary>
/// The raw text matches a pattern. A pattern that is one word is decided by words alone; any other needs its words as a
/// necessary condition and is then checked on the text.
/// </summary>
internal sealed class TextNode : QueryNode
{
    private readonly TextPattern pattern;
    private readonly TemplateTexts templates;
    private readonly bool isOneWord;
    private readonly bool neverMatches;
    private readonly WordPlan[] words;
    private readonly bool[] certain;
    private readonly bool[] certainNested;

    public TextNode(TextPattern pattern, BucketContent bucket, CancellationToken cancellation)
    {
        this.pattern = pattern;
        templates = bucket.Templates;
        isOneWord = pattern.IsOneWord;
        certain = new bool[templates.Count];
        certainNested = new bool[templates.Count];
        words = [];
        if (pattern.MatchesEverything)
        {
            return;
        }

        if (pattern.Words.Any(word => !bucket.MayHaveWord(word)))
        {
            neverMatches = bucket.Tail.Count == 0;
            words = [.. pattern.Words.Select(word => new WordPlan(word, PostingList.Empty, new bool[templates.Count]))];
            return;
        }

        // The longest word is the rarest, as a rule; where it is nowhere, the others need not be looked up.
        var plans = new List<WordPlan>();
        foreach (var word in pattern.Words.OrderByDescending(word => word.Text.Length))
        {
            var inTemplates = new bool[templates.Count];
            templates.Find(word.Text.Span, inTemplates, id => HasWord(templates.Text(id), word, templates.IsJson(id)));
            plans.Add(new WordPlan(word, bucket.FindWord(word, cancellation), inTemplates));
            neverMatches |= bucket.Tail.Count == 0 && plans[^1].IsNowhere;
            if (plans[^1].IsNowhere)
            {
                break;
            }
        }

        words = [.. plans];
        if (pattern.Pieces.Any(piece => piece.Span.Contains(TemplateTexts.Separator)))
        {
            return;
        }

        templates.Find(pattern.Pieces[0].Span, certain, id => IsCertain(id, templates.IsJson(id)));
        templates.Find(pattern.Pieces[0].Span, certainNested, id => IsCertain(id, json: true));
    }

    public override int Cost => isOneWord ? 10 : 100;

    public override bool NeedsRows => false;

    public override bool IsNever => neverMatches;

    public override Truth Decide(TablePlace table)
    {
        if (pattern.MatchesEverything || certain[table.Template])
        {
            return Truth.All;
        }

        foreach (var word in words)
        {
            if (!word.InTemplates[table.Template] && !word.HasPage(table.Page) && !InNestedTemplate(word.InTemplates, table))
            {
                return Truth.None;
            }
        }

        return NestedRows(table) == table.Table.Rows ? Truth.All : Truth.Some;
    }

    public override long CountOf(SliceInfo slice, PageInfo page, int pageNumber)
    {
        if (!isOneWord)
        {
            return -1;
        }

        long inTemplates = 0;
        foreach (var table in page.Tables)
        {
            var place = new TablePlace(slice, table, pageNumber);
            var rows = certain[place.Template] ? table.Rows : NestedRows(place);
            if (rows < 0)
            {
                return -1;
            }

            inTemplates += rows;
        }

        var inValues = words[0].EventsOf(pageNumber);
        return inValues == 0 ? inTemplates : inTemplates == 0 ? inValues : -1;
    }

    public override void Narrow(TableRows rows, Span<bool> active)
    {
        if (isOneWord)
        {
            rows.NarrowByWord(words[0].Word, certainNested, active);
            return;
        }

        foreach (var word in words)
        {
            if (!word.InTemplates[rows.Place.Template])
            {
                rows.NarrowByWord(word.Word, word.InTemplates, active);
            }
        }

        for (var row = 0; row < active.Length; row++)
        {
            if (active[row])
            {
                active[row] = pattern.IsMatch(rows.FoldedText(row, out var json), json);
            }
        }
    }

    public override bool IsMatch(TailEvent tailEvent) => pattern.IsMatch(tailEvent.Folded, tailEvent.IsJson);

    /// <summary>Whether the constant text alone matches, so that every text of the template does.</summary>
    private bool IsCertain(int template, bool json)
    {
        var text = templates.Text(template);
        if (!pattern.HasMajorBounds)
        {
            return pattern.IsMatch(text, json);
        }

        // Where a variable stands there is no major breaker: a byte that no pattern has and that breaks nothing takes its place.
        const byte variable = 0xFF;
        var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        var filled = buffer.AsSpan(0, text.Length);
        text.CopyTo(filled);
        filled[..^1].Replace(TemplateTexts.Separator, variable);
        var matches = pattern.IsMatch(filled, json);
        ArrayPool<byte>.Shared.Return(buffer);
        return matches;
    }

    /// <summary>The rows whose nested texts have the pattern in their constant part; −1 where that cannot be told from the counts.</summary>
    private int NestedRows(TablePlace table)
    {
        var rows = 0;
        var slot = -1;
        foreach (var use in table.Table.Nested)
        {
            if (certainNested[table.Slice.TemplateIds[use.Template]])
            {
                if (slot >= 0 && slot != use.Slot)
                {
                    return -1;
                }

                slot = use.Slot;
                rows += use.Rows;
            }
        }

        return rows;
    }

    private static bool InNestedTemplate(bool[] inTemplates, TablePlace table)
    {
        foreach (var use in table.Table.Nested)
        {
            if (inTemplates[table.Slice.TemplateIds[use.Template]])
            {
                return true;
            }
        }

        return false;
    }

    // Where the text is that of a nested template, its escapes may or may not break words: either reading counts.
    private static bool HasWord(ReadOnlySpan<byte> text, PatternWord word, bool json) =>
        HasWordAs(text, word, json) || (!json && text.Contains((byte)'\\') && HasWordAs(text, word, json: true));

    private static bool HasWordAs(ReadOnlySpan<byte> text, PatternWord word, bool json)
    {
        var each = Segmentation.Words(text, json);
        while (each.MoveNext())
        {
            if (word.Accepts(each.Current))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class WordPlan(PatternWord word, PostingList pages, bool[] inTemplates)
    {
        public PatternWord Word => word;

        public bool[] InTemplates => inTemplates;

        public bool IsNowhere => pages.IsEmpty && !inTemplates.AsSpan().Contains(true);

        public bool HasPage(int page) => pages.Pages.BinarySearch(page) >= 0;

        /// <summary>0 where the page does not have the word in a value, −1 where the number is unknown.</summary>
        public int EventsOf(int page)
        {
            var index = pages.Pages.BinarySearch(page);
            return index < 0 ? 0 : pages.Events[index] == PostingList.UnknownEvents ? -1 : pages.Events[index];
        }
    }
}
