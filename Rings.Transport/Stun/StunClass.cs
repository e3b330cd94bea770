namespace Rings.Transport.Stun;

/// <summary>The two class bits of a STUN message type (RFC 8489, section 5), where they stand in it.</summary>
internal enum StunClass
{
    /// <summary>Wants an answer.</summary>
    Request = 0x000,

    /// <summary>Wants none.</summary>
    Indication = 0x010,

    /// <summary>The request was done.</summary>
    Success = 0x100,

    /// <summary>The request was refused; ERROR-CODE says why.</summary>
    Error = 0x110,
}
