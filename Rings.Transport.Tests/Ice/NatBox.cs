namespace Rings.Transport.Tests.Ice;

/// <summary>How much of the remote end a NAT looks at (RFC 4787, sections 4.1 and 5).</summary>
internal enum NatLook
{
    /// <summary>None of it.</summary>
    EndpointIndependent,

    /// <summary>Its address.</summary>
    AddressDependent,

    /// <summary>Its address and port.</summary>
    AddressAndPortDependent,
}

/// <summary>
/// A NAT with one public address: the classic four are combinations of how it maps and how it filters.
/// </summary>
internal sealed class NatBox(string publicAddress, NatLook mapping, NatLook filtering)
{
    private readonly Dictionary<(TransportAddress, TransportAddress), int> _ports = [];
    private readonly Dictionary<int, TransportAddress> _owners = [];
    private readonly HashSet<(int, TransportAddress)> _allowed = [];
    private int _next = 40000;

    public static NatBox FullCone(string address) =>
        new(address, NatLook.EndpointIndependent, NatLook.EndpointIndependent);

    public static NatBox RestrictedCone(string address) =>
        new(address, NatLook.EndpointIndependent, NatLook.AddressDependent);

    public static NatBox PortRestrictedCone(string address) =>
        new(address, NatLook.EndpointIndependent, NatLook.AddressAndPortDependent);

    public static NatBox Symmetric(string address) =>
        new(address, NatLook.AddressAndPortDependent, NatLook.AddressAndPortDependent);

    public TransportAddress Outbound(TransportAddress local, TransportAddress remote)
    {
        var key = (local, Look(mapping, remote));
        if (!_ports.TryGetValue(key, out var port))
        {
            _ports[key] = port = _next++;
            _owners[port] = local;
        }

        _allowed.Add((port, Look(filtering, remote)));
        return Ends.At($"{publicAddress}:{port}");
    }

    /// <returns>The inner end, or the default value for what is filtered.</returns>
    public TransportAddress Inbound(TransportAddress target, TransportAddress source) =>
        target.WithPort(0) == Ends.At($"{publicAddress}:0") && _allowed.Contains((target.Port, Look(filtering, source)))
            ? _owners[target.Port]
            : default;

    private static TransportAddress Look(NatLook look, TransportAddress remote) => look switch
    {
        NatLook.EndpointIndependent => default,
        NatLook.AddressDependent => remote.WithPort(0),
        _ => remote,
    };
}
