namespace Rings.Transport.Ice;

/// <summary>What a server does and how it is spoken to.</summary>
internal enum IceServerKind
{
    /// <summary>STUN over UDP: says which address it sees.</summary>
    Stun,

    /// <summary>TURN over UDP: relays.</summary>
    TurnUdp,

    /// <summary>TURN over TCP to the server, UDP beyond it.</summary>
    TurnTcp,

    /// <summary>The same over TLS.</summary>
    TurnTls,
}
