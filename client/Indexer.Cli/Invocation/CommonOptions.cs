using System.CommandLine;

namespace Indexer.Cli.Invocation;

/// <summary>Options of every command.</summary>
internal static class CommonOptions
{
    public const string DefaultUri = "http://127.0.0.1:8089";

    public static readonly Option<string?> Uri = new("--uri")
    {
        Description = "The node's management port. Default: $INDEXER_URI, else what the configuration in $INDEXER_HOME says, else " + DefaultUri,
        HelpName = "url",
        Recursive = true,
    };

    public static readonly Option<string?> Auth = new("--auth") { Description = "For nodes that ask for it", HelpName = "user:password", Recursive = true };

    public static readonly Option<string?> Home = new("--home") { Description = "The node's directory. Default: $INDEXER_HOME", HelpName = "directory", Recursive = true };

    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON", Recursive = true };

    public static void AddTo(Command root)
    {
        root.Options.Add(Uri);
        root.Options.Add(Auth);
        root.Options.Add(Home);
        root.Options.Add(Json);
    }
}
