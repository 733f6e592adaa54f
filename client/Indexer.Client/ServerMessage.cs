namespace Indexer.Client;

/// <summary>What a node says about a call or a search.</summary>
/// <param name="Type"><c>DEBUG</c>, <c>INFO</c>, <c>WARN</c>, <c>ERROR</c> or <c>FATAL</c>.</param>
/// <param name="Text">For people; may have several lines.</param>
public sealed record ServerMessage(string Type, string Text)
{
    /// <summary>Of a search that cannot be understood: index of the offending character in its text.</summary>
    public int? Position { get; init; }

    /// <summary>Whether it is about something that did not work.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsError => Type is "ERROR" or "FATAL";
}
