namespace Rings.Transport.Sctp;

/// <summary>A DATA chunk that has a TSN and is not cumulatively acknowledged. A slot of
/// <see cref="OutstandingChunks"/>.</summary>
internal struct OutstandingChunk
{
    /// <summary>Its stream.</summary>
    public OutgoingStream Stream;

    /// <summary>Where its bytes begin; no block for a chunk that stands for an abandoned message's end.</summary>
    public ByteCursor Payload;

    /// <summary>The position behind its bytes on its stream.</summary>
    public long EndPosition;

    /// <summary>When it was sent last, in ticks.</summary>
    public long SentAt;

    /// <summary>When its message is abandoned, in ticks.</summary>
    public long Expires;

    /// <summary>What had been delivered when it was sent.</summary>
    public DeliverySnapshot Delivery;

    /// <summary>The chunk sent before it, of those in flight; anything for the oldest.</summary>
    public uint Older;

    /// <summary>The chunk sent after it, of those in flight; anything for the newest.</summary>
    public uint Newer;

    /// <summary>The payload protocol identifier.</summary>
    public uint PayloadProtocol;

    /// <summary>How often it may be sent again; -1 without end.</summary>
    public int MaxRetransmits;

    /// <summary>User bytes.</summary>
    public ushort Length;

    /// <summary>The stream sequence number.</summary>
    public ushort Ssn;

    /// <summary>How often it was sent.</summary>
    public ushort Transmissions;

    /// <summary>The chunk's flags.</summary>
    public DataFlags Flags;

    /// <summary>Whether it left, when it left first, in a packet greater than every path carries.</summary>
    public bool IsLarge;

    /// <summary>What is known of it.</summary>
    public ChunkState State;

    /// <summary>The size of its chunk in a packet: header, bytes and padding.</summary>
    public readonly int WireSize => OutstandingChunks.DataHeaderSize + Padding.Padded(Length);
}
