using Indexer.Configuration.Files;

namespace Indexer.Configuration.Layers;

/// <summary>
/// Which directories configuration comes from, and which of them wins.
/// </summary>
/// <remarks>
/// From the lowest to the highest: shipped defaults, every app's <c>default</c>, every app's <c>local</c>, the cluster's bundle
/// (<c>default</c>, then <c>local</c>), <c>system/local</c>. On a peer of a cluster the bundle's <c>local</c> is above
/// <c>system/local</c>, so that all peers agree. Among apps, and among the parts of the bundle, the one whose name comes first in
/// ASCII order wins. Environment variables are above all of this, see <see cref="EnvironmentOverrides"/>.
/// </remarks>
internal static class LayerOrder
{
    /// <summary>Directories of the bundle; the second is the older spelling.</summary>
    private static readonly string[] BundleDirectories = ["peer-apps", "slave-apps"];

    /// <summary>The layers, the lowest first.</summary>
    public static IReadOnlyList<ConfigurationLayer> Discover(string home, IConfigurationFiles files, bool isPeer)
    {
        var etc = Path.Combine(home, "etc");
        var apps = Named(etc, "apps", files);
        var bundle = BundleDirectories.SelectMany(directory => Named(etc, directory, files)).ToArray();
        var bundleLocal = Layers(bundle, "local");
        var systemLocal = new ConfigurationLayer(ValueOrigin.LocalLayer, Path.Combine(etc, "system", "local"));

        var layers = new List<ConfigurationLayer> { new(ValueOrigin.ShippedLayer, null) };
        layers.AddRange(Layers(apps, "default"));
        layers.AddRange(Layers(apps, "local"));
        layers.AddRange(Layers(bundle, "default"));
        layers.AddRange(isPeer ? [systemLocal, .. bundleLocal] : [.. bundleLocal, systemLocal]);
        return layers;
    }

    private static ConfigurationLayer[] Named(string etc, string group, IConfigurationFiles files) =>
    [
        .. files.ListDirectories(Path.Combine(etc, group))
            .Where(name => name[0] != '.')
            .OrderDescending(StringComparer.Ordinal)
            .Select(name => new ConfigurationLayer($"{group}/{name}", Path.Combine(etc, group, name))),
    ];

    private static IEnumerable<ConfigurationLayer> Layers(ConfigurationLayer[] apps, string part) =>
        apps.Select(app => new ConfigurationLayer($"{app.Name}/{part}", Path.Combine(app.Directory!, part)));
}
