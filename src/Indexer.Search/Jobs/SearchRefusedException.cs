namespace Indexer.Search.Jobs;

/// <summary>A search that was not taken in for want of a place or of disk space; trying again later may help.</summary>
public sealed class SearchRefusedException : Exception
{
    public SearchRefusedException(string message)
        : base(message) => SearchMetrics.Refused();
}
