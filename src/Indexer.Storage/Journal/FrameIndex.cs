using System.Runtime.InteropServices;

namespace Indexer.Storage.Journal;

/// <summary>
/// Where some of the frames are, one for about 4 MiB of log, so that reading from the middle does not start at the beginning. Not
/// thread-safe.
/// </summary>
internal sealed class FrameIndex(FramePosition start)
{
    private const long Distance = 4 * 1024 * 1024;

    private readonly List<FramePosition> positions = [start];

    /// <summary>Notes a place between two frames, which must come after those noted before.</summary>
    public void Note(FramePosition position)
    {
        if (position.Address - positions[^1].Address >= Distance)
        {
            positions.Add(position);
        }
    }

    /// <summary>The last place known from which the frame can be reached.</summary>
    public FramePosition Before(long sequence)
    {
        var (low, high) = (0, positions.Count - 1);
        var known = CollectionsMarshal.AsSpan(positions);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (known[middle].Sequence <= sequence)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return known[low];
    }
}
