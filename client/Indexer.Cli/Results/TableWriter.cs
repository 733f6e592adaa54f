using Indexer.Cli.Invocation;
using Indexer.Cli.Terminal;
using Indexer.Client;

namespace Indexer.Cli.Results;

/// <summary>
/// A table whose widths and columns the first rows decide, so that it can be printed while rows still come. A field that appears
/// only later makes a new header. Of events it shows the default fields and the text: all that can be extracted from different kinds
/// of events would make hundreds of columns.
/// </summary>
internal sealed class TableWriter(Surroundings surroundings, Style style) : ResultWriter
{
    private const int RowsMeasured = 500;
    private const int WidthMax = 80;
    private const string Gap = "  ";

    private static readonly string[] EventFields = ["_time", "host", "source", "sourcetype", "_raw"];

    private readonly List<SearchRow> waiting = [];
    private readonly List<Column> columns = [];
    private bool isMeasured;
    private bool hasEvents;

    public override void Write(SearchRow row)
    {
        if (!isMeasured)
        {
            waiting.Add(row);
            if (waiting.Count == RowsMeasured)
            {
                PrintWaiting();
            }
        }
        else
        {
            if (Learn(row))
            {
                PrintHeader();
            }

            PrintRow(row);
        }
    }

    public override void Complete()
    {
        if (!isMeasured)
        {
            PrintWaiting();
        }
    }

    private void PrintWaiting()
    {
        isMeasured = true;
        hasEvents = waiting.Count > 0 && waiting[0].Raw is not null;
        if (hasEvents)
        {
            columns.AddRange(EventFields.Select(field => new Column(field)));
        }

        foreach (var row in waiting)
        {
            Learn(row);
            foreach (var column in columns)
            {
                column.Measure(row);
            }
        }

        if (waiting.Count > 0)
        {
            PrintHeader();
        }

        waiting.ForEach(PrintRow);
        waiting.Clear();
    }

    private bool Learn(SearchRow row)
    {
        var isNew = false;
        foreach (var field in row)
        {
            if (!hasEvents && !columns.Exists(column => column.Name == field.Name))
            {
                columns.Add(new Column(field.Name));
                isNew = true;
            }
        }

        return isNew;
    }

    private void PrintHeader()
    {
        surroundings.Output.WriteLine(style.Bold(Line(column => column.Name)));
        surroundings.Output.WriteLine(style.Dim(Line(column => new string('-', column.Width))));
    }

    private void PrintRow(SearchRow row) => surroundings.Output.WriteLine(Line(column => SafeText.Line(row[column.Name] ?? "")));

    private string Line(Func<Column, string> cell)
    {
        var line = string.Join(Gap, columns.Select(column => column.Pad(cell(column)))).TrimEnd();

        // On a terminal a row stays a line; elsewhere nothing is cut.
        return surroundings.IsOutputTerminal && line.Length > surroundings.Width ? string.Concat(line.AsSpan(0, surroundings.Width - 1), "…") : line;
    }

    private sealed class Column(string name)
    {
        private bool hasNumbers;
        private bool hasTexts;

        public string Name => name;

        public int Width { get; private set; } = Math.Min(name.Length, WidthMax);

        public void Measure(SearchRow row)
        {
            if (row[name] is { Length: > 0 } text)
            {
                Width = Math.Max(Width, Math.Min(SafeText.Line(text).Length, WidthMax));
                var isNumber = double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _);
                hasNumbers |= isNumber;
                hasTexts |= !isNumber;
            }
        }

        public string Pad(string text) => hasNumbers && !hasTexts ? text.PadLeft(Width) : text.PadRight(Width);
    }
}
