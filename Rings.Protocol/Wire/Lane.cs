namespace Rings.Protocol.Wire;

/// <summary>The four data channels of a link. The number is the channel's stream id (protocol.md, section 2).</summary>
public enum Lane
{
    /// <summary>Ring maintenance and link control; sent first, needs no credit.</summary>
    Control = 0,

    /// <summary>Storage operations and repair.</summary>
    Storage = 1,

    /// <summary>Application messages and end-to-end handshakes.</summary>
    Message = 2,

    /// <summary>Tunnels and bulk data; sent last.</summary>
    Stream = 3,
}
