namespace Rings.Protocol.Streams;

/// <summary>What a frame of a packet says. The numbers are those of the wire (docs/protocol/7-streams.md).</summary>
internal enum PacketFrameType
{
    /// <summary>Opens a stream: stream, flags, protocol, metadata. Only by the set's opener.</summary>
    Open = 1,

    /// <summary>Bytes of a stream: stream, offset, bytes.</summary>
    Data = 2,

    /// <summary>The last bytes of a stream's direction: stream, offset, bytes.</summary>
    DataEnd = 3,

    /// <summary>How many bytes all streams of the set together may have sent: offset.</summary>
    MaxData = 4,

    /// <summary>How far a stream's sender may go: stream, offset. The acceptor's first one accepts the stream.</summary>
    MaxStream = 5,

    /// <summary>Nothing more is sent: stream, code, final offset.</summary>
    Reset = 6,

    /// <summary>Nothing more is read: stream, code.</summary>
    Stop = 7,

    /// <summary>All packets of a path up to a number were taken: path index, number.</summary>
    Ack = 8,

    /// <summary>Asks for a <see cref="Pong"/> by the same path: number.</summary>
    Ping = 9,

    /// <summary>Answers a <see cref="Ping"/>: its number.</summary>
    Pong = 10,

    /// <summary>
    /// From now on the path that this comes by is that of a lane: 0 for bulk, 1 for what is interactive. Only by the
    /// set's opener.
    /// </summary>
    Use = 11,

    /// <summary>The set ends: code, text.</summary>
    Close = 12,
}
