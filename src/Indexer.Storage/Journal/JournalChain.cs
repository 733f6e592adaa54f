using System.Text;
using Indexer.Model;

namespace Indexer.Storage.Journal;

/// <summary>
/// A 64-bit digest of everything before a place in the journal. Every frame carries the chain up to the frame before it, so that a
/// frame that is missing, doubled, out of order or from the journal of another bucket does not fit.
/// </summary>
internal static class JournalChain
{
    /// <summary>Where the chain of a bucket starts: FNV-1a of its id. All copies of the bucket start with the same.</summary>
    public static ulong Seed(BucketId bucket)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var value in Encoding.UTF8.GetBytes(bucket.ToString()))
        {
            hash = (hash ^ value) * 0x100000001B3;
        }

        return hash;
    }

    /// <summary>Continues the chain with a frame: the finaliser of SplitMix64 over the chain, the checksum and the length.</summary>
    public static ulong Next(ulong chain, uint checksum, int payloadLength)
    {
        var mixed = (chain ^ (((ulong)(uint)payloadLength << 32) | checksum)) + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

/// <summary>A place between two frames.</summary>
/// <param name="Address">Byte in the log file.</param>
/// <param name="Sequence">Frames before.</param>
/// <param name="Chain">See <see cref="JournalChain"/>.</param>
internal readonly record struct FramePosition(long Address, long Sequence, ulong Chain);
