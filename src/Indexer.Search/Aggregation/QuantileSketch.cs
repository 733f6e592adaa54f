using Indexer.Search.Execution;

namespace Indexer.Search.Aggregation;

/// <summary>
/// The distribution of a set of numbers. Keeps all of them up to a limit; beyond it counts them in buckets whose bounds grow
/// by a constant factor, so that a quantile is wrong by at most <see cref="RelativeErrorMax"/> of its value. Sketches merge
/// without loss (method: Masson, Rim, Lee, "DDSketch", VLDB 2019). Not thread-safe.
/// </summary>
internal sealed class QuantileSketch(int exactMax, MemoryBudget budget)
{
    /// <summary>Of a number of the buckets.</summary>
    public const double RelativeErrorMax = 0.005;

    private const double SmallestMagnitude = 1e-9;
    private const int BucketBytes = 48;
    private static readonly double Growth = (1 + RelativeErrorMax) / (1 - RelativeErrorMax);
    private static readonly double LogGrowth = Math.Log(Growth);

    private List<double>? numbers = [];
    private bool sorted = true;
    private SortedDictionary<int, long>? buckets;
    private double minimum = double.PositiveInfinity;
    private double maximum = double.NegativeInfinity;

    public long Count { get; private set; }

    public void Add(double number)
    {
        if (numbers is null)
        {
            AddToBucket(BucketOf(number), 1);
        }
        else if (numbers.Count < exactMax)
        {
            if (!budget.TryCharge(sizeof(double)))
            {
                return;
            }

            numbers.Add(number);
            sorted = false;
        }
        else
        {
            TurnToBuckets();
            AddToBucket(BucketOf(number), 1);
        }

        Count++;
        minimum = Math.Min(minimum, number);
        maximum = Math.Max(maximum, number);
    }

    public void Add(QuantileSketch other)
    {
        if (other.numbers is { } more)
        {
            foreach (var number in more)
            {
                Add(number);
            }

            return;
        }

        if (numbers is not null)
        {
            TurnToBuckets();
        }

        foreach (var (bucket, count) in other.buckets!)
        {
            AddToBucket(bucket, count);
        }

        Count += other.Count;
        minimum = Math.Min(minimum, other.minimum);
        maximum = Math.Max(maximum, other.maximum);
    }

    /// <summary>The number at a rank, 1 being the smallest and <see cref="Count"/> the largest.</summary>
    public double AtRank(long rank)
    {
        if (numbers is not null)
        {
            return Sorted()[(int)rank - 1];
        }

        // The middle of a bucket, which is at most RelativeErrorMax away from all in it.
        return Math.Clamp(MiddleOf(BucketAtRank(rank)), minimum, maximum);
    }

    /// <summary>As <see cref="AtRank"/>, but a bound that the true number does not exceed.</summary>
    public double UpperAtRank(long rank)
    {
        if (numbers is not null)
        {
            return Sorted()[(int)rank - 1];
        }

        return Math.Min(UpperBoundOf(BucketAtRank(rank)), maximum);
    }

    private static int BucketOf(double number)
    {
        var magnitude = Math.Abs(number);
        if (magnitude < SmallestMagnitude)
        {
            return 0;
        }

        var index = (int)Math.Ceiling(Math.Log(magnitude / SmallestMagnitude) / LogGrowth) + 1;
        return number < 0 ? -index : index;
    }

    private static double MagnitudeMaxOf(int bucket) => SmallestMagnitude * Math.Exp((Math.Abs(bucket) - 1) * LogGrowth);

    private static double MiddleOf(int bucket) =>
        bucket == 0 ? 0 : Math.Sign(bucket) * MagnitudeMaxOf(bucket) * 2 / (1 + Growth);

    private static double UpperBoundOf(int bucket) => bucket switch
    {
        0 => SmallestMagnitude,
        > 0 => MagnitudeMaxOf(bucket),
        _ => -MagnitudeMaxOf(bucket) / Growth,
    };

    private List<double> Sorted()
    {
        if (!sorted)
        {
            numbers!.Sort();
            sorted = true;
        }

        return numbers!;
    }

    private int BucketAtRank(long rank)
    {
        long seen = 0;
        foreach (var (bucket, count) in buckets!)
        {
            seen += count;
            if (seen >= rank)
            {
                return bucket;
            }
        }

        return buckets.Keys.Last();
    }

    // The number of buckets is bounded by the range of a double: about 70,000 for each sign.
    private void AddToBucket(int bucket, long count)
    {
        if (!buckets!.TryGetValue(bucket, out var known))
        {
            budget.Charge(BucketBytes);
        }

        buckets[bucket] = known + count;
    }

    private void TurnToBuckets()
    {
        var kept = numbers!;
        numbers = null;
        buckets = [];
        foreach (var number in kept)
        {
            AddToBucket(BucketOf(number), 1);
        }

        budget.Release((long)kept.Count * sizeof(double));
    }
}
