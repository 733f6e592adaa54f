using Indexer.Model;
using Indexer.Search.Commands;
using Indexer.Search.Language;

namespace Indexer.Search.Planning;

/// <summary>A search as it will be carried out: what every peer does with its events, and what is done with what peers send.</summary>
/// <param name="Pipeline">What was asked.</param>
/// <param name="Options">What surrounds it.</param>
/// <param name="Map">The peers' part.</param>
/// <param name="Reduce">The part of whoever asked.</param>
public sealed record SearchPlan(Pipeline Pipeline, SearchOptions Options, MapPlan Map, ReducePlan Reduce)
{
    /// <summary>Whether the rows of the result are events, as opposed to statistics over them.</summary>
    public bool ReturnsEvents => !Map.RowWise.Concat(Reduce.Commands).Any(command => command.MakesTable);

    /// <summary>
    /// The command that an index can answer without reading events, if the condition is decided by storage exactly; else null.
    /// </summary>
    internal ICountsEvents? Countable => Map.RowWise.Count == 0 ? Map.Partial as ICountsEvents : null;
}

/// <summary>What a peer does: find events, extract fields, and treat rows as far as it can by itself.</summary>
/// <param name="Condition">Which events, including the terms about indexes.</param>
/// <param name="Range">Events of this time.</param>
/// <param name="Access">Which indexes.</param>
/// <param name="Fields">The fields that anything in the plan needs.</param>
/// <param name="RowWise">Commands that treat each row by itself, in this order.</param>
/// <param name="Partial">The aggregating command that follows them; the peer sends its partial aggregates instead of rows.</param>
/// <param name="BeforeSending">
/// Otherwise the command that cuts down the rows that a peer sends, such as <c>head</c>. A run within one process leaves it
/// out, because the reducing command does the same.
/// </param>
/// <param name="IsOrdered">Whether rows must be sent in the order of events, newest first.</param>
public sealed record MapPlan(
    SearchNode Condition,
    TimeRange Range,
    IndexAccess Access,
    FieldSet Fields,
    IReadOnlyList<SearchCommand> RowWise,
    SearchCommand? Partial,
    SearchCommand? BeforeSending,
    bool IsOrdered);

/// <summary>What is done with the rows or partial aggregates of all peers.</summary>
/// <param name="Commands">Begins with the aggregating command whose partial aggregates come in, if there is one.</param>
public sealed record ReducePlan(IReadOnlyList<SearchCommand> Commands);
