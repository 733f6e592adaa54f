using System.Buffers;
using System.Text;
using Indexer.Search.Values;

namespace Indexer.Search.Fields;

/// <summary>
/// Makes values of UTF-8 text and remembers short ones, so that a field with few distinct values allocates nothing per row.
/// A fixed number of places, of which a text can take one: a newer text replaces an older one. Not thread-safe.
/// </summary>
internal sealed class TextPool
{
    private const int Places = 4096;

    // Longer texts seldom repeat, and comparing them costs as much as making them.
    private const int BytesMax = 96;
    private readonly string?[] texts = new string?[Places];

    public Value Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > BytesMax)
        {
            return Value.Of(Encoding.UTF8.GetString(utf8));
        }

        ref var place = ref texts[Utf8Hash.Compute(utf8) & (Places - 1)];

        // False for text beyond ASCII, which is therefore made anew each time.
        if (place is null || !Ascii.Equals(utf8, place))
        {
            place = Encoding.UTF8.GetString(utf8);
        }

        return Value.Of(place);
    }

    public Value Get(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[BytesMax];
        return text.Length <= BytesMax && Ascii.FromUtf16(text, utf8, out var length) == OperationStatus.Done
            ? Get(utf8[..length])
            : Value.Of(text.ToString());
    }
}
