using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>A DATA chunk as it came (RFC 9260, section 3.3.1), read in place.</summary>
internal readonly ref struct DataChunk(DataFlags flags, ReadOnlySpan<byte> value)
{
    /// <summary>The size of the part before the user data.</summary>
    public const int FixedSize = 12;

    /// <summary>The chunk's flags.</summary>
    public DataFlags Flags { get; } = flags;

    /// <summary>The transmission sequence number.</summary>
    public uint Tsn { get; } = BinaryPrimitives.ReadUInt32BigEndian(value);

    /// <summary>The stream.</summary>
    public ushort Stream { get; } = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);

    /// <summary>The stream sequence number; means nothing when unordered.</summary>
    public ushort Ssn { get; } = BinaryPrimitives.ReadUInt16BigEndian(value[6..]);

    /// <summary>The payload protocol identifier.</summary>
    public uint PayloadProtocol { get; } = BinaryPrimitives.ReadUInt32BigEndian(value[8..]);

    /// <summary>The user data.</summary>
    public ReadOnlySpan<byte> Payload { get; } = value[FixedSize..];

    /// <summary>Whether the message has no place in its stream's order.</summary>
    public bool IsUnordered => (Flags & DataFlags.Unordered) != 0;

    /// <summary>Whether it is a message of its own.</summary>
    public bool IsWhole => (Flags & DataFlags.Whole) == DataFlags.Whole;
}
