namespace Rings.Transport.Dcep;

/// <summary>Payload protocol identifiers of data channels (RFC 8831, section 8).</summary>
internal static class PayloadProtocol
{
    /// <summary>Data Channel Establishment Protocol.</summary>
    public const uint Dcep = 50;

    /// <summary>UTF-8 text.</summary>
    public const uint Text = 51;

    /// <summary>A piece of a binary message; deprecated, still understood.</summary>
    public const uint PartialBinary = 52;

    /// <summary>Bytes.</summary>
    public const uint Binary = 53;

    /// <summary>A piece of a text; deprecated, still understood.</summary>
    public const uint PartialText = 54;

    /// <summary>Empty text: one zero byte on the wire.</summary>
    public const uint EmptyText = 56;

    /// <summary>No bytes: one zero byte on the wire.</summary>
    public const uint EmptyBinary = 57;
}
