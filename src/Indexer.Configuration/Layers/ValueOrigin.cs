using System.Globalization;

namespace Indexer.Configuration.Layers;

/// <summary>Where a value comes from.</summary>
/// <param name="Layer">
/// The layer as an administrator knows it: <c>built-in</c>, <c>system/default</c>, <c>apps/search/local</c>,
/// <c>peer-apps/_cluster/local</c>, <c>system/local</c>, <c>environment</c>.
/// </param>
/// <param name="Source">The file's path, or the variable's name.</param>
/// <param name="Line">From 1; 0 where there are no lines.</param>
public sealed record ValueOrigin(string Layer, string Source, int Line)
{
    public const string BuiltInLayer = "built-in";
    public const string ShippedLayer = "system/default";
    public const string LocalLayer = "system/local";
    public const string EnvironmentLayer = "environment";

    /// <summary>Of defaults that no file states.</summary>
    public static ValueOrigin BuiltIn { get; } = new(BuiltInLayer, BuiltInLayer, 0);

    public override string ToString() => Layer switch
    {
        EnvironmentLayer => $"environment variable {Source}",
        _ when Line == 0 => Source,
        _ => string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}"),
    };
}
