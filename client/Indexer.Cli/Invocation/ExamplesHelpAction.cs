using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Indexer.Cli.Invocation;

/// <summary>Help with the command's examples and notes after it.</summary>
internal sealed class ExamplesHelpAction(HelpAction help) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        WriteExamples(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return ExitCode.Ok;
    }

    public override bool ClearsParseErrors => true;

    private static void WriteExamples(Command command, TextWriter output)
    {
        if (command is not CliCommand cli)
        {
            return;
        }

        if (cli.Examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in cli.Examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        if (cli.Notes.Length > 0)
        {
            output.WriteLine(cli.Notes);
            output.WriteLine();
        }
    }
}
