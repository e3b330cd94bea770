using System.Net;
using System.Net.Sockets;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>
/// What stands between this machine and the others, by the addresses that its links have gathered (RFC 8445, section 4;
/// RFC 4787, section 4.1).
/// </summary>
/// <param name="Kind">One word: <c>unknown</c>, <c>loopback</c>, <c>none</c>, <c>nat</c>, <c>symmetric</c>.</param>
/// <param name="Says">The same for people, with what to do where something is to be done.</param>
internal sealed record NatView(string Kind, string Says)
{
    private const string Host = "Host";
    private const string Reflexive = "ServerReflexive";
    private const string Relayed = "Relayed";

    /// <summary>What the addresses of a node's links say.</summary>
    public static NatView Of(IEnumerable<LinkStatus> links)
    {
        var own = links.SelectMany(link => link.Path.Local).Distinct().ToList();
        var relay = own.Find(candidate => candidate.Type == Relayed) is { } relayed ? $"; a TURN server relays for it at {relayed.Address}" : "";
        var hosts = own.Where(candidate => candidate.Type == Host).ToList();
        var seen = own.Where(candidate => candidate.Type == Reflexive && IsIPv4(candidate)).ToList();
        if (hosts.Count == 0 && seen.Count == 0 && relay.Length == 0) return new("unknown", "not known before there is a link");
        if (seen.GroupBy(candidate => candidate.Base).Any(socket => socket.Select(candidate => candidate.Address).Distinct().Count() > 1))
        {
            return new(
                "symmetric", "a NAT that shows each destination another address: nodes behind a NAT are reached only over TURN" + relay);
        }

        if (seen.FirstOrDefault(candidate => hosts.TrueForAll(host => host.Address != candidate.Address)) is { } mapped)
            return new("nat", $"behind a NAT, which shows it as {mapped.Address}{relay}");
        if (hosts.Count > 0 && hosts.TrueForAll(IsLoopback)) return new("loopback", "only nodes on this machine: its links are on loopback");
        if (hosts.Exists(IsPublic)) return new("none", "none: an address of this machine is public" + relay);
        return seen.Count > 0
            ? new("none", "none between this machine and the STUN server" + relay)
            : new("unknown", "not known: no STUN server has told (rings.transport.ice-servers)" + relay);
    }

    private static bool IsIPv4(LinkCandidate candidate) => AddressOf(candidate).AddressFamily == AddressFamily.InterNetwork;

    private static bool IsLoopback(LinkCandidate candidate) => IPAddress.IsLoopback(AddressOf(candidate));

    // RFC 1918, RFC 3927, RFC 6598; of IPv6 what is not link-local or unique local (RFC 4291, RFC 4193).
    private static bool IsPublic(LinkCandidate candidate)
    {
        var address = AddressOf(candidate);
        if (IPAddress.IsLoopback(address) || address.AddressFamily != AddressFamily.InterNetwork) return false;
        var bytes = address.GetAddressBytes();
        return (bytes[0], bytes[1]) is not ((10 or 0, _) or (172, >= 16 and <= 31) or (192, 168) or (169, 254) or (100, >= 64 and <= 127));
    }

    private static IPAddress AddressOf(LinkCandidate candidate) =>
        IPEndPoint.TryParse(candidate.Address, out var endpoint) ? endpoint.Address : IPAddress.IPv6None;
}
