using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>Writes parameters and error causes (RFC 9260, section 3.2.1).</summary>
internal static class Parameter
{
    /// <summary>Type and length; the value stands 4 bytes further on.</summary>
    public static void WriteHeader(Span<byte> target, ushort type, int valueLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target, type);
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)(valueLength + 4));
    }
}
