using System.Text;
using Indexer.Model.Text;
using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>The raw text of rows, folded for matching. Keeps the last row, so that several terms fold it once. Not thread-safe.</summary>
internal sealed class RawText
{
    private Value[]? column;
    private int row;
    private byte[] utf8 = [];
    private byte[] folded = [];
    private int length;
    private bool json;

    /// <summary>The events that the rows are made of, where there are any.</summary>
    public EventBlock? Block { get; private set; }

    public void Bind(EventBlock events)
    {
        Block = events;
        column = null;
        row = -1;
    }

    public void Bind(RowBatch batch)
    {
        Block = null;
        batch.TryGetColumn(EventFields.Raw, out column);
        row = -1;
    }

    public bool Matches(int wantedRow, TextPattern pattern)
    {
        if (row != wantedRow)
        {
            row = wantedRow;
            Fold();
        }

        return pattern.IsMatch(folded.AsSpan(0, length), json);
    }

    private void Fold()
    {
        if (Block is not null)
        {
            Fold(Block.Raw(row));
            return;
        }

        var text = column is null ? string.Empty : column[row].AsText();
        EnsureLength(ref utf8, Encoding.UTF8.GetMaxByteCount(text.Length));
        Fold(utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, utf8)));
    }

    private void Fold(ReadOnlySpan<byte> raw)
    {
        EnsureLength(ref folded, raw.Length);
        TextFolding.Fold(raw, folded);
        length = raw.Length;
        json = Segmentation.IsJson(raw);
    }

    private static void EnsureLength(ref byte[] buffer, int wanted)
    {
        if (buffer.Length < wanted)
        {
            buffer = new byte[Math.Max(wanted, buffer.Length * 2)];
        }
    }
}
