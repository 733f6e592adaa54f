using Indexer.Search.Values;

namespace Indexer.Search.Execution;

/// <summary>A running command. Used by one thread at a time.</summary>
internal abstract class RowOperator
{
    /// <summary>
    /// Takes a batch and returns what can be handed on now, or null. A batch is read only once it was handed on; to change it,
    /// make another that shares its columns.
    /// </summary>
    public abstract RowBatch? Process(RowBatch batch);

    /// <summary>
    /// The rows that were held back, after the last batch, or earlier for a preview: an operator of a collecting or aggregating
    /// command changes nothing by this and may be asked again.
    /// </summary>
    public virtual IEnumerable<RowBatch> Finish() => [];

    /// <summary>Whether no further row can change the outcome.</summary>
    public virtual bool IsSatisfied => false;

    /// <summary>Gives memory back to the search; the operator is not used any more.</summary>
    public virtual void Release()
    {
    }
}

/// <summary>The operator of an aggregating command.</summary>
internal abstract class MergingOperator : RowOperator
{
    /// <summary>Takes in what another operator of the same command collected. Does not change it.</summary>
    public abstract void Merge(MergingOperator other);
}
