using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Commands;

/// <summary>All commands: a verb, and for most of them what it is done to.</summary>
internal static class CommandTree
{
    private const string ExitCodes =
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 node not reachable, 4 refused, 130 interrupted.\n"
        + "Options may be written -option or --option. INDEXER_URI names the node, INDEXER_HOME its directory.";

    public static RootCommand Build()
    {
        var root = new RootCommand("Searches and administers an Indexer node.\n\n" + ExitCodes);
        root.Subcommands.Add(ServerCommands.Status());
        root.Subcommands.Add(SearchCommand.Create());
        root.Subcommands.Add(Verb("add", "Add a file, files to follow, or an index", OneshotCommand.Create(), MonitorCommands.Add(), IndexCommands.Add()));
        root.Subcommands.Add(Verb("list", "List what is configured", IndexCommands.List(), MonitorCommands.List()));
        root.Subcommands.Add(Verb("edit", "Change an index", IndexCommands.Edit()));
        root.Subcommands.Add(Verb("remove", "Remove an index or followed files", IndexCommands.Remove(), MonitorCommands.Remove()));
        root.Subcommands.Add(Verb("enable", "Let an index take events", IndexCommands.Enable()));
        root.Subcommands.Add(Verb("disable", "Let an index take no events", IndexCommands.Disable()));
        root.Subcommands.Add(Verb("reload", "Read an index's configuration again", IndexCommands.Reload()));
        root.Subcommands.Add(IndexCommands.RollHotBuckets());
        root.Subcommands.Add(Verb("set", "Change a setting of the node", SetCommand.MinFreeMb()));
        root.Subcommands.Add(RepairCommands.Fsck());
        root.Subcommands.Add(RepairCommands.Rebuild());
        root.Subcommands.Add(BtoolCommand.Create());
        root.Subcommands.Add(NodeCommands.Start());
        root.Subcommands.Add(NodeCommands.Stop());
        root.Subcommands.Add(NodeCommands.Restart());
        root.Subcommands.Add(Verb("_internal", "Call the management interface directly", InternalCallCommand.Create()));
        root.Subcommands.Add(ServerCommands.Version());
        root.Subcommands.Add(new CliCommand("help", "Help for a command, such as 'help add index'"));
        CommonOptions.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelpAction((HelpAction)help.Action!);
        return root;
    }

    /// <summary>How a command is called: <c>indexer add index</c>.</summary>
    public static string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "indexer";

    private static CliCommand Verb(string name, string description, params ReadOnlySpan<CliCommand> objects)
    {
        var verb = new CliCommand(name, description);
        foreach (var command in objects)
        {
            verb.Subcommands.Add(command);
        }

        return verb;
    }
}
