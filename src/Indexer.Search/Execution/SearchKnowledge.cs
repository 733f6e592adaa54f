using Indexer.Search.Planning;
using Indexer.Search.Values;
using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>What is configured about fields at search time. Immutable while a search runs; thread-safe.</summary>
public abstract class SearchKnowledge : IFieldOrigins
{
    public abstract FieldOrigin Of(string field);

    /// <summary>Makes an extractor of the wanted fields; each worker has its own.</summary>
    public abstract EventFieldExtractor CreateExtractor(FieldSet wanted);
}

/// <summary>Adds the fields that are found in the text of events. Used by one thread at a time.</summary>
public abstract class EventFieldExtractor
{
    /// <summary>Sets columns of <paramref name="target"/>, whose rows are the events of <paramref name="block"/>.</summary>
    public abstract void Extract(EventBlock block, RowBatch target);
}
