using System.CommandLine;
using Indexer.Cli.Invocation;

namespace Indexer.Cli.Commands;

/// <summary>Calls the management interface directly.</summary>
internal static class InternalCallCommand
{
    public static CliCommand Create()
    {
        var path = new Argument<string>("path") { Description = "With or without /services before it" };
        var method = new Option<string?>("--method") { Description = "GET, POST or DELETE. Default: POST for actions and where there are parameters, else GET", HelpName = "method" };
        method.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "GET", "POST", "DELETE");
        var get = new Option<string[]>("--get") { Description = "A parameter of the query; may be repeated", HelpName = "name=value" };
        var post = new Option<string[]>("--post") { Description = "A parameter of the body; may be repeated", HelpName = "name=value" };
        return new CliCommand("call", "Call a path of the management interface and print the answer",
            "indexer _internal call /data/indexes/main/rebuild-metadata-and-manifests", "indexer _internal call /search/jobs -post 'search=* | head 5' -post exec_mode=oneshot")
        {
            Arguments = { path },
            Options = { method, get, post },
            Run = async (run, cancellation) =>
            {
                var form = (run.Value(post) ?? []).Select(Pair).ToList();
                var query = string.Join('&', (run.Value(get) ?? []).Select(Pair).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
                var called = run.Value(path);
                var full = query.Length == 0 ? called : called + (called.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;
                var verb = HttpMethod.Parse(run.Value(method)?.ToUpperInvariant() ?? (form.Count > 0 || IsAction(called) ? "POST" : "GET"));
                var answer = await run.Client.CallAsync(verb, full, verb == HttpMethod.Post ? form : null, cancellation);
                run.Output.WriteLine(answer.TrimEnd());
                return ExitCode.Ok;
            },
        };
    }

    // The documents call these without saying that they change something.
    private static bool IsAction(string path) =>
        path.TrimEnd('/') is var trimmed && trimmed[(trimmed.LastIndexOf('/') + 1)..] is var last
        && (last is "roll-hot-buckets" or "reload" or "enable" or "disable" || last.StartsWith("rebuild-", StringComparison.Ordinal));

    private static KeyValuePair<string, string> Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals], text[(equals + 1)..])
            : throw new CommandFailedException(ExitCode.Usage, $"'{text}' is not name=value");
    }
}
