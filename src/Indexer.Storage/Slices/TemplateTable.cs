namespace Indexer.Storage.Slices;

/// <summary>
/// Finds the template of a text that has been cut, and numbers the templates of one slice in order of appearance. Templates stay
/// known from slice to slice, so that in the long run none is made again; the numbers do not depend on that. Not thread-safe.
/// </summary>
internal sealed class TemplateTable
{
    // Beyond it everything is forgotten: texts without common shapes must not fill the memory.
    private const int KnownMax = 1 << 16;
    private const long KnownBytesMax = 16 << 20;

    private readonly List<Template> templates = [];
    private readonly List<Known> known = [];
    private int[] slots = new int[1 << 12];
    private int generation;
    private long knownBytes;

    /// <summary>The templates of the slice by number; 0 is <see cref="Template.WholeText"/>.</summary>
    public IReadOnlyList<Template> Templates => templates;

    public void BeginSlice()
    {
        if (known.Count >= KnownMax || knownBytes >= KnownBytesMax)
        {
            known.Clear();
            knownBytes = 0;
            Array.Clear(slots);
        }

        generation++;
        templates.Clear();
        templates.Add(Template.WholeText);
    }

    /// <summary>The number in the slice of the template that cutting <paramref name="own"/> out of [start, end) gives.</summary>
    /// <param name="hash">Of the pieces; equal for equal templates.</param>
    public int Find(ulong hash, ReadOnlySpan<byte> text, int start, int end, ReadOnlySpan<Slot> own)
    {
        var mask = slots.Length - 1;
        var position = (int)(hash >> 20) & mask;
        while (slots[position] != 0)
        {
            var index = slots[position] - 1;
            var entry = known[index];
            if (entry.Hash == hash && entry.Template.Fits(text, start, end, own))
            {
                return entry.Generation == generation ? entry.Number : Use(index, entry);
            }

            position = (position + 1) & mask;
        }

        known.Add(new Known(hash, Template.Cut(text, start, end, own), 0, 0));
        knownBytes += known[^1].Template.ConstantLength;
        slots[position] = known.Count;
        if (known.Count * 2 > slots.Length)
        {
            Grow();
        }

        return Use(known.Count - 1, known[^1]);
    }

    private int Use(int index, Known entry)
    {
        var number = templates.Count;
        templates.Add(entry.Template);
        known[index] = entry with { Generation = generation, Number = number };
        return number;
    }

    private void Grow()
    {
        slots = new int[slots.Length * 2];
        var mask = slots.Length - 1;
        for (var index = 0; index < known.Count; index++)
        {
            var position = (int)(known[index].Hash >> 20) & mask;
            while (slots[position] != 0)
            {
                position = (position + 1) & mask;
            }

            slots[position] = index + 1;
        }
    }

    private readonly record struct Known(ulong Hash, Template Template, int Generation, int Number);
}
