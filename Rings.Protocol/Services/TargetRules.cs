using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Rings.Protocol.Services;

/// <summary>
/// Which addresses a service may reach (docs/protocol/7-services.md, "Targets"). Judges addresses, never names: a name is
/// resolved once, and each address that it yields is judged, before one of these is dialled.
/// </summary>
/// <param name="listed">What the node's owner opened beyond this machine.</param>
internal sealed class TargetRules(ImmutableArray<TargetRange> listed)
{
    /// <summary>Never targets: this network, shared, link-local, protocol assignments, tests, multicast, reserved, and
    /// where clouds answer with their machine's secrets.</summary>
    private static readonly ImmutableArray<IPNetwork> Never =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("100.100.100.200/32"),
        IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fec0::/10"), IPNetwork.Parse("ff00::/8"),
        IPNetwork.Parse("fd00:ec2::254/128"), IPNetwork.Parse("fd20:ce::254/128"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork LocalNat64 = IPNetwork.Parse("64:ff9b:1::/48");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork Translated = IPNetwork.Parse("::ffff:0:0:0/96");

    /// <summary>Judges an address and a port.</summary>
    /// <param name="address">The address, as it would be dialled.</param>
    /// <param name="port">The port.</param>
    /// <param name="own">What this node listens on.</param>
    /// <param name="machine">The addresses of this machine.</param>
    public TargetVerdict Check(
        IPAddress address, int port, IReadOnlyCollection<IPEndPoint> own, IReadOnlyCollection<IPAddress> machine)
    {
        ArgumentNullException.ThrowIfNull(address);
        // A scope says which card: only link-local addresses need one.
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0) return TargetVerdict.Forbidden;
        if (Plain(address) is not { } plain) return TargetVerdict.Forbidden;
        var isUnspecified = plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any);
        var isLoopback = isUnspecified || IPAddress.IsLoopback(plain);
        var isHere = isLoopback || machine.Any(local => plain.Equals(Plain(local)));
        // A port that this node listens on at any address is its own at every address of the machine.
        if (isHere && own.Any(listener => listener.Port == port)) return TargetVerdict.OwnListener;
        if (isLoopback) return TargetVerdict.Allowed;
        if (Never.Any(network => network.Contains(plain)) || plain.Equals(IPAddress.Broadcast)) return TargetVerdict.Forbidden;
        return listed.Any(range => range.Contains(plain, port)) ? TargetVerdict.Allowed : TargetVerdict.NotListed;
    }

    /// <summary>
    /// The address that is meant: IPv4 inside IPv6 (mapped, compatible, 6to4, NAT64) as IPv4. Null: the inner address is
    /// not the outer's to tell, as in Teredo, whose inner one is veiled.
    /// </summary>
    public static IPAddress? Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address)) return new IPAddress(bytes.AsSpan(2, 4));
        if (Nat64.Contains(address) || Translated.Contains(address)) return new IPAddress(bytes.AsSpan(12, 4));
        if (Teredo.Contains(address) || LocalNat64.Contains(address)) return null;
        // :: and ::1 are addresses of their own.
        return Compatible.Contains(address) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.IPv6Loopback)
            ? new IPAddress(bytes.AsSpan(12, 4))
            : address;
    }
}
