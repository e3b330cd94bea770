namespace Rings.Transport.Stun;

/// <summary>Error codes that this stack sends or acts on.</summary>
internal static class StunError
{
    /// <summary>Try the server in ALTERNATE-SERVER (RFC 8489, section 10).</summary>
    public const int TryAlternate = 300;

    /// <summary>The request makes no sense.</summary>
    public const int BadRequest = 400;

    /// <summary>No, or wrong, credentials.</summary>
    public const int Unauthenticated = 401;

    /// <summary>TURN: the server does not allow this (for instance that peer).</summary>
    public const int Forbidden = 403;

    /// <summary>An attribute that must be understood is not.</summary>
    public const int UnknownAttribute = 420;

    /// <summary>TURN: no such allocation, or there is one already.</summary>
    public const int AllocationMismatch = 437;

    /// <summary>The nonce is worn out; the answer carries a new one.</summary>
    public const int StaleNonce = 438;

    /// <summary>TURN: IPv4 or IPv6 is not to be had there.</summary>
    public const int AddressFamilyNotSupported = 440;

    /// <summary>TURN: not the user that made the allocation.</summary>
    public const int WrongCredentials = 441;

    /// <summary>TURN: only UDP is relayed.</summary>
    public const int UnsupportedTransport = 442;

    /// <summary>TURN: this user has enough of them.</summary>
    public const int AllocationQuotaReached = 486;

    /// <summary>ICE: both sides claim one role (RFC 8445, section 7.3.1.1).</summary>
    public const int RoleConflict = 487;

    /// <summary>Try again later.</summary>
    public const int ServerError = 500;

    /// <summary>TURN: the server is full.</summary>
    public const int InsufficientCapacity = 508;
}
