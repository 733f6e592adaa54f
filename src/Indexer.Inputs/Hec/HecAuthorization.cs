using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Indexer.Configuration.Settings;
using Microsoft.AspNetCore.Http;

namespace Indexer.Inputs.Hec;

/// <summary>Finds the token of a request: <c>Authorization: Splunk token</c>, basic authentication with the token as password, or <c>?token=</c>.</summary>
internal sealed class HecAuthorization(Func<HttpInput> settings)
{
    private volatile Known known = new(null, new Dictionary<string, HttpToken>(StringComparer.Ordinal));

    private sealed record Known(HttpInput? Settings, Dictionary<string, HttpToken> Tokens);

    /// <summary>Throws <see cref="HecRefusedException"/> where there is none that may send.</summary>
    public HttpToken Authorize(HttpRequest request)
    {
        var fromQuery = false;
        if (request.Headers.Authorization.ToString() is not { Length: > 0 } header)
        {
            header = request.Query["token"].ToString();
            fromQuery = header.Length > 0 ? true : throw new HecRefusedException(HecAnswer.TokenRequired);
        }

        var text = fromQuery ? header : FromHeader(header);
        if (!TryFind(text, out var token))
        {
            throw new HecRefusedException(HecAnswer.InvalidToken);
        }

        if (fromQuery && !token.AllowQueryStringAuth)
        {
            throw new HecRefusedException(HecAnswer.QueryStringNotEnabled);
        }

        return token.Defaults.Disabled ? throw new HecRefusedException(HecAnswer.TokenDisabled) : token;
    }

    private static string FromHeader(string header)
    {
        if (AuthenticationHeaderValue.TryParse(header, out var value) && value.Parameter is { Length: > 0 } parameter)
        {
            if (value.Scheme.Equals("Splunk", StringComparison.OrdinalIgnoreCase))
            {
                return parameter.Trim();
            }

            if (value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && TryPassword(parameter, out var password))
            {
                return password;
            }
        }

        throw new HecRefusedException(HecAnswer.InvalidAuthorization);
    }

    private static bool TryPassword(string parameter, [NotNullWhen(true)] out string? password)
    {
        password = null;
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
        {
            return false;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        password = colon < 0 ? null : pair[(colon + 1)..];
        return !string.IsNullOrEmpty(password);
    }

    private bool TryFind(string text, [NotNullWhen(true)] out HttpToken? token)
    {
        var current = settings();
        var seen = known;
        if (!ReferenceEquals(seen.Settings, current))
        {
            seen = new Known(current, current.Tokens.ToDictionary(entry => entry.Token.Reveal(), StringComparer.Ordinal));
            known = seen;
        }

        return seen.Tokens.TryGetValue(text, out token);
    }
}
