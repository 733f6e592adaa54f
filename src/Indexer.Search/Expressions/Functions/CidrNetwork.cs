using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Indexer.Search.Expressions.Functions;

/// <summary>An IPv4 or IPv6 network such as <c>10.0.0.0/8</c>; without a prefix length, one address.</summary>
internal readonly struct CidrNetwork
{
    private readonly byte[] address;
    private readonly int prefixBits;

    private CidrNetwork(byte[] address, int prefixBits)
    {
        this.address = address;
        this.prefixBits = prefixBits;
    }

    public static bool TryParse(string text, out CidrNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryParseAddress(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var bits = address.Length * 8;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits > address.Length * 8))
        {
            return false;
        }

        network = new CidrNetwork(address, bits);
        return true;
    }

    public bool Contains(string text)
    {
        if (!TryParseAddress(text, out var other) || other.Length != address.Length)
        {
            return false;
        }

        var whole = prefixBits / 8;
        var mask = (byte)(0xFF00 >> (prefixBits % 8));
        return address.AsSpan(0, whole).SequenceEqual(other.AsSpan(0, whole))
            && (prefixBits % 8 == 0 || ((address[whole] ^ other[whole]) & mask) == 0);
    }

    private static bool TryParseAddress(string text, out byte[] bytes)
    {
        // The framework also takes "1" and "10.1" for addresses.
        if (IPAddress.TryParse(text, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.AsSpan().Count('.') == 3))
        {
            bytes = address.GetAddressBytes();
            return true;
        }

        bytes = [];
        return false;
    }
}
