using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Rings.Transport.Ice;
using Rings.Transport.Udp;

namespace Rings.Transport.WebRtc;

/// <summary>
/// The host candidates of a socket (RFC 8445, section 5.1.1.1): where this machine says it can be reached.
/// </summary>
internal static class HostCandidates
{
    /// <summary>The candidates of all sockets, best first.</summary>
    public static IReadOnlyList<IceCandidate> Of(IEnumerable<UdpSocket> sockets, WebRtcOptions options)
    {
        var candidates = new List<IceCandidate>();
        foreach (var socket in sockets)
        {
            foreach (var address in Addresses(socket.LocalAddress, options))
                candidates.Add(Candidate(socket.LocalAddress, address, candidates.Count));
        }

        return candidates;
    }

    private static IceCandidate Candidate(TransportAddress socket, IPAddress address, int index) => new()
    {
        Type = IceCandidateType.Host,
        Address = TransportAddress.From(address, socket.Port),
        Base = socket,
        Priority = IcePriority.OfCandidate(IceCandidateType.Host, (ushort)(65_535 - index)),
        Foundation = (index + 1).ToString(CultureInfo.InvariantCulture),
    };

    private static IEnumerable<IPAddress> Addresses(TransportAddress socket, WebRtcOptions options)
    {
        var own = socket.ToIPAddress();
        var advertised = options.AdvertisedAddresses.Where(address => address.AddressFamily == own.AddressFamily);
        if (advertised.Any())
            return advertised;
        return socket.IsUnspecified ? Interfaces(own) : [own];
    }

    // Link-local IPv6 addresses are left out: without a scope, which SDP cannot say, nobody can send to them.
    private static IEnumerable<IPAddress> Interfaces(IPAddress wildcard) => NetworkInterface.GetAllNetworkInterfaces()
        .Where(device => device.OperationalStatus == OperationalStatus.Up
            && device.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(device => device.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .Where(address => address.AddressFamily == wildcard.AddressFamily
            && !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !address.IsIPv6Multicast)
        .Distinct();
}
