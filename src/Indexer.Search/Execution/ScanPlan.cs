using Indexer.Model;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Storage.Reading;

namespace Indexer.Search.Execution;

/// <summary>
/// The events of one peer that a search will look at: an open view per group of indexes for which it asks the same. Holds them
/// until disposed.
/// </summary>
internal sealed class ScanPlan : IDisposable
{
    private readonly List<Scope> scopes = [];
    private readonly TimeRange range;

    private ScanPlan(TimeRange range) => this.range = range;

    /// <summary>The conditions that <see cref="PlannedUnit.Residual"/> names.</summary>
    public IReadOnlyList<SearchNode> Residuals => [.. scopes.Where(scope => scope.Condition.Residual is not null).Select(scope => scope.Condition.Residual!)];

    /// <summary>Whether storage decides the search's condition by itself everywhere.</summary>
    public bool IsExact => scopes.TrueForAll(scope => scope.Condition.IsExact);

    public static ScanPlan Open(MapPlan plan, IEventStore store, IFieldOrigins origins, SearchMessages messages)
    {
        var pushdown = new PredicatePushdown(origins);
        var resolved = IndexScoping.Resolve(plan.Condition, store.Indexes, plan.Access, out var missing);
        foreach (var name in missing)
        {
            messages.Warn($"there is no index '{name}'");
        }

        var scan = new ScanPlan(plan.Range);
        try
        {
            foreach (var scope in resolved)
            {
                var condition = pushdown.Push(scope.Condition);
                var request = new ScanRequest(plan.Range, condition.Predicate, UnitPipeline.ColumnsFor(plan, condition.Residual));
                scan.scopes.Add(new Scope(store.OpenSnapshot(scope.Indexes, plan.Range), request, condition));
            }

            return scan;
        }
        catch
        {
            scan.Dispose();
            throw;
        }
    }

    /// <summary>All pieces of work, newest first.</summary>
    public IReadOnlyList<PlannedUnit> PlanUnits(CancellationToken cancellation)
    {
        var units = new List<PlannedUnit>();
        var residual = 0;
        foreach (var scope in scopes)
        {
            var ordinal = scope.Condition.Residual is null ? -1 : residual++;
            units.AddRange(scope.Snapshot.Plan(scope.Request, cancellation).Select(unit => new PlannedUnit(unit, ordinal)));
        }

        // Stable: of units that end at the same time the order of storage stays.
        return [.. units.OrderByDescending(unit => unit.Unit.Latest)];
    }

    /// <summary>The search's time, where it has no ends that of the units.</summary>
    public TimeRange BoundedRange(IReadOnlyList<PlannedUnit> units)
    {
        if (units.Count == 0)
        {
            return new TimeRange(default, default);
        }

        var earliest = range.Earliest > EventTime.MinValue ? range.Earliest : units.Min(unit => unit.Unit.Earliest);
        var latest = range.Latest < EventTime.MaxValue ? range.Latest : units.Max(unit => unit.Unit.Latest);
        return new TimeRange(earliest, latest);
    }

    /// <inheritdoc cref="IEventSnapshot.Count"/>
    public void Count(long spanNanoseconds, EventTime origin, Action<EventTime, long> add, CancellationToken cancellation)
    {
        foreach (var scope in scopes)
        {
            scope.Snapshot.Count(scope.Request, spanNanoseconds, origin, add, cancellation);
        }
    }

    /// <summary>Tells the user what could not be served.</summary>
    public void Report(SearchMessages messages)
    {
        foreach (var warning in scopes.SelectMany(scope => scope.Snapshot.Warnings))
        {
            messages.Warn(warning);
        }
    }

    public void Dispose() => scopes.ForEach(scope => scope.Snapshot.Dispose());

    private sealed record Scope(IEventSnapshot Snapshot, ScanRequest Request, PushedCondition Condition);
}
