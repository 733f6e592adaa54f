using Indexer.Model;
using Indexer.Model.Predicates;

namespace Indexer.Storage.Reading;

/// <summary>What a search wants from storage.</summary>
/// <param name="Range">Only events of this time.</param>
/// <param name="Predicate">Only events for which this holds; storage decides it exactly.</param>
/// <param name="Columns">What the rows must carry.</param>
public sealed record ScanRequest(TimeRange Range, EventPredicate Predicate, EventColumns Columns);

/// <summary>The columns of an event that storage can leave out when nobody asks for them. Time is always there.</summary>
[Flags]
public enum EventColumns
{
    Time = 0,
    Origin = 1,
    Raw = 2,
    IndexedFields = 4,
    All = Origin | Raw | IndexedFields,
}
