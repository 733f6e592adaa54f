using System.Collections.Concurrent;
using Indexer.Storage.Slices;

namespace Indexer.Storage.Reading;

/// <summary>The memory that reading a slice takes; kept for the next one. Used by one thread at a time.</summary>
internal sealed class SliceScratch
{
    // What grew with a huge event is given up rather than kept for the next slice.
    private const int KeptBytesMax = 4 * SliceLimits.RawBytes;

    private static readonly ConcurrentBag<SliceScratch> Pool = [];

    public TableRows Rows { get; } = new();

    public RowGroups Groups { get; } = new();

    /// <summary>Per row of a table whether it matches.</summary>
    public bool[] Active { get; } = new bool[SliceLimits.EventsMax];

    /// <summary>Per row of the slice whether it matches.</summary>
    public bool[] Matching { get; } = new bool[SliceLimits.EventsMax];

    public int[] TextStarts { get; } = new int[SliceLimits.EventsMax];

    public int[] TextLengths { get; } = new int[SliceLimits.EventsMax];

    public static SliceScratch Rent() => Pool.TryTake(out var scratch) ? scratch : new SliceScratch();

    public void Return()
    {
        if (Pool.Count < Environment.ProcessorCount * 2 && Rows.Capacity <= KeptBytesMax)
        {
            Pool.Add(this);
        }
    }
}
