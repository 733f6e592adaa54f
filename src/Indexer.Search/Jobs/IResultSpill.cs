using Indexer.Search.Values;

namespace Indexer.Search.Jobs;

/// <summary>Where a job's rows go that do not fit in memory.</summary>
public interface IResultSpill : IDisposable
{
    /// <summary>Writes rows and returns a name for them. Throws <see cref="IOException"/>.</summary>
    long Append(RowBatch batch);

    /// <summary>Throws <see cref="IOException"/>, and <see cref="InvalidDataException"/> for damaged rows.</summary>
    RowBatch Read(long name);
}
