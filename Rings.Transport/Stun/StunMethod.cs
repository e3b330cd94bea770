namespace Rings.Transport.Stun;

/// <summary>What a STUN message is about (RFC 8489, section 18.2; RFC 8656, section 17).</summary>
internal enum StunMethod
{
    /// <summary>Asks which address the other side sees; ICE's checks use it too.</summary>
    Binding = 0x001,

    /// <summary>TURN: make a relay.</summary>
    Allocate = 0x003,

    /// <summary>TURN: keep it, or with lifetime 0 end it.</summary>
    Refresh = 0x004,

    /// <summary>TURN: send this to a peer (indication).</summary>
    Send = 0x006,

    /// <summary>TURN: this came from a peer (indication).</summary>
    Data = 0x007,

    /// <summary>TURN: let peers of these addresses through.</summary>
    CreatePermission = 0x008,

    /// <summary>TURN: give a peer a channel number.</summary>
    ChannelBind = 0x009,
}
