using Indexer.Configuration.Settings;
using Indexer.Inputs.Files;
using Indexer.Model;
using Indexer.Storage.Disk;
using Microsoft.Extensions.Logging.Abstractions;

namespace Indexer.Inputs.Tests.Support;

/// <summary>A monitor over real files and storage. Passes are made by the test, and time passes when it says so.</summary>
public sealed class Monitoring : IAsyncDisposable
{
    private readonly IReadOnlyList<MonitorInput> inputs;
    private readonly string pattern;

    private Monitoring(Ingesting ingesting, ManualClock clock, string files, string pattern, IReadOnlyList<MonitorInput> inputs)
    {
        Ingesting = ingesting;
        Clock = clock;
        Files = files;
        this.pattern = pattern;
        this.inputs = inputs;
        Monitor = new FileMonitor(ingesting.Ingest, () => inputs, LocalDisk.Instance, Path.Combine(ingesting.Directory, "fishbucket"), NullLogger<FileMonitor>.Instance);
    }

    public Ingesting Ingesting { get; }

    public FileMonitor Monitor { get; }

    public ManualClock Clock { get; }

    /// <summary>The directory of the monitored files.</summary>
    public string Files { get; }

    public IReadOnlyList<string> Texts => Ingesting.Texts();

    /// <param name="pattern">Of the files, below their directory.</param>
    public static async Task<Monitoring> StartAsync(string pattern = "*.log", Func<MonitorInput, MonitorInput>? change = null, Monitoring? after = null)
    {
        var clock = after?.Clock ?? new ManualClock();
        var ingesting = await Ingesting.StartAsync(after?.Ingesting.Directory, clock: clock);
        var files = Directory.CreateDirectory(Path.Combine(ingesting.Directory, "files")).FullName;
        var input = new MonitorInput
        {
            Defaults = new InputDefaults("monitor", false, "test-host", null, "lines", IndexName.Main),
            Path = Path.Combine(files, after?.pattern ?? pattern),
            InitCrcLength = 256,
            FollowTail = false,
            IgnoreOlderThan = TimeSpan.Zero,
            Recursive = true,
            FollowSymlink = true,
            TimeBeforeClose = TimeSpan.FromSeconds(3),
        };
        return new Monitoring(ingesting, clock, files, after?.pattern ?? pattern, after?.inputs ?? [change?.Invoke(input) ?? input]);
    }

    /// <summary>Ends the process's part and begins it anew on the same files and storage.</summary>
    public async Task<Monitoring> RestartAsync()
    {
        await Monitor.DisposeAsync();
        await Ingesting.StopAsync();
        return await StartAsync(after: this);
    }

    public string PathOf(string name) => Path.Combine(Files, name);

    public void Append(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.AppendAllText(PathOf(name), text);
    }

    /// <summary>Passes until nothing is left to read, and long enough for what waits to be completed.</summary>
    public async Task SettleAsync()
    {
        await PassAsync();
        Clock.Advance(TimeSpan.FromSeconds(4));
        await PassAsync();
    }

    public async Task PassAsync()
    {
        while (await Monitor.PassAsync(CancellationToken.None))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Monitor.DisposeAsync();
        await Ingesting.StopAsync();
        Directory.Delete(Ingesting.Directory, recursive: true);
    }
}
