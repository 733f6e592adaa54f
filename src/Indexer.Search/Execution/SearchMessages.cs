namespace Indexer.Search.Execution;

public enum MessageSeverity
{
    Info,
    Warning,
    Error,
}

/// <summary>Something the user should know about a search: a limit that cut the result, data that could not be read.</summary>
public sealed record SearchMessage(MessageSeverity Severity, string Text);

/// <summary>The messages of one search, each said once, at most <see cref="MessagesMax"/>. Thread-safe.</summary>
public sealed class SearchMessages
{
    public const int MessagesMax = 100;

    private readonly Lock gate = new();
    private readonly List<SearchMessage> messages = [];

    public IReadOnlyList<SearchMessage> Snapshot()
    {
        lock (gate)
        {
            return [.. messages];
        }
    }

    public void Inform(string text) => Add(new SearchMessage(MessageSeverity.Info, text));

    public void Warn(string text) => Add(new SearchMessage(MessageSeverity.Warning, text));

    public void Fail(string text) => Add(new SearchMessage(MessageSeverity.Error, text));

    private void Add(SearchMessage message)
    {
        lock (gate)
        {
            if (messages.Count < MessagesMax && !messages.Contains(message))
            {
                messages.Add(message);
            }
        }
    }
}
