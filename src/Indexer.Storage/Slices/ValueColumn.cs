using System.Runtime.CompilerServices;

namespace Indexer.Storage.Slices;

/// <summary>One decoded column: distinct values with an ordinal per row, or a value per row. Values stand in the page's arena.</summary>
internal sealed class ValueColumn
{
    private int[] starts = new int[256];
    private int[] lengths = new int[256];
    private int[] ordinals = [];
    private bool hasOrdinals;

    /// <summary>Values that are written out: the distinct ones, or one per row.</summary>
    public int ValueCount { get; private set; }

    /// <summary>Whether several rows may share a value.</summary>
    public bool IsDictionary => hasOrdinals;

    public void SetDictionary(int count, int rows)
    {
        hasOrdinals = true;
        if (ordinals.Length < rows)
        {
            ordinals = new int[Math.Max(rows, 256)];
        }

        SetValues(count);
    }

    public void SetDirect(int rows)
    {
        hasOrdinals = false;
        SetValues(rows);
    }

    /// <summary>Where the <see cref="ValueCount"/> values begin.</summary>
    public Span<int> Starts => starts.AsSpan(0, ValueCount);

    public Span<int> Lengths => lengths.AsSpan(0, ValueCount);

    public Span<int> Ordinals(int rows) => ordinals.AsSpan(0, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ValueOf(int row) => hasOrdinals ? ordinals[row] : row;

    /// <summary>The length of the longest value.</summary>
    public int LengthMax()
    {
        var max = 0;
        foreach (var length in Lengths)
        {
            max = Math.Max(max, length);
        }

        return max;
    }

    /// <summary>Copies a row's value to <paramref name="to"/> and returns its length; see <see cref="PaddedCopy"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CopyValue(int row, ref byte arena, ref byte to)
    {
        var value = ValueOf(row);
        var length = lengths[value];
        PaddedCopy.Copy(ref Unsafe.Add(ref arena, starts[value]), ref to, length);
        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Value(int row, ReadOnlySpan<byte> arena) => Distinct(ValueOf(row), arena);

    /// <summary>One of the <see cref="ValueCount"/> values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Distinct(int value, ReadOnlySpan<byte> arena) => arena.Slice(starts[value], lengths[value]);

    /// <summary>Whether the bytes stand anywhere among the values, which follow each other in the arena.</summary>
    public bool MayContain(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> arena)
    {
        var last = ValueCount - 1;
        return arena[starts[0]..(starts[last] + lengths[last])].IndexOf(bytes) >= 0;
    }

    private void SetValues(int count)
    {
        ValueCount = count;
        if (starts.Length < count)
        {
            starts = new int[count * 2];
            lengths = new int[count * 2];
        }
    }
}
