namespace Rings.Transport.Sctp;

/// <summary>Where the reset of an outgoing stream stands (RFC 6525).</summary>
internal enum StreamResetState
{
    /// <summary>Not asked for.</summary>
    None,

    /// <summary>Asked for; waits for what is queued, and for an earlier request.</summary>
    Wanted,

    /// <summary>The request is on its way.</summary>
    Requested,

    /// <summary>Over: the number may have another user by now.</summary>
    Done,
}
