using System.Numerics;

namespace Indexer.Storage.Terms;

/// <summary>
/// Estimates how many different hashes were added, in 16 KB, to about one percent; the result does not depend on their order
/// or number. HyperLogLog (Flajolet et al., 2007), with linear counting where it is more exact.
/// </summary>
internal sealed class DistinctCounter
{
    private const int IndexBits = 14;
    private const int Registers = 1 << IndexBits;

    private readonly byte[] registers = new byte[Registers];

    public void Add(ulong hash)
    {
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1);
        ref var register = ref registers[hash >> (64 - IndexBits)];
        if (rank > register)
        {
            register = rank;
        }
    }

    public long Estimate()
    {
        var sum = 0.0;
        var empty = 0;
        foreach (var register in registers)
        {
            sum += Math.ScaleB(1, -register);
            empty += register == 0 ? 1 : 0;
        }

        var alpha = 0.7213 / (1 + (1.079 / Registers));
        var estimate = alpha * Registers * Registers / sum;
        if (estimate <= 2.5 * Registers && empty > 0)
        {
            estimate = Registers * Math.Log((double)Registers / empty);
        }

        return (long)Math.Ceiling(estimate);
    }
}
