using System.Buffers.Binary;

namespace Rings.Transport.Stun;

/// <summary>The 96 bits that tie an answer to its request (RFC 8489, section 5).</summary>
/// <param name="Tag">The first 32 bits: whose transaction it is.</param>
/// <param name="Rest">The other 64.</param>
internal readonly record struct StunTransactionId(uint Tag, ulong Rest)
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 12;

    /// <summary>A new one.</summary>
    public static StunTransactionId Create(uint tag, RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random(bytes);
        return new StunTransactionId(tag, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>Reads 12 bytes.</summary>
    public static StunTransactionId Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[4..]));

    /// <summary>Writes 12 bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, Tag);
        BinaryPrimitives.WriteUInt64BigEndian(target[4..], Rest);
    }
}
