namespace Rings.Transport.Sctp;

/// <summary>Why an association ended.</summary>
internal enum SctpCloseReason
{
    /// <summary>Shut down in order, by either side.</summary>
    Shutdown,

    /// <summary>Aborted by this side's own wish.</summary>
    LocalAbort,

    /// <summary>The remote side sent ABORT.</summary>
    RemoteAbort,

    /// <summary>The remote side broke the protocol; it was told by ABORT.</summary>
    ProtocolViolation,

    /// <summary>The remote side does not answer any more.</summary>
    Timeout,
}
