using System.Buffers.Binary;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Streams;

/// <summary>
/// A packet's number as it travels: counted from 0 in each direction of a path; bit 63 marks what was sealed before the
/// answer was there.
/// </summary>
/// <param name="Value">All 64 bits.</param>
internal readonly record struct PacketNumber(ulong Value)
{
    private const ulong EarlyBit = 1UL << 63;

    /// <summary>Whether it is sealed with the early key.</summary>
    public bool IsEarly => (Value & EarlyBit) != 0;

    /// <summary>The number without the mark.</summary>
    public ulong Count => Value & ~EarlyBit;

    /// <summary>A number with or without the mark.</summary>
    public static PacketNumber Of(ulong count, bool isEarly) => new(isEarly ? count | EarlyBit : count);

    /// <summary>Writes the nonce: four zero bytes, then the number as it travels, the least byte first.</summary>
    /// <param name="nonce">12 bytes.</param>
    internal void WriteNonce(Span<byte> nonce)
    {
        nonce[..4].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(nonce[4..AeadKey.NonceBytes], Value);
    }
}
