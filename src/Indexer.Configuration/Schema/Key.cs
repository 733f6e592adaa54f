namespace Indexer.Configuration.Schema;

/// <summary>When a changed value takes effect.</summary>
internal enum Effect
{
    /// <summary>With the next reload.</summary>
    Reload,

    /// <summary>When the process starts again.</summary>
    Restart,
}

/// <summary>A key of a stanza, as the schema declares it.</summary>
internal abstract class Key(string name, string? defaultText, string documentation)
{
    /// <summary>As it is documented; for a family of keys what they begin with: <c>TRANSFORMS-</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What holds where nothing is written, in the form in which it would be; null where that is nothing.</summary>
    public string? DefaultText { get; } = defaultText;

    /// <summary>One or two sentences, with units.</summary>
    public string Documentation { get; } = documentation;

    /// <summary>Other spellings that are accepted.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public Effect Effect { get; init; }

    /// <summary>Whether the value must not be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether this is a family of keys that share a beginning.</summary>
    public bool IsFamily { get; init; }

    /// <summary>For people: <c>maxDataSize</c>, <c>TRANSFORMS-&lt;class&gt;</c>.</summary>
    public string DisplayName => IsFamily ? $"{Name}<class>" : Name;

    public abstract string Expected { get; }

    public bool Matches(string key) =>
        IsFamily ? key.Length > Name.Length && key.StartsWith(Name, StringComparison.Ordinal) : key == Name;

    /// <summary>Null where the text is a value of this key, else what is wrong with it.</summary>
    public abstract string? Check(string text);
}

/// <inheritdoc cref="Key"/>
internal sealed class Key<T>(string name, ValueType<T> type, string? defaultText, string documentation)
    : Key(name, defaultText, documentation)
{
    /// <summary>How much of a wrong value an error message repeats.</summary>
    private const int ShownMax = 200;

    public override string Expected => type.Expected;

    public override string? Check(string text)
    {
        // An optional value is taken back by leaving it empty.
        if (text.Length == 0 && DefaultText is null || type.Parse(text, out _) is not { } reason)
        {
            return null;
        }

        var found = IsSecret ? "" : $", found '{(text.Length <= ShownMax ? text : text[..ShownMax] + "…")}'";
        return reason.Length == 0 ? $"expected {Expected}{found}" : $"expected {Expected}{found}: {reason}";
    }

    public bool TryParse(string text, out T value) => type.Parse(text, out value) is null;

    /// <summary>The parsed <see cref="Key.DefaultText"/>.</summary>
    public T Default =>
        DefaultText is { } text && TryParse(text, out var value)
            ? value
            : throw new InvalidOperationException($"the schema gives '{Name}' no valid default");
}
