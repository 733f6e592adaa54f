using Indexer.Benchmarks.Queries;

namespace Indexer.Benchmarks;

/// <summary>What the project set itself, on two cores. Of two kinds of corpus, because text that repeats itself packs and indexes faster.</summary>
internal sealed record Targets(double IngestMegabytesPerSecond, double DiskPercent)
{
    public const double TwoCoresToOne = 1.8;
    public const double PeakMegabytes = 600;

    /// <summary>The target is none per event. What is left is shared by the thousands of events of a batch, and comes to less than this.</summary>
    public const double AllocatedBytesPerEvent = 1;

    public static readonly Targets Syslog = new(IngestMegabytesPerSecond: 60, DiskPercent: 18);

    public static readonly Targets Json = new(IngestMegabytesPerSecond: 120, DiskPercent: 5);

    public IReadOnlyDictionary<string, double> QueryMilliseconds { get; } = new Dictionary<string, double>
    {
        [QueryNames.Rare] = 3,
        [QueryNames.Newest] = 20,
        [QueryNames.All] = 80,
        [QueryNames.Both] = 60,
        [QueryNames.Common] = 50,
        [QueryNames.Histogram] = 50,
        [QueryNames.PartOfWords] = 1200,
        [QueryNames.PartOfNumber] = 1200,
        [QueryNames.Field] = 3000,
    };
}
