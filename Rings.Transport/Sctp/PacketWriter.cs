using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>Writes one packet, chunk by chunk, into a buffer of the caller's.</summary>
internal ref struct PacketWriter
{
    /// <summary>The size of the common header (RFC 9260, section 3.1).</summary>
    public const int HeaderSize = 12;

    private readonly Span<byte> _target;

    /// <summary>Begins a packet.</summary>
    public PacketWriter(Span<byte> target, ushort from, ushort to, uint tag)
    {
        _target = target;
        BinaryPrimitives.WriteUInt16BigEndian(target, from);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], to);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], tag);
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], 0);
        Length = HeaderSize;
    }

    /// <summary>Bytes written so far, header included.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that still fit.</summary>
    public readonly int Room => _target.Length - Length;

    /// <summary>Whether any chunk has been written.</summary>
    public readonly bool HasChunks => Length > HeaderSize;

    /// <summary>Begins a chunk whose value's length is known; its padding is zeroed.</summary>
    /// <returns>Where the value goes.</returns>
    public Span<byte> Chunk(byte type, byte flags, int valueLength)
    {
        var length = valueLength + 4;
        var padded = Padding.Padded(length);
        var chunk = _target.Slice(Length, padded);
        chunk[0] = type;
        chunk[1] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], (ushort)length);
        chunk[length..].Clear();
        Length += padded;
        return chunk[4..length];
    }

    /// <summary>Adds a chunk that is there already, header included.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        var padded = Padding.Padded(chunk.Length);
        chunk.CopyTo(_target[Length..]);
        _target.Slice(Length + chunk.Length, padded - chunk.Length).Clear();
        Length += padded;
    }

    /// <summary>Ends the packet.</summary>
    /// <param name="checksum">False for a zero checksum (RFC 9653).</param>
    /// <returns>The packet's length.</returns>
    public readonly int End(bool checksum)
    {
        if (checksum)
            BinaryPrimitives.WriteUInt32LittleEndian(_target[8..], Crc32C.OfPacket(_target[..Length]));

        return Length;
    }
}
