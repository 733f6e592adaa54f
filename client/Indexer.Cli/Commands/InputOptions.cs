using System.CommandLine;

namespace Indexer.Cli.Commands;

/// <summary>Options of inputs.</summary>
internal sealed class InputOptions
{
    public Option<string?> Index { get; } = new("--index") { Description = "Where the events go. Default: the node's default index", HelpName = "index" };

    public Option<string?> SourceType { get; } = new("--sourcetype") { Description = "What kind of events. Default: found out", HelpName = "sourcetype" };

    public Option<string?> Host { get; } = new("--host", "--hostname") { Description = "Where the events come from. Default: the node's name", HelpName = "host" };

    public Option<int?> HostSegment { get; } = new("--host_segment", "--host-segment") { Description = "Which part of the path is the host, from 1", HelpName = "n" };

    public void AddTo(Command command)
    {
        command.Options.Add(Index);
        command.Options.Add(SourceType);
        command.Options.Add(Host);
        command.Options.Add(HostSegment);
    }
}
