using System.Globalization;
using Indexer.Benchmarks.Queries;

namespace Indexer.Benchmarks;

/// <summary>A figure that must be reached, and one that would be better.</summary>
internal readonly record struct Goal(double Target, double? Aim = null)
{
    public static implicit operator Goal(double target) => new(target);

    public string Format(string sign, string unit) => string.Create(CultureInfo.InvariantCulture, $"{sign} {Target:0.##} {unit}{(Aim is { } aim ? $", aim {aim:0.##}" : "")}");

    public string AtLeast(double measured) => measured >= Target ? Met(measured >= (Aim ?? Target)) : $"missed by {(Target - measured) / Target:P0}";

    public string AtMost(double measured) => measured <= Target ? Met(measured <= (Aim ?? Target)) : $"missed by {(measured - Target) / Target:P0}";

    private string Met(bool aimToo) => Aim is null ? "met" : aimToo ? "met, aim too" : "met, aim not";
}

/// <summary>What the project set itself, on two cores. Of two kinds of corpus, because text that repeats itself packs and indexes faster.</summary>
internal sealed record Targets(Goal IngestMegabytesPerSecond, Goal DiskPercent)
{
    public static readonly Goal TwoCoresToOne = 1.8;
    public static readonly Goal PeakMegabytes = 600;

    /// <summary>The target is none per event. Less than this is what batches and slices cost, shared by their thousands of events.</summary>
    public static readonly Goal AllocatedBytesPerEvent = 1;

    public static readonly Targets Syslog = new(new Goal(60, 100), new Goal(18, 12));

    public static readonly Targets Json = new(new Goal(120, 250), new Goal(5, 3));

    public IReadOnlyDictionary<string, Goal> QueryMilliseconds { get; } = new Dictionary<string, Goal>
    {
        [QueryNames.Rare] = 3,
        [QueryNames.Newest] = 20,
        [QueryNames.All] = 80,
        [QueryNames.Both] = new(60, 10),
        [QueryNames.Common] = 50,
        [QueryNames.Histogram] = 50,
        [QueryNames.PartOfWords] = 1200,
        [QueryNames.PartOfNumber] = 1200,
        [QueryNames.Field] = 3000,
    };
}
