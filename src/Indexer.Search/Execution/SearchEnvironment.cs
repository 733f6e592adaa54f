using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>What searches run on.</summary>
/// <param name="Store">The events.</param>
/// <param name="Knowledge">How fields are extracted.</param>
/// <param name="Limits">What one search may use.</param>
/// <param name="Clock">Measures how long it takes.</param>
public sealed record SearchEnvironment(IEventStore Store, SearchKnowledge Knowledge, SearchLimits Limits, TimeProvider Clock);
