using System.Runtime.InteropServices;

namespace Indexer.Storage.Slices;

/// <summary>
/// Which of the templates that the splitter found are used in a slice, numbered in order of first use. A template with too few
/// rows stands for <see cref="Template.WholeText"/>, which has the number 0.
/// </summary>
internal sealed class SliceTemplates
{
    private readonly List<Template> used = [];
    private readonly List<int> uses = [];
    private readonly List<int> numbers = [];
    private IReadOnlyList<Template> found = [];

    /// <summary>The templates of the slice by number.</summary>
    public IReadOnlyList<Template> Used => used;

    /// <param name="templates">What the splitter found.</param>
    /// <param name="rowTemplates">Per event its template.</param>
    /// <param name="slots">All slots of the slice; nested ones use templates too.</param>
    public void Number(IReadOnlyList<Template> templates, ReadOnlySpan<int> rowTemplates, ReadOnlySpan<Slot> slots)
    {
        found = templates;
        used.Clear();
        used.Add(Template.WholeText);
        CollectionsMarshal.SetCount(uses, templates.Count);
        CollectionsMarshal.SetCount(numbers, templates.Count);
        var count = CollectionsMarshal.AsSpan(uses);
        var number = CollectionsMarshal.AsSpan(numbers);
        count.Clear();
        number.Clear();
        foreach (var template in rowTemplates)
        {
            count[template]++;
        }

        foreach (ref readonly var slot in slots)
        {
            if (slot.Nested >= 0)
            {
                count[slot.Nested]++;
            }
        }

        foreach (var template in rowTemplates)
        {
            Use(template, count, number);
        }

        foreach (ref readonly var slot in slots)
        {
            if (slot.Nested >= 0)
            {
                Use(slot.Nested, count, number);
            }
        }
    }

    /// <summary>The number in the slice of a template that the splitter found.</summary>
    public int NumberOf(int template) => numbers[template];

    /// <summary>The template that rows of a found template are written with.</summary>
    public Template Effective(int template) => used[numbers[template]];

    /// <summary>How many slots the splitter wrote for a found template.</summary>
    public int SplitSlotCount(int template) => found[template].SlotCount;

    private void Use(int template, ReadOnlySpan<int> count, Span<int> number)
    {
        if (template != 0 && number[template] == 0 && count[template] >= SliceLimits.TemplateRowsMin)
        {
            number[template] = used.Count;
            used.Add(found[template]);
        }
    }
}
