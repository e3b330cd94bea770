namespace Rings.Transport.Sctp;

/// <summary>What became of a reconfiguration request (RFC 6525, section 4.4).</summary>
internal static class ResetResult
{
    /// <summary>Nothing to do.</summary>
    public const uint NothingToDo = 0;

    /// <summary>Done.</summary>
    public const uint Performed = 1;

    /// <summary>Refused.</summary>
    public const uint Denied = 2;

    /// <summary>The request's number is not the one expected.</summary>
    public const uint BadSequenceNumber = 5;

    /// <summary>Waits for data that is missing.</summary>
    public const uint InProgress = 6;
}
