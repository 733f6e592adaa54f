using Indexer.Cli.Invocation;
using Indexer.Cli.Terminal;

namespace Indexer.Cli.Commands;

internal static class ServerCommands
{
    /// <summary>Of less than this the files around the data are most, and a percentage means nothing.</summary>
    private const long RawBytesWorthAShare = 1 << 20;

    private static string ProgramVersion => typeof(ServerCommands).Assembly.GetName().Version?.ToString(3) ?? "";

    public static CliCommand Status() => new("status", "Show how the node is doing", "indexer status", "indexer status --json")
    {
        Run = StatusAsync,
    };

    public static CliCommand Version() => new("version", "Show this program's version", "indexer version")
    {
        Run = (run, _) =>
        {
            if (run.IsJson)
            {
                run.WriteJson(new { version = ProgramVersion });
            }
            else
            {
                run.Output.WriteLine(ProgramVersion);
            }

            return Task.FromResult(ExitCode.Ok);
        },
    };

    private static async Task<int> StatusAsync(CommandRun run, CancellationToken cancellation)
    {
        var info = await run.Client.Server.InfoAsync(cancellation);
        var indexes = await run.Client.Indexes.ListAsync(cancellation);
        var isUsable = info.Health.Status != "red";
        if (run.IsJson)
        {
            run.WriteJson(new { uri = run.Client.Address, info, indexes });
            return isUsable ? ExitCode.Ok : ExitCode.Failed;
        }

        var style = run.Style;
        run.Output.WriteLine($"{style.Bold(SafeText.Line(info.ServerName))} at {run.Client.Address.GetLeftPart(UriPartial.Authority)} is {style.Health(info.Health.Status)}");
        run.Output.WriteLine($"version {info.Version}, {info.Mode}, engine {info.Engine}, up {Quantity.Duration(DateTimeOffset.UtcNow - info.StartTime)}, {info.Guid}");
        foreach (var message in info.Health.Messages)
        {
            run.Output.WriteLine($"  {SafeText.Lines(message.Text)}");
        }

        var disk = indexes.Sum(index => index.CurrentDatabaseSizeBytes);
        var raw = indexes.Sum(index => index.RawSizeBytes);
        var share = raw >= RawBytesWorthAShare ? FormattableString.Invariant($", {100.0 * disk / raw:0.0} % of {Quantity.Bytes(raw)} received") : "";
        run.Output.WriteLine($"{indexes.Count} indexes, {Quantity.Counted(indexes.Sum(index => index.TotalEventCount), "event")}, {Quantity.Bytes(disk)} on disk{share}");
        return isUsable ? ExitCode.Ok : ExitCode.Failed;
    }
}
