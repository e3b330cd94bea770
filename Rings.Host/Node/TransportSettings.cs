using System.Net;
using Akka.Configuration;
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
            BindAddresses = bind.Count > 0 ? bind : Default(open, seeds),
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

    private static List<IPAddress> Default(IPEndPoint open, IReadOnlyCollection<Uri> seeds)
    {
        var local = IPAddress.IsLoopback(open.Address);
        if (local && seeds.All(seed => seed.IsLoopback)) return [IPAddress.Loopback];
        return local || seeds.Any(seed => seed.IsLoopback)
            ? [IPAddress.Any, IPAddress.IPv6Any, IPAddress.Loopback]
            : [IPAddress.Any, IPAddress.IPv6Any];
    }

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
