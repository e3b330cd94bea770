using System.Globalization;
using System.Net;
using Rings.Transport.Ice;

namespace Rings.Transport.WebRtc;

/// <summary>A STUN or TURN URL (RFC 7064, RFC 7065), read.</summary>
/// <param name="Kind">What is spoken with the server.</param>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">1 to 65,535.</param>
internal sealed record ServerUrl(IceServerKind Kind, string Host, int Port)
{
    private const int DefaultPort = 3478;
    private const int DefaultTlsPort = 5349;

    /// <summary>Reads a URL.</summary>
    /// <exception cref="ArgumentException">It is none of the forms that this stack speaks.</exception>
    public static ServerUrl Parse(string url)
    {
        var (scheme, rest) = Cut(url, ':');
        var (authority, query) = Cut(rest, '?');
        IceServerKind? kind = (scheme, query) switch
        {
            ("stun", "") => IceServerKind.Stun,
            ("turn", "" or "transport=udp") => IceServerKind.TurnUdp,
            ("turn", "transport=tcp") => IceServerKind.TurnTcp,
            ("turns", "" or "transport=tcp") => IceServerKind.TurnTls,
            _ => null,
        };

        // The last colon outside of brackets, for "[2001:db8::1]:3478".
        var colon = authority.LastIndexOf(':');
        var hasPort = colon > authority.LastIndexOf(']');
        var host = (hasPort ? authority[..colon] : authority).Trim('[', ']');
        var port = kind == IceServerKind.TurnTls ? DefaultTlsPort : DefaultPort;
        var valid = !hasPort || int.TryParse(
            authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port);
        if (kind is null || host.Length == 0 || !valid || port is < 1 or > 65_535)
            throw new ArgumentException(
                $"\"{url}\": expected stun:host[:port], turn:host[:port][?transport=udp|tcp] or turns:host[:port].",
                nameof(url));
        return new ServerUrl(kind.Value, host, port);
    }

    /// <summary>
    /// The server's addresses of both families, at most one of each; none where the name is not known.
    /// </summary>
    public async Task<IReadOnlyList<TransportAddress>> ResolveAsync(CancellationToken cancel)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(Host, cancel).ConfigureAwait(false);
            return [.. addresses.DistinctBy(address => address.AddressFamily)
                .Select(address => TransportAddress.From(address, Port))];
        }
        catch (System.Net.Sockets.SocketException)
        {
            return []; // A server that cannot be found is one that does not answer: the offer leaves without it.
        }
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
