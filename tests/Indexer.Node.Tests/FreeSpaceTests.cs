using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Indexer.Client;
using Xunit.Abstractions;

namespace Indexer.Node.Tests;

public sealed class FreeSpaceTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Row", "STO-31")]
    [Trait("Row", "STO-33")]
    public async Task Indexing_pauses_while_the_disk_is_short_of_space_and_goes_on_with_nothing_lost()
    {
        var mount = Directory.CreateTempSubdirectory("indexer-tmpfs-").FullName;
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount))
        {
            output.WriteLine("skipped: a tmpfs cannot be mounted here");
            Directory.Delete(mount);
            return;
        }

        try
        {
            await PauseAndResumeAsync(mount);
        }
        finally
        {
            Assert.True(await RunAsync("umount", mount));
            Directory.Delete(mount);
        }
    }

    private static async Task PauseAndResumeAsync(string mount)
    {
        using var home = NodeHome.Create(mount, ("server.conf", "[diskUsage]\nminFreeSpace = 20\n"));
        await using var node = await NodeProcess.StartAsync(home);
        using var client = new IndexerClient(home.Management);
        await LifeTests.PostAsync(home, """{"event":"before","time":1}""");

        var filler = Path.Combine(mount, "filler");
        await using (var file = File.Create(filler))
        {
            var block = new byte[1 << 20];
            for (var i = 0; i < 44; i++)
            {
                await file.WriteAsync(block);
            }
        }

        await UntilAsync(async () => (await PostAsync(home)).Contains("\"code\":9", StringComparison.Ordinal));
        var refused = await PostAsync(home);
        Assert.Contains("minFreeSpace", refused);
        Assert.Equal("red", (await client.Server.InfoAsync()).Health.Status);
        Assert.False(await client.Server.IsReadyAsync());
        Assert.Equal(["before"], await client.TextsAsync("before"));

        File.Delete(filler);
        await UntilAsync(async () => (await PostAsync(home)).Contains("\"code\":0", StringComparison.Ordinal));
        Assert.Equal(["before"], await client.TextsAsync("before"));
        Assert.NotEmpty(await client.TextsAsync("during"));
        Assert.Equal("green", (await client.Server.InfoAsync()).Health.Status);
    }

    private static async Task<string> PostAsync(NodeHome home)
    {
        using var http = new HttpClient { BaseAddress = home.Collector };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Splunk", NodeHome.Token);
        using var content = new StringContent("""{"event":"during"}""", Encoding.UTF8);
        using var response = await http.PostAsync("/services/collector/event", content);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
