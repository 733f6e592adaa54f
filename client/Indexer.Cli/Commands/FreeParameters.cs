using System.CommandLine;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Commands;

/// <summary>Parameters whose names the node knows, not this program: <c>-key value</c>, <c>--key value</c> or <c>-key=value</c>.</summary>
internal static class FreeParameters
{
    public static Dictionary<string, string> Read(ParseResult parsed)
    {
        var words = parsed.UnmatchedTokens;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var key = words[i].TrimStart('-');
            if (!words[i].StartsWith('-') || key.Length == 0)
            {
                throw new CommandFailedException(ExitCode.Usage, $"unexpected '{words[i]}'; expected -key value");
            }

            string value;
            var equals = key.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                (key, value) = (key[..equals], key[(equals + 1)..]);
            }
            else if (++i < words.Count)
            {
                value = words[i];
            }
            else
            {
                throw new CommandFailedException(ExitCode.Usage, $"-{key} has no value");
            }

            if (!parameters.TryAdd(key, value))
            {
                throw new CommandFailedException(ExitCode.Usage, $"-{key} is given twice");
            }
        }

        return parameters;
    }
}
