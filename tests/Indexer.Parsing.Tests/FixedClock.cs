using System.Globalization;

namespace Indexer.Parsing.Tests;

internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public static FixedClock At(string iso) => new(DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture));

    public override DateTimeOffset GetUtcNow() => now;
}
