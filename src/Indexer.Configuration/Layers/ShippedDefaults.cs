namespace Indexer.Configuration.Layers;

/// <summary>The files of <c>etc/system/default</c>, which the program carries inside.</summary>
internal static class ShippedDefaults
{
    private const string Folder = "etc/system/default/";

    /// <summary>As it is shown to administrators.</summary>
    public static string PathOf(string fileName) => Folder + fileName + ".conf";

    /// <summary>The file's bytes, or null where nothing is shipped for it.</summary>
    public static byte[]? Read(string fileName)
    {
        using var stream = typeof(ShippedDefaults).Assembly.GetManifestResourceStream(PathOf(fileName));
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
