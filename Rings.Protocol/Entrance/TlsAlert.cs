namespace Rings.Protocol.Entrance;

/// <summary>Why a TLS client is sent away. The values are those of the wire (RFC 8446, 6; RFC 6066, 3).</summary>
internal enum TlsAlert
{
    /// <summary>That is not what comes first.</summary>
    UnexpectedMessage = 10,

    /// <summary>A record is longer than records may be.</summary>
    RecordOverflow = 22,

    /// <summary>The hello goes beyond a bound of this program.</summary>
    HandshakeFailure = 40,

    /// <summary>A field has a value that it may not have.</summary>
    IllegalParameter = 47,

    /// <summary>A length lies, or something is cut off.</summary>
    DecodeError = 50,

    /// <summary>A version that nobody speaks any more.</summary>
    ProtocolVersion = 70,

    /// <summary>The service is not there now, or there is no room; nothing that the client did.</summary>
    InternalError = 80,

    /// <summary>No name was said.</summary>
    MissingExtension = 109,

    /// <summary>There is nothing of that name.</summary>
    UnrecognizedName = 112,
}
