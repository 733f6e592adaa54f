using Indexer.Configuration.Layers;

namespace Indexer.Configuration;

/// <summary>Collects what is wrong while a configuration is read. Used by one thread.</summary>
internal sealed class ProblemList
{
    private readonly List<ConfigurationProblem> problems = [];

    public bool HasErrors => problems.Exists(problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>Errors first, each group in the order in which it was found, nothing twice.</summary>
    public IReadOnlyList<ConfigurationProblem> ToList() =>
        [.. problems.Distinct().OrderByDescending(problem => problem.Severity)];

    public void Error(ValueOrigin? origin, string? stanza, string? key, string message) =>
        problems.Add(new ConfigurationProblem(ProblemSeverity.Error, origin, stanza, key, message));

    public void Warn(ValueOrigin? origin, string? stanza, string? key, string message) =>
        problems.Add(new ConfigurationProblem(ProblemSeverity.Warning, origin, stanza, key, message));
}
