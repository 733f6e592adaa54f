using Indexer.Model;

namespace Indexer.Search.Language;

/// <summary>What a search means beyond its text. Fixed when the search starts, so that every peer computes the same.</summary>
/// <param name="Now">The instant that relative times count from.</param>
/// <param name="TimeZone">The user's time zone, in which days begin and times are shown.</param>
/// <param name="RandomSeed">What <c>random()</c> starts from.</param>
public sealed record SearchContext(EventTime Now, TimeZoneInfo TimeZone, int RandomSeed = 0);
