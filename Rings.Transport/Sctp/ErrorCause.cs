namespace Rings.Transport.Sctp;

/// <summary>Error causes of ERROR and ABORT (RFC 9260, section 3.3.10).</summary>
internal static class ErrorCause
{
    /// <summary>The stream was not announced.</summary>
    public const ushort InvalidStream = 1;

    /// <summary>A parameter that must be there is not.</summary>
    public const ushort MissingParameter = 2;

    /// <summary>The cookie is too old.</summary>
    public const ushort StaleCookie = 3;

    /// <summary>A chunk type that is not known.</summary>
    public const ushort UnrecognizedChunk = 6;

    /// <summary>A parameter's value is not allowed.</summary>
    public const ushort InvalidParameter = 7;

    /// <summary>DATA without user data.</summary>
    public const ushort NoUserData = 9;

    /// <summary>The application wished it.</summary>
    public const ushort UserAbort = 12;

    /// <summary>The protocol was broken otherwise.</summary>
    public const ushort ProtocolViolation = 13;
}
