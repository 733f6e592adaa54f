using Indexer.Model;
using Indexer.Search.Language;

namespace Indexer.Search.Planning;

/// <summary>Which fields of events a search extracts when its commands do not say.</summary>
public enum FieldDiscovery
{
    /// <summary>Every field that an event has: for a person who looks at events.</summary>
    All,

    /// <summary>The fields of <see cref="EventFields"/> and those that the search names: for programs.</summary>
    Needed,
}

/// <summary>What surrounds the text of a search.</summary>
public sealed record SearchOptions
{
    /// <summary>The instant and the zone that the search's times are in.</summary>
    public required SearchContext Context { get; init; }

    /// <summary>Events of this time, unless the search has time modifiers of its own.</summary>
    public TimeRange Range { get; init; } = TimeRange.All;

    /// <summary>Which indexes the user searches.</summary>
    public IndexAccess Access { get; init; } = IndexAccess.Everything;

    public FieldDiscovery FieldDiscovery { get; init; } = FieldDiscovery.All;

    /// <summary>Whether events are counted over time while they are read.</summary>
    public bool CollectTimeline { get; init; }
}
