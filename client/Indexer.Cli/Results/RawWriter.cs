using Indexer.Cli.Invocation;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Results;

/// <summary>Events as they were received, one after the other; rows that are no events as <c>name=value</c>.</summary>
internal sealed class RawWriter(Surroundings surroundings) : ResultWriter
{
    public override void Write(SearchRow row)
    {
        var text = row.Raw ?? string.Join(' ', row.Select(field => $"{field.Name}={field.Text}"));
        surroundings.Output.Write(surroundings.IsOutputTerminal ? SafeText.Lines(text) : text);
        surroundings.Output.Write('\n');
    }

    public override void Complete()
    {
    }
}
