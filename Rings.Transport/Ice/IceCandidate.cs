namespace Rings.Transport.Ice;

/// <summary>One address at which a side may be reached (RFC 8445, section 5.1.1). Component 1, UDP.</summary>
internal sealed record IceCandidate
{
    /// <summary>Where the address comes from.</summary>
    public required IceCandidateType Type { get; init; }

    /// <summary>The address itself.</summary>
    public required TransportAddress Address { get; init; }

    /// <summary>
    /// For a local candidate: what packets are sent from. A socket's own bound address (which may be the wildcard), or
    /// for a relayed candidate the address itself. The default value for a remote one.
    /// </summary>
    public TransportAddress Base { get; init; }

    /// <summary>The default value where there is none, or it is not told.</summary>
    public TransportAddress Related { get; init; }

    /// <summary>Greater is better (RFC 8445, section 5.1.2.1).</summary>
    public required uint Priority { get; init; }

    /// <summary>Candidates of one foundation are likely to fare alike: 1 to 32 characters.</summary>
    public required string Foundation { get; init; }
}
