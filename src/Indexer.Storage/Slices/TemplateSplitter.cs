using Indexer.Model.Text;

namespace Indexer.Storage.Slices;

/// <summary>
/// Takes events apart into a template and variables, and numbers the templates of one slice in order of appearance. Variables
/// of plain text are words with a digit, values after <c>=</c>, and the elements of paths; variables of a JSON event
/// are its scalar values, where a value with spaces is split like plain text by a template of its own. Putting the variables
/// back between the constant pieces gives the event's bytes exactly, whatever they are. Not thread-safe; reused for many slices.
/// </summary>
internal sealed class TemplateSplitter
{
    private readonly TextBitmaps bitmaps;
    private readonly TemplateTable templates = new();
    private Slot[] slots = new Slot[1 << 16];
    private int slotCount;
    private byte[] text = [];

    public TemplateSplitter(TextBitmaps bitmaps) => this.bitmaps = bitmaps;

    public IReadOnlyList<Template> Templates => templates.Templates;

    /// <summary>Slots of all events since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<Slot> Slots => slots.AsSpan(0, slotCount);

    /// <summary>Starts a slice whose events stand in <paramref name="sliceText"/>; its bitmaps are ready.</summary>
    public void Begin(byte[] sliceText)
    {
        text = sliceText;
        slotCount = 0;
        templates.BeginSlice();
    }

    /// <summary>Splits the event at [start, end). Returns its template; its slots begin at <paramref name="firstSlot"/>.</summary>
    public int Split(int start, int end, out int firstSlot)
    {
        firstSlot = slotCount;
        var whole = text.AsSpan(0, end);
        var json = Segmentation.IsJson(whole[start..]);
        if (json)
        {
            bitmaps.BreakAtEscapes(whole, start, end);
        }

        if (end - start > SliceLimits.TemplatedEventBytesMax)
        {
            return SplitWhole(start, end, out firstSlot);
        }

        EnsureRoom(end - start);
        return json ? SplitJson(whole, start, end, firstSlot) : SplitText(whole, start, end, firstSlot);
    }

    /// <summary>The event as one variable.</summary>
    public int SplitWhole(int start, int end, out int firstSlot)
    {
        EnsureRoom(1);
        firstSlot = slotCount;
        slots[slotCount++] = new Slot(start, end - start, Slot.Value);
        return 0;
    }

    private int SplitText(ReadOnlySpan<byte> s, int start, int end, int firstSlot)
    {
        var own = slots;
        var count = slotCount;
        var hash = 0UL;
        var constantFrom = start;
        var limit = firstSlot + SliceLimits.SlotsMax;
        var i = bitmaps.NextCandidate(start, end);
        while (i < end)
        {
            int from, to;
            if (s[i] == (byte)'=')
            {
                from = i + 1;
                to = from < end && !bitmaps.IsMajor(from) ? bitmaps.NextMajor(from, end) : from;
            }
            else if (s[i] is (byte)'\\' or (byte)'/')
            {
                from = i + 1;
                to = from < end && bitmaps.IsWord(from) ? bitmaps.WordEnd(from, end) : from;
            }
            else if (bitmaps.IsWord(i))
            {
                from = bitmaps.WordStart(i, constantFrom);
                to = bitmaps.WordEnd(i, end);
            }
            else
            {
                from = to = i + 1;
            }

            if (from < to)
            {
                if (count == limit)
                {
                    to = end;
                }

                hash = SliceHash.Append(hash, s[constantFrom..from]);
                own[count++] = new Slot(from, to - from, Slot.Value);
                constantFrom = to;
            }

            if (to >= end)
            {
                break;
            }

            i = bitmaps.NextCandidate(to, end);
        }

        slotCount = count;
        hash = SliceHash.Append(hash, s[constantFrom..end]);
        return templates.Find(hash, s, start, end, own.AsSpan(firstSlot, count - firstSlot));
    }

    private int SplitJson(ReadOnlySpan<byte> s, int start, int end, int firstSlot)
    {
        Span<Slot> outer = stackalloc Slot[256];
        var outerCount = 0;
        var hash = 1UL;
        var constantFrom = start;
        var i = start;
        while (i < end)
        {
            var b = s[i];
            if (b == (byte)'"')
            {
                var close = StringEnd(s, i + 1, end);
                if (close < 0)
                {
                    break;
                }

                var next = close + 1;
                while (next < end && s[next] is (byte)' ' or (byte)'\t')
                {
                    next++;
                }

                if (next < end && s[next] == (byte)':' || close == i + 1)
                {
                    i = next;
                    continue;
                }

                if (outerCount == outer.Length)
                {
                    break;
                }

                hash = SliceHash.Append(hash, s[constantFrom..(i + 1)]);
                outer[outerCount++] = AddJsonString(s, i + 1, close, ref hash);
                constantFrom = close;
                i = close + 1;
            }
            else if (b == (byte)'\\')
            {
                // Outside a string: an escape sequence must not be torn apart by a value that begins inside it.
                break;
            }
            else if (Segmentation.IsTokenCharacter(b) || b == (byte)'-')
            {
                var to = i + 1;
                while (to < end && s[to] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t' or (byte)'"'))
                {
                    to++;
                }

                if (outerCount == outer.Length)
                {
                    break;
                }

                hash = SliceHash.Append(hash, s[constantFrom..i]);
                slots[slotCount++] = outer[outerCount++] = new Slot(i, to - i, Slot.Value);
                constantFrom = to;
                i = to;
            }
            else
            {
                i++;
            }
        }

        if (i < end)
        {
            // No JSON after all, or more values than a template may have: a variable takes the rest.
            slotCount = firstSlot;
            return SplitText(s, start, end, firstSlot);
        }

        hash = SliceHash.Append(hash, s[constantFrom..end]);
        return templates.Find(hash, s, start, end, outer[..outerCount]);
    }

    private Slot AddJsonString(ReadOnlySpan<byte> s, int from, int to, ref ulong hash)
    {
        var value = s[from..to];
        if (value.IndexOfAny((byte)' ', (byte)'\\') < 0 || slotCount > slots.Length - (2 * value.Length) - 4)
        {
            var plain = new Slot(from, to - from, Slot.Value);
            slots[slotCount++] = plain;
            return plain;
        }

        var index = slotCount++;
        var nested = SplitText(s, from, to, slotCount);
        hash = SliceHash.Mix(hash, 1);
        return slots[index] = new Slot(from, to - from, nested);
    }

    // An event of n bytes has at most n/2 variables, and each may be nested once.
    private void EnsureRoom(int eventLength)
    {
        var needed = slotCount + eventLength + 8;
        if (needed > slots.Length)
        {
            Array.Resize(ref slots, Math.Max(needed, slots.Length * 2));
        }
    }

    private static int StringEnd(ReadOnlySpan<byte> s, int from, int end)
    {
        while (from < end)
        {
            var found = s[from..end].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
            {
                return -1;
            }

            from += found;
            if (s[from] == (byte)'"')
            {
                return from;
            }

            from += 2;
        }

        return -1;
    }
}
