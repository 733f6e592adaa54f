using Indexer.Cli.Invocation;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Results;

internal enum ResultFormat
{
    Auto,
    Table,
    Json,
    Csv,
    Raw,
}

/// <summary>Prints rows one after the other, as they come.</summary>
internal abstract class ResultWriter
{
    public static ResultWriter Create(ResultFormat format, Surroundings surroundings, Style style) => format switch
    {
        ResultFormat.Json => new JsonLinesWriter(surroundings.Output),
        ResultFormat.Raw => new RawWriter(surroundings),
        ResultFormat.Table => new TableWriter(surroundings, style),
        _ => new AutoWriter(surroundings, style),
    };

    public abstract void Write(SearchRow row);

    /// <summary>No more rows come.</summary>
    public abstract void Complete();

    /// <summary>Events as they are, other results as a table: the first row decides.</summary>
    private sealed class AutoWriter(Surroundings surroundings, Style style) : ResultWriter
    {
        private ResultWriter? chosen;

        public override void Write(SearchRow row)
        {
            chosen ??= row.Raw is null ? new TableWriter(surroundings, style) : new RawWriter(surroundings);
            chosen.Write(row);
        }

        public override void Complete() => chosen?.Complete();
    }
}
