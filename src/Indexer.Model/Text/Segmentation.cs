using System.Runtime.CompilerServices;

namespace Indexer.Model.Text;

/// <summary>
/// How text falls into tokens and words; the one definition that writing an index and matching a search both follow.
/// </summary>
/// <remarks>
/// <para>A <b>token character</b> is an ASCII letter or digit or any byte of a non-ASCII character. All others are breakers.
/// <b>Minor breakers</b> <c>/ : = @ . - $ # % \ _</c> part what belongs together; the rest are <b>major breakers</b>.</para>
/// <para>A <b>token</b> is a maximal run of token characters. A <b>word</b> is one token, or several joined by single
/// <c>.</c>, <c>-</c> or <c>_</c>: <c>10.1.2.3</c>, <c>web-01.example.com</c>, <c>blk_388</c>. Words are what the terms files hold;
/// a search may name a word, some of its tokens, or several words in a row.</para>
/// <para>In a JSON event (its first byte that is not a space is <c>{</c> or <c>[</c>) an escape sequence (<c>\n</c>, <c>\t</c>,
/// <c>\u001b</c> …) breaks like a major breaker, so that the word after <c>\t</c> is found without the <c>t</c>.</para>
/// </remarks>
public static class Segmentation
{
    internal const byte TokenClass = 1;
    internal const byte MinorClass = 2;
    internal const byte MajorClass = 0;

    private static readonly byte[] Classes = BuildClasses();

    public static bool IsTokenCharacter(byte b) => Classes[b] == TokenClass;

    public static bool IsMajorBreaker(byte b) => Classes[b] == MajorClass;

    public static bool IsMinorBreaker(byte b) => Classes[b] == MinorClass;

    /// <summary>Whether <paramref name="b"/> joins the tokens on both its sides into one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsJoiner(byte b) => b is (byte)'.' or (byte)'-' or (byte)'_';

    /// <summary>Whether the bytes are a JSON event: the first one that is not a space, tab or line end opens an object or array.</summary>
    public static bool IsJson(ReadOnlySpan<byte> raw)
    {
        foreach (var b in raw)
        {
            if (b is (byte)'{' or (byte)'[')
            {
                return b == '{' || raw.Length > 1 && IsJsonArray(raw);
            }

            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>
    /// The length of the JSON escape sequence that starts at <paramref name="position"/> (2 or 6), or 0 where none starts. Letters
    /// count in either case, so that text and folded text fall into the same words.
    /// </summary>
    public static int JsonEscapeLength(ReadOnlySpan<byte> raw, int position)
    {
        if (raw[position] != (byte)'\\' || position + 1 >= raw.Length)
        {
            return 0;
        }

        return raw[position + 1] switch
        {
            (byte)'u' or (byte)'U' => position + 5 < raw.Length && AreHexadecimal(raw.Slice(position + 2, 4)) ? 6 : 0,
            (byte)'"' or (byte)'\\' or (byte)'/' => 2,
            var letter => IsEscapeLetter(letter) ? 2 : 0,
        };
    }

    /// <summary>
    /// Like <see cref="JsonEscapeLength"/>, but only for sequences whose letters would otherwise be taken for a word or the start of
    /// one; <c>\"</c>, <c>\\</c> and <c>\/</c> are two breakers anyway.
    /// </summary>
    public static int JsonEscapeLettersLength(ReadOnlySpan<byte> raw, int position)
    {
        var length = JsonEscapeLength(raw, position);
        return length == 6 || (length == 2 && IsEscapeLetter(raw[position + 1])) ? length : 0;
    }

    /// <summary>Walks the words of <paramref name="text"/> from left to right.</summary>
    public static WordEnumerator Words(ReadOnlySpan<byte> text, bool json) => new(text, json);

    private static bool IsEscapeLetter(byte b) => (b | 0x20) is 'n' or 'r' or 't' or 'b' or 'f';

    private static bool AreHexadecimal(ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }
        }

        return true;
    }

    // "[Sun Dec 04 …] [notice]" is no JSON: an array opens with a value or closes at once.
    private static bool IsJsonArray(ReadOnlySpan<byte> raw)
    {
        var open = raw.IndexOf((byte)'[');
        for (var i = open + 1; i < raw.Length; i++)
        {
            var b = raw[i];
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            return b is (byte)'{' or (byte)'[' or (byte)'"' or (byte)']';
        }

        return false;
    }

    private static byte[] BuildClasses()
    {
        var classes = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            classes[i] = char.IsAsciiLetterOrDigit((char)i) || i >= 0x80 ? TokenClass : MajorClass;
        }

        foreach (var b in "/:=@.-$#%\\_"u8)
        {
            classes[b] = MinorClass;
        }

        return classes;
    }

    public ref struct WordEnumerator
    {
        private readonly ReadOnlySpan<byte> text;
        private readonly bool json;
        private int next;

        internal WordEnumerator(ReadOnlySpan<byte> text, bool json)
        {
            this.text = text;
            this.json = json;
        }

        /// <summary>Start of the current word.</summary>
        public int Start { get; private set; }

        /// <summary>Length of the current word in bytes.</summary>
        public int Length { get; private set; }

        /// <summary>Whether the current word has a joiner in it.</summary>
        public bool IsComposite { get; private set; }

        public readonly ReadOnlySpan<byte> Current => text.Slice(Start, Length);

        public bool MoveNext()
        {
            var i = next;
            while (i < text.Length && Classes[text[i]] != TokenClass)
            {
                i += json && text[i] == (byte)'\\' ? Math.Max(1, JsonEscapeLength(text, i)) : 1;
            }

            if (i >= text.Length)
            {
                next = i;
                return false;
            }

            Start = i;
            IsComposite = false;
            while (true)
            {
                while (i < text.Length && Classes[text[i]] == TokenClass)
                {
                    i++;
                }

                if (i + 1 < text.Length && IsJoiner(text[i]) && Classes[text[i + 1]] == TokenClass)
                {
                    IsComposite = true;
                    i++;
                    continue;
                }

                break;
            }

            Length = i - Start;
            next = i;
            return true;
        }
    }
}
