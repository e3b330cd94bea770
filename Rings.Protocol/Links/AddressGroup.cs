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
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        if (IPAddress.IsLoopback(ip)) return null;
        return ip.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(ip.GetAddressBytes().AsSpan(0, PrefixBytes))
            : ip.ToString();
    }
}
