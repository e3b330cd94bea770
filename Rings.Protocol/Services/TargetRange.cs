using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Rings.Protocol.Services;

/// <summary>
/// Addresses that the owner of a node opened to targets: <c>ADDRESS:PORT</c> or <c>PREFIX/BITS:PORT</c>, IPv6 in
/// brackets.
/// </summary>
/// <param name="Network">The addresses.</param>
/// <param name="Port">The port.</param>
public sealed record TargetRange(IPNetwork Network, ushort Port)
{
    /// <summary>What a range has to be.</summary>
    public const string Expected = "ADDRESS:PORT or PREFIX/BITS:PORT, such as 10.0.0.5:8080 or [fd00::]/64:80";

    /// <summary>Reads a range.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TargetRange? range)
    {
        range = null;
        ArgumentNullException.ThrowIfNull(text);
        var end = text.LastIndexOf(':');
        if (end < 0 || !ushort.TryParse(text[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        if (port == 0 || !TryParseNetwork(text[..end], out var network)) return false;
        range = new TargetRange(network, port);
        return true;
    }

    /// <summary>Whether an address and port are in it.</summary>
    /// <param name="address">An address that <see cref="TargetRules.Plain"/> has made plain.</param>
    /// <param name="port">The port.</param>
    public bool Contains(IPAddress address, int port) => port == Port && Network.Contains(address);

    private static bool TryParseNetwork(string text, out IPNetwork network)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var bare = slash < 0 ? text : text[..slash];
        if (bare.StartsWith('[') && bare.EndsWith(']')) bare = bare[1..^1];
        network = default;
        if (!IPAddress.TryParse(bare, out var address)) return false;
        return slash >= 0
            ? IPNetwork.TryParse($"{bare}{text[slash..]}", out network)
            : IPNetwork.TryParse($"{bare}/{address.GetAddressBytes().Length * 8}", out network);
    }
}
