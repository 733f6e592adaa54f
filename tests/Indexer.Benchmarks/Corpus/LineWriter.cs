using System.Buffers.Text;

namespace Indexer.Benchmarks.Corpus;

/// <summary>Collects text as bytes and hands full blocks to a stream.</summary>
internal sealed class LineWriter(Stream target) : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 20];
    private int length;

    public long Written { get; private set; }

    public LineWriter Text(ReadOnlySpan<byte> text)
    {
        if (text.Length > buffer.Length - length)
        {
            Flush();
        }

        text.CopyTo(buffer.AsSpan(length));
        length += text.Length;
        return this;
    }

    public LineWriter Number(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var written);
        return Text(digits[..written]);
    }

    /// <summary>Writes at least <paramref name="width"/> digits, zeros in front.</summary>
    public LineWriter Padded(long value, int width)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var written, new System.Buffers.StandardFormat('D', (byte)width));
        return Text(digits[..written]);
    }

    public LineWriter Hex(ulong value, int digits)
    {
        Span<byte> text = stackalloc byte[16];
        for (var i = digits - 1; i >= 0; i--)
        {
            text[i] = "0123456789abcdef"u8[(int)(value & 15)];
            value >>= 4;
        }

        return Text(text[..digits]);
    }

    public void EndLine() => Text("\n"u8);

    public long Position => Written + length;

    public void Flush()
    {
        target.Write(buffer, 0, length);
        Written += length;
        length = 0;
    }

    public void Dispose() => Flush();
}
