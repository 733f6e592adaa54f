using Indexer.Cli.Invocation;

namespace Indexer.Cli.Terminal;

/// <summary>One line on the terminal that changes in place, and is silent where nobody looks. Thread-safe.</summary>
internal sealed class ProgressLine(Surroundings surroundings) : IDisposable
{
    private readonly Lock gate = new();
    private bool isShown;

    public void Show(string text)
    {
        if (!surroundings.IsErrorTerminal)
        {
            return;
        }

        lock (gate)
        {
            var fitting = text.Length < surroundings.Width ? text : text[..(surroundings.Width - 1)];
            surroundings.Error.Write($"\r\e[K{SafeText.Line(fitting)}");
            surroundings.Error.Flush();
            isShown = true;
        }
    }

    /// <summary>Makes room for output.</summary>
    public void Clear()
    {
        if (!isShown)
        {
            return;
        }

        lock (gate)
        {
            surroundings.Error.Write("\r\e[K");
            surroundings.Error.Flush();
            isShown = false;
        }
    }

    public void Dispose() => Clear();
}
