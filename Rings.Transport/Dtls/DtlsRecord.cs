using System.Buffers.Binary;

namespace Rings.Transport.Dtls;

/// <summary>One DTLS 1.2 record in a datagram (RFC 6347, section 4.1): its header, read, and where it lies.</summary>
internal readonly ref struct DtlsRecord
{
    /// <summary>Type, version, epoch, sequence number, length.</summary>
    public const int HeaderSize = 13;

    /// <summary>The longest plaintext of a record (RFC 6347, section 4.1).</summary>
    public const int MaxContent = 16_384;

    public const byte ChangeCipherSpec = 20;
    public const byte Alert = 21;
    public const byte Handshake = 22;
    public const byte ApplicationData = 23;

    private DtlsRecord(ReadOnlySpan<byte> whole) => Whole = whole;

    /// <summary>Header and content.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    public byte ContentType => Whole[0];

    public ushort Epoch => BinaryPrimitives.ReadUInt16BigEndian(Whole[3..]);

    /// <summary>The 48-bit sequence number within the epoch.</summary>
    public ulong Sequence => BinaryPrimitives.ReadUInt64BigEndian(Whole[3..]) & 0xFFFF_FFFF_FFFF;

    public ReadOnlySpan<byte> Content => Whole[HeaderSize..];

    /// <summary>Takes the first record off a datagram. False at its end, and for anything malformed.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out DtlsRecord record)
    {
        record = default;
        if (datagram.Length < HeaderSize || datagram[1] != 0xFE)
            return false;

        var size = HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
        if (datagram.Length < size)
            return false;

        record = new DtlsRecord(datagram[..size]);
        datagram = datagram[size..];
        return true;
    }
}
