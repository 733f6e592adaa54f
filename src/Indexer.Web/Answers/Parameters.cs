using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Indexer.Web.Answers;

/// <summary>The parameters of a request: the query, and the body as a form or a JSON object. The body's win.</summary>
internal sealed class Parameters
{
    private const long BodyBytesMax = 4 << 20;
    private readonly Dictionary<string, string> values;

    private Parameters(Dictionary<string, string> values) => this.values = values;

    public IEnumerable<KeyValuePair<string, string>> All => values;

    /// <summary>Throws <see cref="RestException"/> for a body that is neither.</summary>
    public static async Task<Parameters> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Query)
        {
            values[name] = value.ToString();
        }

        if (HttpMethods.IsGet(request.Method) || request.ContentLength == 0)
        {
            return new Parameters(values);
        }

        context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = BodyBytesMax;
        if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadFormAsync(context.RequestAborted))
            {
                values[name] = value.ToString();
            }
        }
        else if (request.HasJsonContentType())
        {
            await ReadJsonAsync(context, values);
        }
        else
        {
            await ReadTextAsFormAsync(request, values, context.RequestAborted);
        }

        return new Parameters(values);
    }

    /// <summary>Null where it is missing or empty.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Required(string name) => Text(name) ?? throw RestException.BadRequest($"parameter '{name}' is missing");

    /// <summary>Throws <see cref="RestException"/> for what is no number, or less than 0.</summary>
    public long Number(string name, long missing)
    {
        if (Text(name) is not { } text)
        {
            return missing;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RestException.BadRequest($"parameter '{name}' is '{text}'; expected a number from 0");
    }

    public bool Flag(string name, bool missing = false) => Text(name)?.ToUpperInvariant() switch
    {
        null => missing,
        "1" or "TRUE" or "T" or "YES" => true,
        "0" or "FALSE" or "F" or "NO" => false,
        var other => throw RestException.BadRequest($"parameter '{name}' is '{other}'; expected true or false"),
    };

    private static async Task ReadJsonAsync(HttpContext context, Dictionary<string, string> values)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw RestException.BadRequest("the body is JSON but no object");
            }

            foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
            {
                values[property.Name] = property.Value.ToString();
            }
        }
        catch (JsonException e)
        {
            throw RestException.BadRequest($"the body is not JSON: {e.Message}");
        }
    }

    // What curl -d and older clients send without saying what it is.
    private static async Task ReadTextAsFormAsync(HttpRequest request, Dictionary<string, string> values, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        foreach (var (name, value) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(await reader.ReadToEndAsync(cancellation)))
        {
            values[name] = value.ToString();
        }
    }
}
