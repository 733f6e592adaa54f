namespace Indexer.Inputs.Files;

/// <summary>A path and what is known of the file that has it. Touched by one visit at a time.</summary>
internal sealed class FollowedFile(string path, FileFinder finder, DateTimeOffset firstSeen)
{
    public string Path { get; } = path;

    public FileFinder Finder { get; set; } = finder;

    public DateTimeOffset FirstSeen { get; } = firstSeen;

    public TailedFile? Open { get; set; }

    public FileCheckpoint? Checkpoint { get; set; }

    /// <summary>As of the last visit, to see whether anything has changed.</summary>
    public (long Length, DateTime Modified) Seen { get; set; } = (-1, default);

    public DateTimeOffset RetryAt { get; set; }

    public bool IsThere { get; set; }

    public string? Problem { get; set; }
}
