using Indexer.Search.Values;

namespace Indexer.Search.Execution;

/// <summary>Takes the rows of a result, in order, one batch at a time.</summary>
public interface IResultSink
{
    /// <summary>Whether further rows would not be kept; events are then only counted.</summary>
    bool IsFull { get; }

    ValueTask WriteAsync(RowBatch batch, CancellationToken cancellation);
}
