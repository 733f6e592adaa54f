namespace Indexer.Storage.Repair;

/// <summary>What a check found out about one bucket.</summary>
/// <param name="Directory">The bucket.</param>
/// <param name="Problems">What is wrong, for people; empty for a healthy bucket.</param>
/// <param name="Repaired">Whether the problems were repaired.</param>
public sealed record BucketReport(string Directory, IReadOnlyList<string> Problems, bool Repaired = false)
{
    public bool IsHealthy => Problems.Count == 0 || Repaired;
}
