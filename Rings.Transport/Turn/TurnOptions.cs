namespace Rings.Transport.Turn;

/// <summary>What a <see cref="TurnClient"/> needs to know.</summary>
internal sealed record TurnOptions
{
    /// <summary>The user's name at the server.</summary>
    public required string Username { get; init; }

    /// <summary>The user's password.</summary>
    public required string Password { get; init; }

    /// <summary>Whether the server is spoken to over TCP (RFC 8656, section 2.1).</summary>
    public bool IsStream { get; init; }

    /// <summary>Whether an IPv6 relay is asked for (RFC 8656, section 18.8).</summary>
    public bool WantsIPv6 { get; init; }

    /// <summary>Transaction ids.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>The first retransmission timeout (RFC 8489, section 6.2.1).</summary>
    public TimeSpan FirstRetransmission { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Peers beyond this many are refused.</summary>
    public int MaxPeers { get; init; } = 1024;
}
