using System.Buffers;

namespace Indexer.Search.Fields;

/// <summary>
/// Reads JSON text byte by byte without a tree, and passes over what nobody wants with vectorised search. Looks at structure
/// only (strings, brackets, separators), so it accepts some text that is not JSON; it never throws and always goes forward.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarStops = SearchValues.Create(",:\"{}[] \t\r\n"u8);
    private readonly ReadOnlySpan<byte> text = text;

    public int Position { get; private set; }

    /// <summary>The next byte that is not white space, 0 at the end; stays.</summary>
    public byte Peek()
    {
        while (Position < text.Length)
        {
            var b = text[Position];
            if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return b;
            }

            Position++;
        }

        return 0;
    }

    /// <summary>Takes the next byte that is not white space if it is this one.</summary>
    public bool TryTake(byte expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Takes a string; false where there is none, or no end to it.</summary>
    /// <param name="content">What is between the quotes, with its escapes.</param>
    /// <param name="escaped">Whether there are escapes.</param>
    public bool TryReadString(out ReadOnlySpan<byte> content, out bool escaped)
    {
        content = default;
        escaped = false;
        if (!TryTake((byte)'"'))
        {
            return false;
        }

        var start = Position;
        while (true)
        {
            var stop = text[Position..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                Position = text.Length;
                return false;
            }

            Position += stop;
            if (text[Position] == (byte)'"')
            {
                content = text[start..Position];
                Position++;
                return true;
            }

            escaped = true;
            Position = Math.Min(Position + 2, text.Length);
        }
    }

    /// <summary>Takes a number, <c>true</c>, <c>false</c> or <c>null</c>, as written.</summary>
    public bool TryReadScalar(out ReadOnlySpan<byte> scalar)
    {
        Peek();
        var rest = text[Position..];
        var length = rest.IndexOfAny(ScalarStops);
        scalar = length < 0 ? rest : rest[..length];
        Position += scalar.Length;
        return !scalar.IsEmpty && (scalar[0] is (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n' || char.IsAsciiDigit((char)scalar[0]));
    }

    /// <summary>Takes a value of any kind.</summary>
    public bool TrySkipValue() => Peek() switch
    {
        (byte)'"' => TryReadString(out _, out _),
        (byte)'{' or (byte)'[' => TrySkipNested(),
        _ => TryReadScalar(out _),
    };

    private bool TrySkipNested()
    {
        var depth = 0;
        do
        {
            var next = text[Position..].IndexOfAny(Structure);
            if (next < 0)
            {
                Position = text.Length;
                return false;
            }

            Position += next;
            switch (text[Position])
            {
                case (byte)'"':
                    if (!TryReadString(out _, out _))
                    {
                        return false;
                    }

                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    Position++;
                    break;
                default:
                    depth--;
                    Position++;
                    break;
            }
        }
        while (depth > 0);
        return true;
    }
}
