using System.IO.Compression;
using System.Text;
using Indexer.Inputs.Tests.Support;

namespace Indexer.Inputs.Tests.Files;

public sealed class FileMonitorTests
{
    // Longer than the beginning by which a file is recognised.
    private static readonly string Head = Lines("head", 0, 20);

    [Fact]
    public async Task A_file_is_read_and_followed()
    {
        await using var given = await Monitoring.StartAsync();
        given.Append("a.log", "one\ntwo\n");
        await given.SettleAsync();
        Assert.Equal(["one", "two"], given.Texts);

        given.Append("a.log", "three\n");
        await given.SettleAsync();
        given.Append("a.log", "fo");
        given.Append("a.log", "ur\n");
        await given.SettleAsync();

        Assert.Equal(["one", "two", "three", "four"], given.Texts);
    }

    [Fact]
    public async Task A_line_without_an_end_waits_for_it_and_is_taken_when_none_comes()
    {
        await using var given = await Monitoring.StartAsync();
        given.Append("a.log", "one\nhal");
        await given.PassAsync();
        given.Clock.Advance(TimeSpan.FromSeconds(2));
        await given.PassAsync();
        Assert.Equal(["one"], given.Texts);

        given.Append("a.log", "f\nrest");
        await given.SettleAsync();
        Assert.Equal(["one", "half", "rest"], given.Texts);
    }

    [Fact]
    public async Task Patterns_choose_files()
    {
        await using var given = await Monitoring.StartAsync(".../app*.log", input => input with { Blacklist = "skip" });
        given.Append("x/y/app1.log", "deep\n");
        given.Append("x/app2.log", "less deep\n");
        given.Append("app.log", "not in a directory\n");
        given.Append("other.log", "other\n");
        given.Append("x/app-skip.log", "skipped\n");
        await given.SettleAsync();
        Assert.Equal(["deep", "less deep"], given.Texts.Order());
    }

    [Fact]
    public async Task The_host_comes_from_the_path_where_it_is_told_to()
    {
        await using var given = await Monitoring.StartAsync("...", input => input with { HostRegex = "/files/([^/]+)/" });
        given.Append("web-7/a.log", "x\n");
        await given.SettleAsync();
        var stored = Assert.Single(given.Ingesting.Events());
        Assert.Equal(("web-7", given.PathOf("web-7/a.log"), "lines"), (stored.Origin.Host, stored.Origin.Source, stored.Origin.SourceType));
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        var given = await Monitoring.StartAsync();
        given.Append("a.log", Head);
        await given.SettleAsync();
        given = await given.RestartAsync();
        given.Append("a.log", "after\n");
        await given.SettleAsync();

        Assert.Equal([.. LinesOf(Head), "after"], given.Texts);
        await given.DisposeAsync();
    }

    [Fact]
    public async Task A_small_file_that_grows_past_its_beginning_between_restarts_is_the_same_file()
    {
        var given = await Monitoring.StartAsync();
        given.Append("a.log", "one\n");
        await given.SettleAsync();
        given = await given.RestartAsync();
        given.Append("a.log", Head);
        await given.SettleAsync();
        given = await given.RestartAsync();
        given.Append("a.log", "end\n");
        await given.SettleAsync();

        Assert.Equal(["one", .. LinesOf(Head), "end"], given.Texts);
        await given.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_is_renamed_away_is_read_to_its_end_and_its_successor_from_the_beginning()
    {
        await using var given = await Monitoring.StartAsync();
        given.Append("a.log", Head);
        await given.SettleAsync();
        given.Append("a.log", "last\n");
        File.Move(given.PathOf("a.log"), given.PathOf("a.log.1"));
        given.Append("a.log", "first\n");
        await given.SettleAsync();

        Assert.Equal([.. LinesOf(Head), "last", "first"], given.Texts);
    }

    [Fact]
    public async Task A_file_that_is_renamed_between_restarts_is_read_to_its_end()
    {
        var given = await Monitoring.StartAsync();
        given.Append("a.log", Head);
        await given.SettleAsync();
        given = await given.RestartAsync();
        given.Append("a.log", "last\n");
        File.Move(given.PathOf("a.log"), given.PathOf("a.log.1"));
        given.Append("a.log", "first\n");
        await given.SettleAsync();

        Assert.Equal([.. LinesOf(Head), "last", "first"], given.Texts);
        await given.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_keeps_its_events_under_a_new_name_that_matches_is_not_read_again()
    {
        await using var given = await Monitoring.StartAsync("a.log*");
        given.Append("a.log", Head);
        await given.SettleAsync();
        File.Move(given.PathOf("a.log"), given.PathOf("a.log.1"));
        given.Append("a.log", Lines("next", 0, 20));
        await given.SettleAsync();

        Assert.Equal([.. LinesOf(Head), .. LinesOf(Lines("next", 0, 20))], given.Texts);
    }

    [Fact]
    public async Task A_file_that_is_copied_and_cut_is_read_on_and_its_copy_is_not_read_again()
    {
        await using var given = await Monitoring.StartAsync("a.log*");
        given.Append("a.log", Head);
        await given.SettleAsync();
        File.Copy(given.PathOf("a.log"), given.PathOf("a.log.1"));
        using (var file = new FileStream(given.PathOf("a.log"), FileMode.Open))
        {
            file.SetLength(0);
        }

        await given.SettleAsync();
        given.Append("a.log", "after\n");
        await given.SettleAsync();

        Assert.Equal([.. LinesOf(Head), "after"], given.Texts);
    }

    [Fact]
    public async Task A_file_that_is_cut_and_longer_than_before_is_read_from_its_beginning()
    {
        await using var given = await Monitoring.StartAsync();
        given.Append("a.log", Head);
        await given.SettleAsync();
        var longer = Lines("other", 0, 60);
        await File.WriteAllTextAsync(given.PathOf("a.log"), longer);
        await given.SettleAsync();

        Assert.Equal([.. LinesOf(Head), .. LinesOf(longer)], given.Texts);
    }

    [Fact]
    public async Task A_compressed_file_is_read_once()
    {
        var given = await Monitoring.StartAsync("*");
        Pack(given.PathOf("a.log.gz"), Head);
        await given.SettleAsync();
        await given.SettleAsync();
        given = await given.RestartAsync();
        await given.SettleAsync();

        Assert.Equal(LinesOf(Head), given.Texts);
        await given.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_is_compressed_when_it_is_rotated_gives_only_what_was_not_read()
    {
        await using var given = await Monitoring.StartAsync("*");
        given.Append("a.log", Head);
        await given.SettleAsync();
        File.Delete(given.PathOf("a.log"));
        Pack(given.PathOf("a.log.1.gz"), Head + "unread\n");
        await given.SettleAsync();

        Assert.Equal([.. LinesOf(Head), "unread"], given.Texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Two_files_that_begin_alike_are_two_files()
    {
        await using var given = await Monitoring.StartAsync();
        given.Append("a.log", Head + "a\n");
        given.Append("b.log", Head + "b\n");
        await given.SettleAsync();
        await given.SettleAsync();

        Assert.Equal(new[] { "a", "b" }.Concat(LinesOf(Head)).Concat(LinesOf(Head)).Order(StringComparer.Ordinal), given.Texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_seen_first_may_be_followed_from_its_end()
    {
        await using var given = await Monitoring.StartAsync(change: input => input with { FollowTail = true });
        given.Append("a.log", Head);
        await given.SettleAsync();
        given.Append("a.log", "new\n");
        await given.SettleAsync();
        Assert.Equal(["new"], given.Texts);
    }

    [Fact]
    public async Task A_batch_that_was_stored_and_not_noted_is_not_stored_again()
    {
        // Given positions as they were announced before the batch was sent: as after a crash in between.
        var given = await Monitoring.StartAsync();
        given.Append("a.log", Head);
        await given.SettleAsync();
        var positions = Path.Combine(given.Ingesting.Directory, "fishbucket", "monitor.positions");
        await given.Monitor.DisposeAsync();
        var lines = await File.ReadAllLinesAsync(positions);
        var announced = Array.FindIndex(lines, line => line.Contains("BatchEnd", StringComparison.Ordinal));
        Assert.True(announced >= 0);
        await File.WriteAllLinesAsync(positions, lines[..(announced + 1)]);
        await given.Ingesting.StopAsync();

        var again = await Monitoring.StartAsync(after: given);
        again.Append("a.log", "after\n");
        await again.SettleAsync();

        Assert.Equal([.. LinesOf(Head), "after"], again.Texts);
        await again.DisposeAsync();
    }

    [Fact]
    public async Task Damaged_positions_end_the_reading_of_them_and_nothing_else()
    {
        var given = await Monitoring.StartAsync();
        given.Append("a.log", Head);
        await given.SettleAsync();
        await given.Monitor.DisposeAsync();
        var positions = Path.Combine(given.Ingesting.Directory, "fishbucket", "monitor.positions");
        await File.AppendAllTextAsync(positions, "01234567 {\"Channel\"");
        await given.Ingesting.StopAsync();

        var again = await Monitoring.StartAsync(after: given);
        again.Append("a.log", "after\n");
        await again.SettleAsync();

        Assert.Equal([.. LinesOf(Head), "after"], again.Texts);
        await again.DisposeAsync();
    }

    private static string Lines(string name, int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(i => $"{name} line {i:D4} of the file\n"));

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static void Pack(string path, string text)
    {
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        File.SetLastWriteTimeUtc(path, new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }
}
