using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Indexer.Configuration.Settings;

/// <summary>Where to listen: a port, on an address or on the address that all listeners share.</summary>
/// <param name="Address">Null is the shared address.</param>
public readonly record struct HostAndPort(IPAddress? Address, int Port)
{
    /// <summary>Reads <c>8089</c>, <c>127.0.0.1:8089</c> and <c>[::1]:8089</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostAndPort value)
    {
        value = default;
        if (text is null)
        {
            return false;
        }

        var colon = text.LastIndexOf(':');
        IPAddress? address = null;
        if (colon >= 0)
        {
            var host = text[..colon];
            var bracketed = host.StartsWith('[') && host.EndsWith(']');
            if (!bracketed && host.Contains(':', StringComparison.Ordinal)
                || !IPAddress.TryParse(bracketed ? host[1..^1] : host, out address))
            {
                return false;
            }
        }

        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            return false;
        }

        value = new HostAndPort(address, port);
        return true;
    }
}
