using Indexer.Model;
using Indexer.Search.Execution;

namespace Indexer.Search.Commands;

/// <summary>An aggregating command that may need nothing but the number of events per span of time, which an index can give.</summary>
internal interface ICountsEvents
{
    /// <summary>
    /// The span that counts are wanted for, in nanoseconds, aligned to <paramref name="origin"/>; <see cref="long.MaxValue"/> for one
    /// count of everything. False when the command needs more than counts.
    /// </summary>
    bool TryGetCountSpan(OperatorContext context, out long spanNanoseconds, out EventTime origin);

    /// <summary>Gives counted events to an operator of this command. <paramref name="start"/> is where the span starts.</summary>
    void AddCount(RowOperator target, EventTime start, long count);
}
