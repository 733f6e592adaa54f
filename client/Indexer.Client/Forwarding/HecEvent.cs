namespace Indexer.Client;

/// <summary>An event to send. Properties that are null leave the decision to the token's settings.</summary>
public sealed record HecEvent
{
    /// <param name="text">The event as text; not blank.</param>
    /// <exception cref="ArgumentException">The text is blank, which every node refuses.</exception>
    public HecEvent(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Text = text;
    }

    private HecEvent(ReadOnlyMemory<byte> json) => Json = json;

    /// <summary>When it happened; null is the time found in the text, or that of its arrival.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Where it happened.</summary>
    public string? Host { get; init; }

    /// <summary>Which file or stream it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>What kind of event it is.</summary>
    public string? SourceType { get; init; }

    /// <summary>Where it is to be kept.</summary>
    public string? Index { get; init; }

    /// <summary>More fields, kept beside the event.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    internal string? Text { get; }

    internal ReadOnlyMemory<byte> Json { get; }

    /// <summary>An event that is a JSON value.</summary>
    /// <param name="json">One complete value in UTF-8; checked when it is sent.</param>
    public static HecEvent FromJson(ReadOnlyMemory<byte> json) => new(json);
}
