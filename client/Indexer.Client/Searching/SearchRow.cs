using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Indexer.Client;

/// <summary>One row of a result: fields in their order, each with one value or several. Values are text.</summary>
public sealed class SearchRow : IReadOnlyList<SearchField>
{
    private readonly SearchField[] fields;

    internal SearchRow(long offset, SearchField[] fields)
    {
        Offset = offset;
        this.fields = fields;
    }

    /// <summary>The row's number in the result, from 0.</summary>
    public long Offset { get; }

    /// <summary>Fields that have a value here.</summary>
    public int Count => fields.Length;

    /// <summary>When the event happened, to 100 ns; null where the row has no <c>_time</c> that is a time.</summary>
    public DateTimeOffset? Time =>
        this["_time"] is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The event as it was received; null where the row is no event.</summary>
    public string? Raw => this["_raw"];

    /// <summary>A field by its place.</summary>
    public SearchField this[int index] => fields[index];

    /// <summary>A field's value, several of them with a line feed between; null where the row does not have the field.</summary>
    public string? this[string field] => TryGet(field, out var found) ? found.Text : null;

    /// <summary>A field by its name; case counts.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out SearchField field)
    {
        foreach (var candidate in fields)
        {
            if (string.Equals(candidate.Name, name, StringComparison.Ordinal))
            {
                field = candidate;
                return true;
            }
        }

        field = default;
        return false;
    }

    /// <summary>All fields.</summary>
    public IEnumerator<SearchField> GetEnumerator() => ((IEnumerable<SearchField>)fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => fields.GetEnumerator();
}

/// <summary>A field of a row.</summary>
public readonly struct SearchField
{
    private readonly object value;

    internal SearchField(string name, string value)
    {
        Name = name;
        this.value = value;
    }

    internal SearchField(string name, string[] values)
    {
        Name = name;
        value = values;
    }

    /// <summary>The field.</summary>
    public string Name { get; }

    /// <summary>Whether it has several values.</summary>
    public bool IsMultivalue => value is string[];

    /// <summary>The value, several of them with a line feed between.</summary>
    public string Text => value is string[] several ? string.Join('\n', several) : (string)value;

    /// <summary>One value or several.</summary>
    public IReadOnlyList<string> Values => value is string[] several ? several : [(string)value];
}
