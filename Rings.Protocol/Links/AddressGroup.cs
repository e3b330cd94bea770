using System.Net;
using System.Net.Sockets;

namespace Rings.Protocol.Links;

/// <summary>Which network addresses count as one: whoever has one IPv6 address has its whole /64.</summary>
internal static class AddressGroup
{
    private const int PrefixBytes = 8;

    /// <summary>The group of an address; null where none is counted: loopback.</summary>
    /// <param name="address">As text. What is no IP address is its own group.</param>
    public static string? Of(string address)
    {
        if (!IPAddress.TryParse(address, out var ip)) return address;
        var network = NetworkOf(ip);
        return IPAddress.IsLoopback(ip) || IPAddress.IsLoopback(network) ? null : network.ToString();
    }

    /// <summary>The network that an address counts for: an IPv4 address itself, of IPv6 the first address of its /64.</summary>
    public static IPAddress NetworkOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes);
    }
}
