namespace Indexer.Search.Jobs;

/// <summary>A search that was not taken in because too many run and wait; trying again later may help.</summary>
public sealed class SearchRefusedException(string message) : Exception(message);
