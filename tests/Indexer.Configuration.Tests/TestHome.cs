using Indexer.Configuration.Files;
using Indexer.Configuration.Settings;
using Indexer.Model;

namespace Indexer.Configuration.Tests;

/// <summary>An installation's directory with real files, gone after the test.</summary>
public sealed class TestHome : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("indexer-configuration-");
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);

    public string Path => directory.FullName;

    public ConfigurationEnvironment Environment => new(Path, variables, "testhost");

    public LocalConfigurationFiles Files { get; } = new();

    /// <param name="file">Below <c>etc</c>: <c>system/local/indexes.conf</c>.</param>
    public TestHome Write(string file, string text)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public TestHome Local(string file, string text) => Write($"system/local/{file}.conf", text);

    public TestHome Variable(string name, string value)
    {
        variables[name] = value;
        return this;
    }

    public string PathOf(string file) => System.IO.Path.Combine(Path, "etc", file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public IndexerConfiguration Load() => IndexerConfiguration.Load(Environment, Files);

    public ConfigurationStore Open() => ConfigurationStore.Open(Environment, Files);

    public IndexSettings Index(string name) => Load().Indexes.Indexes[IndexName.Parse(name)];

    /// <summary>The errors with which the configuration is refused, without the home directory in them.</summary>
    public string[] Errors() =>
    [
        .. Assert.Throws<ConfigurationException>(Load).Problems
            .Where(problem => problem.Severity == ProblemSeverity.Error)
            .Select(Relative),
    ];

    public string[] Warnings() => [.. Load().Warnings.Select(Relative)];

    public string Relative(object text) => text.ToString()!.Replace(Path, "$HOME", StringComparison.Ordinal);

    public void Dispose() => directory.Delete(recursive: true);
}
