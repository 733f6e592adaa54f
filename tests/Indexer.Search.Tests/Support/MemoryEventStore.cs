using System.Text;
using Indexer.Model;
using Indexer.Model.Predicates;
using Indexer.Model.Text;
using Indexer.Storage.Reading;

namespace Indexer.Search.Tests.Support;

/// <summary>
/// The reading contract of storage over a list of events, by brute force: the oracle of these tests. Events are cut into units in
/// the order in which they are listed, so that units overlap in time where the list is not in order.
/// </summary>
internal sealed class MemoryEventStore(IReadOnlyList<TestEvent> events, int unitEventsMax = 3) : IEventStore
{
    private readonly Lock gate = new();
    private int reads;
    private int counts;

    public IReadOnlyCollection<IndexName> Indexes { get; init; } =
        [.. events.Select(e => e.Index).Append("main").Append("_internal").Distinct(StringComparer.Ordinal).Select(IndexName.Parse)];

    /// <summary>Runs before a unit is read; a test blocks or throws in it.</summary>
    public Action<int>? BeforeRead { get; init; }

    /// <summary>Units that were read.</summary>
    public int Reads => reads;

    /// <summary>Calls of <see cref="IEventSnapshot.Count"/>.</summary>
    public int Counts => counts;

    /// <summary>What was asked of storage.</summary>
    public List<ScanRequest> Requests { get; } = [];

    public IEventSnapshot OpenSnapshot(IReadOnlyCollection<IndexName> indexes, TimeRange range) => new Snapshot(this, indexes);

    private static bool Holds(EventPredicate predicate, TestEvent e) => predicate switch
    {
        EventPredicate.And and => and.Parts.All(part => Holds(part, e)),
        EventPredicate.Or or => or.Parts.Any(part => Holds(part, e)),
        EventPredicate.Not not => !Holds(not.Part, e),
        EventPredicate.Matches matches => Matches(matches.Pattern, Encoding.UTF8.GetBytes(e.Raw)),
        EventPredicate.OriginIs origin => new WildcardText(origin.Value).IsMatch(origin.Field switch
        {
            OriginField.Host => e.Host,
            OriginField.Source => e.Source,
            _ => e.SourceType,
        }),
        EventPredicate.IndexedFieldIs field => e.Fields.Any(f => f.Name == field.Field && new WildcardText(field.Value).IsMatch(f.Value)),
        _ => throw new NotSupportedException(predicate.ToString()),
    };

    private static bool Matches(TextPattern pattern, byte[] raw) => pattern.IsMatch(TextFolding.Fold(raw), Segmentation.IsJson(raw));

    private sealed class Snapshot(MemoryEventStore store, IReadOnlyCollection<IndexName> indexes) : IEventSnapshot
    {
        public IReadOnlyList<string> Warnings => [];

        public IReadOnlyList<IScanUnit> Plan(ScanRequest request, CancellationToken cancellation)
        {
            lock (store.gate)
            {
                store.Requests.Add(request);
            }

            return [.. indexes.SelectMany(index => Candidates(index)
                .Chunk(store.UnitEventsMax)
                .Select(chunk => new Unit(store, index, [.. chunk.Where(e => IsWanted(request, e.Event))], request.Columns))
                .Where(unit => unit.CountMax > 0))
                .OrderByDescending(unit => unit.Latest)];
        }

        public void Count(ScanRequest request, long spanNanoseconds, EventTime origin, Action<EventTime, long> add, CancellationToken cancellation)
        {
            Interlocked.Increment(ref store.counts);
            foreach (var e in indexes.SelectMany(Candidates).Select(e => e.Event).Where(e => IsWanted(request, e)))
            {
                if (spanNanoseconds == long.MaxValue)
                {
                    add(origin, 1);
                    continue;
                }

                var distance = e.Time.Nanoseconds - origin.Nanoseconds;
                var past = ((distance % spanNanoseconds) + spanNanoseconds) % spanNanoseconds;
                add(new EventTime(e.Time.Nanoseconds - past), 1);
            }
        }

        public void Dispose()
        {
        }

        private static bool IsWanted(ScanRequest request, TestEvent e) => request.Range.Contains(e.Time) && Holds(request.Predicate, e);

        private IEnumerable<(TestEvent Event, int Ordinal)> Candidates(IndexName index) =>
            store.Events.Select((e, ordinal) => (Event: e, Ordinal: ordinal)).Where(e => e.Event.Index == index.Value);
    }

    private int UnitEventsMax => unitEventsMax;

    private IReadOnlyList<TestEvent> Events => events;

    private sealed class Unit(MemoryEventStore store, IndexName index, (TestEvent Event, int Ordinal)[] matching, EventColumns columns) : IScanUnit
    {
        public IndexName Index => index;

        public EventTime Earliest => matching.Min(e => e.Event.Time);

        public EventTime Latest => matching.Max(e => e.Event.Time);

        public int CountMax => matching.Length;

        public EventBlock Read(CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            store.BeforeRead?.Invoke(Interlocked.Increment(ref store.reads) - 1);
            return new Block(index, [.. matching.OrderByDescending(e => e.Event.Time).ThenByDescending(e => e.Ordinal)], columns);
        }
    }

    private sealed class Block : EventBlock
    {
        private readonly IndexName index;
        private readonly (TestEvent Event, int Ordinal)[] rows;
        private readonly EventColumns columns;
        private readonly EventOrigin[] origins;
        private readonly int[] ordinals;

        public Block(IndexName index, (TestEvent Event, int Ordinal)[] rows, EventColumns columns)
        {
            this.index = index;
            this.rows = rows;
            this.columns = columns;
            origins = [.. rows.Select(row => OriginOf(row.Event)).Distinct()];
            ordinals = columns.HasFlag(EventColumns.Origin) ? Array.ConvertAll(rows, row => Array.IndexOf(origins, OriginOf(row.Event))) : [];
        }

        public override int Count => rows.Length;

        public override ReadOnlySpan<long> Times => Array.ConvertAll(rows, row => row.Event.Time.Nanoseconds);

        public override IReadOnlyList<EventOrigin> Origins => origins;

        public override ReadOnlySpan<int> OriginOrdinals => ordinals;

        public override ReadOnlySpan<byte> Raw(int row) => columns.HasFlag(EventColumns.Raw) ? Encoding.UTF8.GetBytes(rows[row].Event.Raw) : default;

        public override ReadOnlySpan<byte> IndexedFields(int row)
        {
            var block = new List<byte>();
            foreach (var (name, value) in columns.HasFlag(EventColumns.IndexedFields) ? rows[row].Event.Fields : [])
            {
                Model.IndexedFields.Append(block, name, value);
            }

            return block.ToArray();
        }

        public override (BucketId Bucket, long Ordinal) Address(int row) => (new BucketId(index, 0, new PeerId(Guid.Empty)), rows[row].Ordinal);

        protected override void Dispose(bool disposing)
        {
        }

        private static EventOrigin OriginOf(TestEvent e) => new(e.Host, e.Source, e.SourceType);
    }
}
