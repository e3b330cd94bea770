using System.Globalization;
using System.Text;
using Rings.Transport.Ice;

namespace Rings.Transport.Sdp;

/// <summary>Reads and writes <c>a=candidate</c> (RFC 8839, section 5.1).</summary>
internal static class SdpCandidates
{
    private const int Fields = 8;
    private const int MaxFoundation = 32;

    /// <summary>Reads what follows <c>a=candidate:</c>.</summary>
    /// <returns>
    /// Null for a candidate that this stack cannot use: another component than RTP's, TCP, a host name (browsers hide
    /// addresses behind mDNS names: they reach us as peer-reflexive), an unknown type.
    /// </returns>
    /// <exception cref="SdpException">It is malformed.</exception>
    public static IceCandidate? Read(string value)
    {
        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < Fields || fields[6] != "typ" || fields[0].Length > MaxFoundation)
            throw Malformed("foundation, component, transport, priority, address, port, \"typ\" and a type");
        if (!uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var priority))
            throw Malformed("a priority of 32 bits");
        if (!ushort.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw Malformed("a port from 0 to 65535");

        var usable = fields[1] == "1" && fields[2].Equals("udp", StringComparison.OrdinalIgnoreCase) && port > 0;
        return usable && TypeOf(fields[7]) is { } type && TransportAddress.TryParse(fields[4], port, out var address)
            ? new IceCandidate
            {
                Type = type,
                Address = address,
                Priority = priority,
                Foundation = fields[0],
                Related = ReadRelated(fields),
            }
            : null;
    }

    /// <summary>Writes the whole line, without its end.</summary>
    public static void Write(StringBuilder target, IceCandidate candidate)
    {
        target.Append(CultureInfo.InvariantCulture, $"a=candidate:{candidate.Foundation} 1 udp {candidate.Priority} ")
            .Append(CultureInfo.InvariantCulture, $"{Text(candidate.Address)} {candidate.Address.Port} ")
            .Append(CultureInfo.InvariantCulture, $"typ {TextOf(candidate.Type)}");
        if (candidate.Type == IceCandidateType.Host)
            return;

        // RFC 8839, section 5.1: reflexive and relayed candidates say one; 0.0.0.0:0 tells nothing.
        var related = candidate.Related.IsNone
            ? TransportAddress.From(System.Net.IPAddress.Any, 0)
            : candidate.Related;
        target.Append(CultureInfo.InvariantCulture, $" raddr {Text(related)} rport {related.Port}");
    }

    /// <summary>The address as <c>c=</c> and candidate lines say it: without a scope.</summary>
    public static string Text(TransportAddress address)
    {
        var plain = address.ToIPAddress();
        if (plain.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            plain.ScopeId = 0;
        return plain.ToString();
    }

    private static TransportAddress ReadRelated(string[] fields)
    {
        TransportAddress related = default;
        var address = Array.IndexOf(fields, "raddr", Fields);
        var port = Array.IndexOf(fields, "rport", Fields);
        if (address > 0 && port > 0 && address + 1 < fields.Length && port + 1 < fields.Length
            && ushort.TryParse(fields[port + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            TransportAddress.TryParse(fields[address + 1], number, out related);
        return related;
    }

    private static IceCandidateType? TypeOf(string type) => type switch
    {
        "host" => IceCandidateType.Host,
        "srflx" => IceCandidateType.ServerReflexive,
        "prflx" => IceCandidateType.PeerReflexive,
        "relay" => IceCandidateType.Relayed,
        _ => null,
    };

    private static string TextOf(IceCandidateType type) => type switch
    {
        IceCandidateType.Host => "host",
        IceCandidateType.ServerReflexive => "srflx",
        IceCandidateType.PeerReflexive => "prflx",
        _ => "relay",
    };

    private static SdpException Malformed(string expected) => new($"a=candidate: expected {expected}");
}
