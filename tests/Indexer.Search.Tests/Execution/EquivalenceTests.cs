using System.Text;
using Indexer.Model;
using Indexer.Search.Execution;
using Indexer.Search.Language;
using Indexer.Search.Planning;
using Indexer.Search.Tests.Support;
using Indexer.Search.Values;

namespace Indexer.Search.Tests.Execution;

/// <summary>
/// A search as it is planned (pushed down, in parallel, with only the needed fields) gives what a search without any of that gives:
/// all events with all fields, one after the other.
/// </summary>
public sealed class EquivalenceTests
{
    private static readonly string[] Words = ["error", "warn", "user", "login", "café", "10.0.0.1", "web-1", "a_b", "42", "C:\\new"];
    private static readonly string[] Fields = ["user", "status", "path", "req.id", "tags{}", "host", "source", "level", "missing"];

    [Fact]
    public async Task Planned_searches_agree_with_plain_ones()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(0, random.Next(60)).Select(_ => RandomEvent(random)).ToArray();
            var search = RandomSearch(random);
            var store = new MemoryEventStore(events, random.Next(1, 20)) { Indexes = [IndexName.Main, IndexName.Parse("web"), IndexName.Internal] };

            var (planned, _, _) = await Searching.RunAsync(search, store);

            Assert.True(Plain(search, events).SequenceEqual(planned), $"seed {seed}: {search}\nplain:\n{string.Join('\n', Plain(search, events))}\nplanned:\n{string.Join('\n', planned)}");
        }
    }

    private static string[] Plain(string search, TestEvent[] events)
    {
        var pipeline = PipelineParser.Parse(search, Searching.Context);
        var context = Searching.Operators();
        var chain = new OperatorChain(pipeline.Commands, context);
        var output = new List<RowBatch>();
        var indexes = new[] { IndexName.Main, IndexName.Parse("web"), IndexName.Internal };
        var scopes = IndexScoping.Resolve(pipeline.Terms.Condition, indexes, IndexAccess.Everything, out _);
        foreach (var e in events.Select((e, ordinal) => (Event: e, Ordinal: ordinal)).OrderByDescending(e => e.Event.Time).ThenByDescending(e => e.Ordinal).Select(e => e.Event))
        {
            var scope = scopes.FirstOrDefault(scope => scope.Indexes.Any(index => index.Value == e.Index));
            if (scope is null)
            {
                continue;
            }

            using var block = new MemoryEventStore([e]).OpenSnapshot([IndexName.Parse(e.Index)], TimeRange.All)
                .Plan(new(TimeRange.All, Model.Predicates.EventPredicate.True, Storage.Reading.EventColumns.All), CancellationToken.None)[0].Read(CancellationToken.None);
            var row = new EventReader(FieldSet.All, SearchKnowledge.Automatic).Read(block, IndexName.Parse(e.Index));
            if (new RowFilter(scope.Condition).Select(row, block, new int[1]) == 1 && chain.Process(row) is { } rows)
            {
                output.Add(rows);
            }
        }

        output.AddRange(chain.Finish(context, CancellationToken.None));
        return Rows.Describe(output);
    }

    private static TestEvent RandomEvent(Random random)
    {
        // Times are distinct, because the order of events of one instant is up to storage.
        var time = new EventTime((TestEvent.Start * EventTime.NanosecondsPerSecond) + random.NextInt64(1_000_000_000_000));
        return new TestEvent(time, random.Next(3) == 0 ? RandomJson(random) : RandomText(random))
        {
            Host = Pick(random, "web-1", "web-2", "db"),
            Index = Pick(random, "main", "main", "web", "_internal"),
            Fields = random.Next(4) == 0 ? [("level", Pick(random, "warn", "info")), ("status", "777")] : [],
        };
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            text.Append(random.Next(3) switch
            {
                0 => Pick(random, Words),
                1 => $"{Pick(random, "user", "status", "path")}={Pick(random, Words)}",
                _ => $"{Pick(random, "user", "path")}=\"{Pick(random, Words)} {Pick(random, Words)}\"",
            }).Append(Pick(random, " ", ", ", "; "));
        }

        return text.ToString();
    }

    private static string RandomJson(Random random)
    {
        var user = Pick(random, "\"ann\"", "\"caf\\u00e9 bar\"", "\"tab\\tuser\"", "\"C:\\\\new\"", "42", "4.20e1", "true", "null");
        return $$"""{"user":{{user}},"status":{{random.Next(40, 45)}},"req":{"id":"{{Pick(random, "a_b", "web-1", "10.0.0.1")}}"},"tags":["{{Pick(random, "error", "warn")}}","a\/b"]}""";
    }

    private static string RandomSearch(Random random)
    {
        var search = RandomCondition(random, 3);
        search = random.Next(3) switch
        {
            0 => $"index=* {search}",
            1 => $"index={Pick(random, "web", "main", "w*", "_*")} ({search})",
            _ => search,
        };
        return search + Pick(random,
            " | table _time, user, status, _raw",
            " | table user",
            " | stats count by user",
            " | stats count, dc(user) as d, values(host) as h",
            " | search status=4* | table _time, status",
            " | where status>41 | eval x=user.\"!\" | table _time, x",
            " | head 5 | table _time, index",
            " | dedup user | table _time, user",
            " | sort 7 -status, user | table _time, status, user",
            " | timechart span=1m count by host",
            " | timechart count",
            " | stats first(user) as f, latest(status) as l by host",
            " | top user",
            " | rename user as who | table who",
            " | rename status as user | table user, status",
            " | fields - user, _raw | table user, host",
            " | rex \"(?<user>u\\w+)\" | stats count by user",
            " | fillnull value=none user | stats dc(user) as d by user",
            " | bin span=1m _time | stats count by _time",
            " | tail 3 | table _time",
            " | eval status=status+1 | search status=42 | stats count",
            " | reverse | head 2 | table _time, user",
            " | stats count");
    }

    private static string RandomCondition(Random random, int depth) => random.Next(depth <= 0 ? 4 : 7) switch
    {
        0 => Quote(Pick(random, Words)),
        1 => Quote(Pick(random, Words)[..2] + "*"),
        2 => $"{Quote(Pick(random, Fields))}{Pick(random, "=", "=", "=", "!=", ">", "<=")}{Quote(Pick(random, [.. Words, "ann", "4*", "*", "café bar", "*ar", "777", "a/b", "tab\tuser", "web*", "true"]))}",
        3 => $"{Pick(random, "host", "level", "user", "status")}{Pick(random, "=", "::")}{Pick(random, "web-1", "warn", "777", "42")}",
        4 => $"NOT {RandomCondition(random, depth - 1)}",
        5 => $"({RandomCondition(random, depth - 1)} OR {RandomCondition(random, depth - 1)})",
        _ => $"({RandomCondition(random, depth - 1)} {RandomCondition(random, depth - 1)})",
    };

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)}\"";

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
