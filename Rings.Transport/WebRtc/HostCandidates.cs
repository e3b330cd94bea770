using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Rings.Transport.Ice;
using Rings.Transport.Udp;

namespace Rings.Transport.WebRtc;

/// <summary>
/// The host candidates of a socket (RFC 8445, section 5.1.1.1): where this machine says it can be reached.
/// </summary>
internal static class HostCandidates
{
    /// <summary>
    /// How many addresses of this machine a socket offers. Others take few candidates, some of them in the order of the
    /// text; a machine with many bridges must not crowd out the reflexive and relayed ones, which stand behind.
    /// </summary>
    public const int MaxAddresses = 8;

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

    private static IEnumerable<IPAddress> Interfaces(IPAddress wildcard) => Choose(
        wildcard.AddressFamily,
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(device => device.OperationalStatus == OperationalStatus.Up
                && device.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .Select(device => device.GetIPProperties())
            .SelectMany(device => device.UnicastAddresses.Select(
                unicast => (unicast.Address, LeadsOn: device.GatewayAddresses.Count > 0))));

    /// <summary>The addresses worth offering: those of interfaces that lead on come before mere bridges.</summary>
    /// <param name="family">The socket's.</param>
    /// <param name="addresses">The machine's, each with whether its interface has a gateway.</param>
    /// <remarks>Link-local IPv6 addresses are left out: without a scope, which SDP cannot say, nobody can send to
    /// them.</remarks>
    public static IEnumerable<IPAddress> Choose(
        AddressFamily family, IEnumerable<(IPAddress Address, bool LeadsOn)> addresses) => addresses
        .Where(known => known.Address.AddressFamily == family && !IPAddress.IsLoopback(known.Address)
            && !known.Address.IsIPv6LinkLocal && !known.Address.IsIPv6Multicast)
        .OrderByDescending(known => known.LeadsOn)
        .Select(known => known.Address)
        .Distinct()
        .Take(MaxAddresses);
}
