using Indexer.Search.Commands;
using Indexer.Search.Values;

namespace Indexer.Search.Execution;

/// <summary>
/// Commands running one after the other on one stream of rows. Up to the first one that holds rows back they run as rows come;
/// what follows it runs only at the end, and once for each preview. Used by one thread at a time.
/// </summary>
internal sealed class OperatorChain
{
    private readonly IReadOnlyList<SearchCommand> commands;
    private readonly List<RowOperator> streaming = [];
    private readonly RowOperator? holding;

    public OperatorChain(IReadOnlyList<SearchCommand> commands, OperatorContext context)
    {
        this.commands = commands;
        foreach (var command in commands)
        {
            if (command.Kind is CommandKind.Collecting or CommandKind.Aggregating)
            {
                holding = command.Start(context);
                break;
            }

            streaming.Add(command.Start(context));
        }
    }

    /// <summary>Whether no further row can change the outcome.</summary>
    public bool IsSatisfied => streaming.Exists(step => step.IsSatisfied);

    /// <summary>Whether nothing comes out before the end.</summary>
    public bool HoldsRows => holding is not null;

    /// <summary>The operator that holds rows back; partial aggregates are merged into it.</summary>
    public RowOperator? Holding => holding;

    /// <summary>Runs a batch through; returns what comes out at once, or null.</summary>
    public RowBatch? Process(RowBatch batch)
    {
        RowBatch? current = batch;
        foreach (var step in streaming)
        {
            current = step.Process(current);
            if (current is null)
            {
                return null;
            }
        }

        return holding is null ? current : holding.Process(current);
    }

    /// <summary>
    /// The rows that come out at the end of the stream, or would if this were the end. Does not change the chain, so that it can
    /// be asked for a preview at any time.
    /// </summary>
    /// <param name="context">What the commands that only now start work with.</param>
    /// <param name="cancellation">Checked between batches.</param>
    public IEnumerable<RowBatch> Finish(OperatorContext context, CancellationToken cancellation)
    {
        if (holding is null)
        {
            yield break;
        }

        var rest = new OperatorChain([.. commands.Skip(streaming.Count + 1)], context);
        try
        {
            foreach (var batch in holding.Finish())
            {
                cancellation.ThrowIfCancellationRequested();
                if (rest.Process(batch) is { } done)
                {
                    yield return done;
                }

                if (rest.IsSatisfied)
                {
                    break;
                }
            }

            foreach (var batch in rest.Finish(context, cancellation))
            {
                yield return batch;
            }
        }
        finally
        {
            rest.Release();
        }
    }

    public void Release()
    {
        streaming.ForEach(step => step.Release());
        holding?.Release();
    }
}
