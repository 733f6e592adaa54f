using System.IO.Compression;
using Xunit.Abstractions;

namespace Indexer.Search.Tests.Fields;

/// <summary>Lines of real logs, which may be absent. Found through INDEXER_TEST_DATA or beside the repository.</summary>
internal static class RealLogs
{
    public static List<byte[]> ReadLines(string path, int count, ITestOutputHelper output)
    {
        var file = Candidates().Select(folder => Path.Combine(folder, path)).FirstOrDefault(File.Exists);
        if (file is null)
        {
            output.WriteLine($"skipped: the real log {path} is not here (INDEXER_TEST_DATA names its folder)");
            return [];
        }

        using var stream = File.OpenRead(file);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        var lines = new List<byte[]>();
        while (lines.Count < count && reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                lines.Add(System.Text.Encoding.UTF8.GetBytes(line));
            }
        }

        return lines;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("INDEXER_TEST_DATA") is { Length: > 0 } named)
        {
            yield return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "data");
        }
    }
}
