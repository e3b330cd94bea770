using System.Net;
using System.Net.Sockets;
using Akka.Configuration;
using Rings.Actors.Hosting;
using Rings.Host.Cli;
using Rings.Transport.WebRtc;

namespace Rings.Host.Node;

/// <summary>Reads <c>rings.transport</c>.</summary>
internal static class TransportSettings
{
    /// <summary>The transport's options.</summary>
    /// <param name="transport">The section.</param>
    /// <param name="open">Where the public listener stands: a node that only loopback can reach binds loopback
    /// alone.</param>
    /// <param name="seeds">Where the node joins.</param>
    /// <exception cref="UserErrorException">A value is not one that its key can have.</exception>
    public static WebRtcOptions From(Config transport, IPEndPoint open, IReadOnlyCollection<Uri> seeds)
    {
        var bind = Addresses(transport, "bind-addresses");
        return new WebRtcOptions
        {
            Port = transport.GetInt("port"),
            BindAddresses = bind.Count > 0 ? bind : BindAddresses.For(seeds, isOnlyHere: IPAddress.IsLoopback(open.Address)),
            AdvertisedAddresses = Addresses(transport, "advertised-addresses"),
            IceServers = [.. transport.GetStringList("ice-servers").Select(Server)],
            IceTransportPolicy = transport.GetString("ice-transport-policy") switch
            {
                "all" => IceTransportPolicy.All,
                "relay" => IceTransportPolicy.Relay,
                var other =>
                    throw new UserErrorException(
                        $"rings.transport.ice-transport-policy = {other}: expected all or relay"),
            },
        };
    }

    /// <summary>A port that was named must be free: the transport opens its sockets with the first link, which is late to
    /// tell.</summary>
    /// <exception cref="UserErrorException">It is taken, or an address is not one of this machine.</exception>
    public static void RequireFree(WebRtcOptions transport)
    {
        foreach (var endpoint in transport.BindAddresses.Select(address => new IPEndPoint(address, transport.Port)))
        {
            try
            {
                using var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                socket.Bind(endpoint);
            }
            catch (SocketException error) when (IsWrong(error.SocketErrorCode, endpoint.Address))
            {
                var says = error.SocketErrorCode == SocketError.AddressAlreadyInUse ? "is taken" : $"cannot be opened ({error.Message})";
                throw new UserErrorException(
                    $"rings.transport: UDP {endpoint} {says}. Name another port or address, or port 0 for any", error);
            }
        }
    }

    // A machine without IPv6 has no [::] to open, and needs none.
    private static bool IsWrong(SocketError error, IPAddress address) =>
        error is SocketError.AddressAlreadyInUse
        || (error is SocketError.AddressNotAvailable && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any));

    private static List<IPAddress> Addresses(Config transport, string key) =>
        [.. transport.GetStringList(key).Select(text => IPAddress.TryParse(text, out var address)
            ? address
            : throw new UserErrorException($"rings.transport.{key}: '{text}' is not an IP address"))];

    private static IceServerOptions Server(string text)
    {
        var at = text.LastIndexOf('@');
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (at < 0) return new IceServerOptions(text);
        var credentials = text[(colon + 1)..at].Split(':', 2);
        return credentials.Length == 2
            ? new IceServerOptions(text[..(colon + 1)] + text[(at + 1)..], credentials[0], credentials[1])
            : throw new UserErrorException("rings.transport.ice-servers: expected turn:user:password@host:port");
    }
}
