using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

/// <summary>
/// <c>random()</c>: a sequence that the search's seed and the call's place determine. Which row gets which number depends on
/// the order in which batches are evaluated.
/// </summary>
internal sealed class RandomExpression(FunctionCall call) : Expression(call.Position)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private readonly ulong seed = unchecked(((ulong)(uint)call.Context.RandomSeed << 32) + (uint)call.Position);
    private long drawn;

    public override void Evaluate(RowBatch rows, Span<Value> result)
    {
        var first = Interlocked.Add(ref drawn, rows.Count) - rows.Count;
        for (var row = 0; row < rows.Count; row++)
        {
            result[row] = Value.Of(Mix(unchecked(seed + ((ulong)(first + row + 1) * Increment))) >> 33);
        }
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014).
    private static ulong Mix(ulong state)
    {
        unchecked
        {
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
            return state ^ (state >> 31);
        }
    }
}
