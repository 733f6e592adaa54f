namespace Indexer.Configuration;

/// <summary>The configuration cannot be used. Carries everything that is wrong with it, so that one round of edits is enough.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationProblem> problems) : Exception(Describe(problems))
{
    /// <summary>Errors first, then warnings.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;

    private static string Describe(IReadOnlyList<ConfigurationProblem> problems)
    {
        var errors = problems.Where(problem => problem.Severity == ProblemSeverity.Error).ToArray();
        var count = errors.Length == 1 ? "1 error" : $"{errors.Length} errors";
        return $"the configuration has {count}{string.Concat(errors.Select(error => "\n  " + error))}";
    }
}
