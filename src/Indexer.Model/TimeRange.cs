namespace Indexer.Model;

/// <summary>A half-open span of time: <see cref="Earliest"/> belongs to it, <see cref="Latest"/> does not.</summary>
public readonly record struct TimeRange(EventTime Earliest, EventTime Latest)
{
    public static readonly TimeRange All = new(EventTime.MinValue, EventTime.MaxValue);

    public bool IsEmpty => Earliest >= Latest;

    public bool Contains(EventTime time) => time >= Earliest && time < Latest;

    /// <summary>Whether any instant of the closed span [first, last] lies in this range.</summary>
    public bool Overlaps(EventTime first, EventTime last) => first < Latest && last >= Earliest;

    /// <summary>Whether every instant of the closed span [first, last] lies in this range.</summary>
    public bool Covers(EventTime first, EventTime last) => first >= Earliest && last < Latest;
}
