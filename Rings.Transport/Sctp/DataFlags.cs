namespace Rings.Transport.Sctp;

/// <summary>The flags of a DATA chunk (RFC 9260, section 3.3.1).</summary>
[Flags]
internal enum DataFlags : byte
{
    /// <summary>A middle fragment of an ordered message.</summary>
    None = 0,

    /// <summary>The last fragment of its message.</summary>
    End = 1,

    /// <summary>The first fragment of its message.</summary>
    Begin = 2,

    /// <summary>A whole message.</summary>
    Whole = Begin | End,

    /// <summary>The message has no place in its stream's order.</summary>
    Unordered = 4,

    /// <summary>Acknowledge without delay.</summary>
    Immediate = 8,
}
