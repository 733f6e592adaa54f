using System.IO.Compression;

namespace Indexer.Storage.Tests.Reading;

/// <summary>Real logs, which may be absent. Found through INDEXER_TEST_DATA or beside the repository.</summary>
internal static class RealLogs
{
    private static readonly string? Root = Find();

    /// <summary>The first lines of the logs in a folder, file by file; empty where the folder is not here.</summary>
    public static IReadOnlyList<(string File, List<byte[]> Lines)> Read(string folder, int linesMax)
    {
        var path = Root is null ? null : Path.Combine(Root, folder);
        return path is null || !Directory.Exists(path)
            ? []
            : [.. Directory.GetFiles(path).Where(file => !file.EndsWith(".csv", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), Lines(file, linesMax)))];
    }

    private static List<byte[]> Lines(string path, int linesMax)
    {
        using var stream = File.OpenRead(path);
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        var lines = new List<byte[]>();
        var line = new List<byte>();
        Span<byte> buffer = new byte[1 << 16];
        for (var read = plain.Read(buffer); read > 0 && lines.Count < linesMax; read = plain.Read(buffer))
        {
            foreach (var b in buffer[..read])
            {
                if (b != (byte)'\n')
                {
                    line.Add(b);
                }
                else if (lines.Count < linesMax)
                {
                    lines.Add([.. line]);
                    line.Clear();
                }
            }
        }

        return lines;
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
