using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Indexer.Search.Values;

namespace Indexer.Search.Expressions.Functions;

internal static class JsonFunctions
{
    public static IReadOnlyList<FunctionDefinition> Define()
    {
        var family = new FunctionFamilyBuilder(FunctionFamily.Json);
        family.AddSeeingNulls("json_object(…)", "A JSON object of names and values in turn.", "json_object(\"a\", 1, \"b\", \"x\")", "{\"a\":1,\"b\":\"x\"}", MakeObject);
        family.AddSeeingNulls("json_array(…)", "A JSON array of the values.", "json_array(1, \"x\")", "[1,\"x\"]", MakeArray);
        family.Add("json_extract(json, [path], …)", "What is at a path such as a.b{0}.c, or at several; an object or array as JSON. Without a path, all.",
            "json_extract(\"{\\\"a\\\":{\\\"b\\\":[1,2]}}\", \"a.b{1}\")", "2", Extract);
        family.Add("spath(json, path)", "The same as json_extract with one path; {} stands for every element of an array.",
            "spath(\"{\\\"a\\\":[{\\\"b\\\":1}]}\", \"a{}.b\")", "1", Extract);
        family.AddTest("json_valid(text)", "Whether the text is JSON.", "json_valid(\"{}\")", "True", arguments => Value.Of(IsValid(arguments[0].AsText())));
        family.Add("json_keys(json)", "A JSON array of the names in an object.", "json_keys(\"{\\\"a\\\":1,\\\"b\\\":2}\")", "[\"a\",\"b\"]", Keys);
        return family.Definitions;
    }

    private static Value MakeObject(ReadOnlySpan<Value> arguments)
    {
        var result = new JsonObject();
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (!arguments[i].IsNull)
            {
                result[arguments[i].AsText()] = ToNode(arguments[i + 1]);
            }
        }

        return Value.Of(result.ToJsonString());
    }

    private static Value MakeArray(ReadOnlySpan<Value> arguments)
    {
        var result = new JsonArray();
        foreach (var argument in arguments)
        {
            result.Add(ToNode(argument));
        }

        return Value.Of(result.ToJsonString());
    }

    private static JsonNode? ToNode(Value value) => value.Kind switch
    {
        ValueKind.Null => null,
        ValueKind.Boolean => JsonValue.Create(value.IsTrue),
        ValueKind.List => new JsonArray([.. value.Items.Select(ToNode)]),

        // As it is shown: whole numbers without a fraction.
        ValueKind.Number => JsonNode.Parse(value.AsText()),
        _ => EmbedJson(value.AsText()) ?? JsonValue.Create(value.AsText()),
    };

    // Objects and arrays have no kind of their own: what json_object makes is text, and an object again within another.
    private static JsonNode? EmbedJson(string text)
    {
        if (text.Length == 0 || text[0] is not ('{' or '['))
        {
            return null;
        }

        using var document = TryParse(text);
        return document is null ? null : JsonNode.Parse(document.RootElement.GetRawText());
    }

    private static Value Extract(ReadOnlySpan<Value> arguments)
    {
        using var document = TryParse(arguments[0].AsText());
        if (document is null)
        {
            return Value.Null;
        }

        if (arguments.Length == 1)
        {
            return JsonPath.ToValue(document.RootElement);
        }

        var found = new List<Value>();
        foreach (var path in arguments[1..])
        {
            JsonPath.Collect(document.RootElement, path.AsText(), found);
        }

        return Value.OfList(found);
    }

    private static bool IsValid(string text)
    {
        using var document = TryParse(text);
        return document is not null;
    }

    private static Value Keys(ReadOnlySpan<Value> arguments)
    {
        using var document = TryParse(arguments[0].AsText());
        return document?.RootElement.ValueKind == JsonValueKind.Object
            ? Value.Of(new JsonArray([.. document.RootElement.EnumerateObject().Select(property => (JsonNode)property.Name)]).ToJsonString())
            : Value.Null;
    }

    private static JsonDocument? TryParse(string text)
    {
        try
        {
            // As bytes, because the framework refuses text with half a surrogate pair in another way.
            return JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
