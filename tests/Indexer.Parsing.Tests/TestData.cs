using System.IO.Compression;
using Xunit.Abstractions;

namespace Indexer.Parsing.Tests;

/// <summary>Real logs, which may be absent. Found through INDEXER_TEST_DATA or beside the repository.</summary>
internal static class TestData
{
    private static readonly string? root = Find();

    public static bool TryRead(string path, ITestOutputHelper output, out byte[] bytes)
    {
        var file = root is null ? null : Path.Combine(root, path);
        if (file is null || !File.Exists(file))
        {
            output.WriteLine($"skipped: the real log {path} is not here (INDEXER_TEST_DATA names its folder)");
            bytes = [];
            return false;
        }

        bytes = File.ReadAllBytes(file);
        if (file.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var zipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            zipped.CopyTo(plain);
            bytes = plain.ToArray();
        }

        return true;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("INDEXER_TEST_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(beside))
            {
                return beside;
            }
        }

        return null;
    }
}
