using System.CommandLine;
using Indexer.Cli.Invocation;
using Indexer.Configuration.Listing;

namespace Indexer.Cli.Commands;

/// <summary>Shows the configuration as it takes effect, from the files; the node need not run.</summary>
internal static class BtoolCommand
{
    public static CliCommand Create()
    {
        var file = new Argument<string>("file") { Description = "indexes, inputs, limits, props, server, transforms or web" };
        var action = new Argument<string>("list") { Description = "What to do" };
        action.AcceptOnlyFromAmong("list");
        var stanza = new Argument<string?>("stanza") { Description = "One stanza; without it all", Arity = ArgumentArity.ZeroOrOne };
        var debug = new Option<bool>("--debug") { Description = "Say where each value comes from" };
        return new CliCommand("btool", "Show the configuration as it takes effect", "indexer btool indexes list main --debug", "indexer btool props list --json")
        {
            Arguments = { file, action, stanza },
            Options = { debug },
            Notes = "Reads the files in INDEXER_HOME; a running node may have older values until it reloads or restarts.",
            Run = (run, _) =>
            {
                IReadOnlyList<ListedStanza> stanzas;
                try
                {
                    stanzas = run.Installation.LoadConfiguration().List(run.Value(file), run.Parsed.GetValue(stanza));
                }
                catch (KeyNotFoundException e)
                {
                    throw new CommandFailedException(ExitCode.Usage, e.Message, e);
                }

                if (run.IsJson)
                {
                    run.WriteJson(stanzas.ToDictionary(
                        listed => listed.Name, listed => listed.Values.ToDictionary(value => value.Key, value => new { value = value.Text, origin = value.Origin.ToString() })));
                }
                else
                {
                    run.Output.Write(ListedStanza.Format(stanzas, run.Value(debug)));
                }

                return Task.FromResult(ExitCode.Ok);
            },
        };
    }
}
