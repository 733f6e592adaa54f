using Indexer.Search.Execution;
using Indexer.Search.Planning;

namespace Indexer.Search.Commands;

/// <summary>
/// One command of a pipeline, parsed: what it does, not yet doing it. Immutable, so several peers and previews can start it.
/// A command is one file: a sealed class with <see cref="CommandAttribute"/> and <see cref="IParsedCommand"/>, its operator beside it.
/// </summary>
public abstract class SearchCommand
{
    /// <summary>How the command treats rows, which decides where and how it can run.</summary>
    public abstract CommandKind Kind { get; }

    /// <summary>Whether the outcome depends on the order in which rows come.</summary>
    public virtual bool NeedsOrder => Kind is CommandKind.Ordered or CommandKind.Collecting;

    /// <summary>Whether rows that come out are no events any more.</summary>
    public virtual bool MakesTable => Kind == CommandKind.Aggregating;

    /// <summary>Whether the command may have enough before all rows were read, so that reading far ahead is waste.</summary>
    public virtual bool MayEndEarly => false;

    /// <summary>The fields of the input that the command needs when <paramref name="after"/> are needed of its output.</summary>
    public abstract FieldSet Needs(FieldSet after);

    /// <summary>
    /// What a peer runs before it sends rows that this command will get: the command itself where running it twice is harmless
    /// (<c>head</c>, <c>dedup</c>), or null.
    /// </summary>
    public virtual SearchCommand? OnPeer => null;

    /// <summary>Makes the operator that does the work. Operators hold state; every run, worker and preview starts its own.</summary>
    internal abstract RowOperator Start(OperatorContext context);
}

/// <summary>How a command treats rows.</summary>
public enum CommandKind
{
    /// <summary>Each row by itself: on any worker, in any order.</summary>
    RowWise,

    /// <summary>Row after row in order, handing on as it goes.</summary>
    Ordered,

    /// <summary>Hands on nothing before it has seen all rows.</summary>
    Collecting,

    /// <summary>As <see cref="Collecting"/>, and what two workers collected can be merged.</summary>
    Aggregating,
}

/// <summary>What operators work with.</summary>
internal sealed record OperatorContext(SearchMemory Memory, SearchMessages Messages, TimeZoneInfo TimeZone, Model.TimeRange Range)
{
    /// <summary>Cancelled with the search; looked at by what takes long at the end of it.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <inheritdoc cref="MemoryBudget"/>
    public MemoryBudget OpenBudget(string owner, string consequence) => new(Memory, Messages, owner, consequence);
}
