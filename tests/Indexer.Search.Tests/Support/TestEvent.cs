using Indexer.Model;

namespace Indexer.Search.Tests.Support;

/// <summary>An event as a test writes it.</summary>
internal sealed record TestEvent(EventTime Time, string Raw)
{
    public string Host { get; init; } = "web-1";

    public string Source { get; init; } = "/var/log/app.log";

    public string SourceType { get; init; } = "app";

    public string Index { get; init; } = "main";

    /// <summary>Index-time fields.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>Events a second apart, the last one newest, from the beginning of 2026.</summary>
    public static TestEvent[] Sequence(params string[] raws) =>
        [.. raws.Select((raw, i) => new TestEvent(EventTime.FromSeconds(Start + i), raw))];

    /// <summary>2026-01-01T00:00:00Z, in seconds.</summary>
    public const long Start = 1_767_225_600;
}
