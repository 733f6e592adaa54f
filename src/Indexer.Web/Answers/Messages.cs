using System.Text.Json.Serialization;

namespace Indexer.Web.Answers;

/// <summary>Something to tell people beside, or instead of, an answer.</summary>
/// <param name="Type"><c>INFO</c>, <c>WARN</c> or <c>ERROR</c>.</param>
/// <param name="Position">Of the offending character in a search; null where it is not about one.</param>
internal sealed record Message(string Type, string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Position = null)
{
    public static Message Error(string text) => new("ERROR", text);

    public static Message Warning(string text) => new("WARN", text);

    public static Message Information(string text) => new("INFO", text);
}

/// <summary>An answer that has nothing but messages.</summary>
internal sealed record MessageList(IReadOnlyList<Message> Messages);

/// <summary>A thing with a name in a collection.</summary>
internal sealed record Entry<T>(string Name, T Content);

/// <summary>A collection; a single thing is a collection of one, so that existing clients find what they look for.</summary>
internal sealed record EntryList<T>(IReadOnlyList<Entry<T>> Entry, IReadOnlyList<Message> Messages);
