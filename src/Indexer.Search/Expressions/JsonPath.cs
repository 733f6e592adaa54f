using System.Globalization;
using System.Text.Json;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions;

/// <summary>
/// Paths into JSON: names between points, <c>{3}</c> for an element of an array counted from 0, <c>{}</c> for all elements.
/// A name that contains points is found as well, if the object has it whole.
/// </summary>
public static class JsonPath
{
    /// <summary>Adds what is at <paramref name="path"/> below <paramref name="element"/> to <paramref name="found"/>.</summary>
    public static void Collect(JsonElement element, ReadOnlySpan<char> path, List<Value> found)
    {
        if (path.IsEmpty)
        {
            var value = ToValue(element);
            if (!value.IsNull)
            {
                found.Add(value);
            }
        }
        else if (path[0] == '{')
        {
            CollectElements(element, path, found);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            CollectProperty(element, path, found);
        }
    }

    /// <summary>Text and numbers as they are, objects and arrays as JSON text, <c>null</c> as null.</summary>
    public static Value ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Value.Of(element.GetString()),
        JsonValueKind.Null or JsonValueKind.Undefined => Value.Null,
        _ => Value.Of(element.GetRawText()),
    };

    private static void CollectElements(JsonElement element, ReadOnlySpan<char> path, List<Value> found)
    {
        var close = path.IndexOf('}');
        if (close < 0 || element.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var rest = path[(close + 1)..];
        rest = rest.StartsWith('.') ? rest[1..] : rest;
        var place = path[1..close];
        if (place.IsEmpty)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, rest, found);
            }
        }
        else if (int.TryParse(place, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            index = index < 0 ? element.GetArrayLength() + index : index;
            if (index >= 0 && index < element.GetArrayLength())
            {
                Collect(element[index], rest, found);
            }
        }
    }

    // Tries the longest name first: the whole path, then up to each point or brace from the end.
    private static void CollectProperty(JsonElement element, ReadOnlySpan<char> path, List<Value> found)
    {
        for (var end = path.Length; end > 0; end = path[..end].LastIndexOfAny('.', '{'))
        {
            if (element.TryGetProperty(path[..end], out var property))
            {
                var rest = path[end..];
                Collect(property, rest.StartsWith('.') ? rest[1..] : rest, found);
                return;
            }
        }
    }
}
