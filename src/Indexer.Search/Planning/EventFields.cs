namespace Indexer.Search.Planning;

/// <summary>The fields that every event has, whatever is in its text. An extracted field of the same name does not replace them.</summary>
public static class EventFields
{
    /// <summary>Seconds since the epoch, a number.</summary>
    public const string Time = "_time";

    /// <summary>The text as it arrived.</summary>
    public const string Raw = "_raw";

    public const string Host = "host";
    public const string Source = "source";
    public const string SourceType = "sourcetype";
    public const string Index = "index";

    /// <summary>The bucket that holds the event.</summary>
    public const string Bucket = "_bkt";

    /// <summary>The event's number in its bucket; with <see cref="Bucket"/> a name for the event.</summary>
    public const string Address = "_cd";

    /// <summary>Lines of the text.</summary>
    public const string LineCount = "linecount";

    /// <summary>All of them, in the order in which a user expects to see them.</summary>
    public static readonly IReadOnlyList<string> All = [Time, Raw, Host, Source, SourceType, Index, LineCount, Bucket, Address];

    public static bool Contains(string field) => All.Contains(field);

    /// <summary>
    /// Per row its number among the rows of the unit it came from, while rows are on their way to be put in order. No user's
    /// field can have the name, and commands that choose fields leave it alone.
    /// </summary>
    internal const string Order = "\u0001order";

    internal static bool IsHidden(string field) => field.Length > 0 && field[0] == Order[0];
}
