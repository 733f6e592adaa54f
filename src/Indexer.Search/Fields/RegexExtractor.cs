using System.Text;
using Indexer.Model;

namespace Indexer.Search.Fields;

/// <summary>Fills columns from the named groups of regular expressions. Not thread-safe.</summary>
internal sealed class RegexExtractor(FieldColumns columns, TextPool pool)
{
    public void Extract(RegexPlan plan, ReadOnlySpan<byte> raw, EventOrigin origin, int row)
    {
        string? text = null;
        foreach (var step in plan.Steps)
        {
            var source = step switch
            {
                { Extraction.SourceField: RegexExtraction.RawField } => text ??= Encoding.UTF8.GetString(raw),
                { SourceOrdinal: >= 0 } => columns.Get(step.SourceOrdinal, row) is { IsNull: false } value ? value.AsText() : null,
                { Extraction.SourceField: "host" } => origin.Host,
                { Extraction.SourceField: "source" } => origin.Source,
                { Extraction.SourceField: "sourcetype" } => origin.SourceType,
                _ => null,
            };
            if (source is not null)
            {
                Apply(step, source, row);
            }
        }
    }

    private void Apply(RegexPlan.Step step, string source, int row)
    {
        var match = step.Extraction.Regex.Match(source);
        if (!match.Success)
        {
            return;
        }

        foreach (var (group, ordinal) in step.Targets)
        {
            var capture = match.Groups[group];
            if (capture is { Success: true, Length: > 0 } && !columns.Has(ordinal, row))
            {
                columns.Set(ordinal, row, pool.Get(capture.ValueSpan));
            }
        }
    }
}
