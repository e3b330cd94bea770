namespace Rings.Transport.Ice;

/// <summary>A server that helps to gather candidates; its name has been looked up already.</summary>
/// <param name="Kind">What it does and how it is spoken to.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Username">For TURN; 1 to 508 bytes of UTF-8.</param>
/// <param name="Password">For TURN.</param>
/// <param name="Host">The name or address that it was looked up by: what its certificate must be for.</param>
internal sealed record IceServer(
    IceServerKind Kind, TransportAddress Address, string Username = "", string Password = "", string Host = "")
{
    /// <summary>Whether it is spoken to over a connection, not in datagrams.</summary>
    public bool IsStream => Kind is IceServerKind.TurnTcp or IceServerKind.TurnTls;

    /// <summary>Never the password.</summary>
    public override string ToString() => $"{Kind} {Address}";
}
