using Indexer.Client;

namespace Indexer.Cli.Results;

/// <summary>Shows where a search is wrong.</summary>
internal static class Caret
{
    /// <summary>The message with the line of the search and a caret below the place, unless the node drew them already.</summary>
    public static string Show(ServerMessage mistake, string search)
    {
        if (mistake.Position is not { } position || position < 0 || position > search.Length || mistake.Text.Contains('\n', StringComparison.Ordinal))
        {
            return mistake.Text;
        }

        var start = position == 0 ? 0 : search.LastIndexOf('\n', position - 1) + 1;
        var end = search.IndexOf('\n', position);
        var line = search[start..(end < 0 ? search.Length : end)].Replace('\t', ' ');
        return $"{mistake.Text}\n  {line}\n  {new string(' ', position - start)}^";
    }
}
