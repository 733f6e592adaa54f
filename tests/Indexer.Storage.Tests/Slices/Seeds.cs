namespace Indexer.Storage.Tests.Slices;

/// <summary>How many cases the tests over random input try: the variable INDEXER_TEST_CASES multiplies the usual number.</summary>
internal static class Seeds
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("INDEXER_TEST_CASES"), out var factor) ? Math.Max(1, factor) : 1;

    public static int Count(int usual) => usual * Factor;
}
