using System.Buffers;
using System.Buffers.Binary;

namespace Rings.Protocol;

/// <summary>16 bytes that name something: what the ids of links, transactions, messages, stream sets and secrets are made of.</summary>
internal readonly record struct Id128
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = 16;

    private readonly UInt128 _bits;

    private Id128(UInt128 bits) => _bits = bits;

    /// <summary>Its last 32 bits: where it is kept in a table that is no dictionary.</summary>
    internal uint Low => (uint)_bits;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static Id128 Read(ReadOnlySpan<byte> source, string field) => source.Length == Bytes
        ? new(BinaryPrimitives.ReadUInt128BigEndian(source))
        : throw new ProtocolException(field, "16 bytes");

    /// <summary>Reads 32 hex digits.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse(string? text, out Id128 id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        var isId = text?.Length == 2 * Bytes && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
        id = isId ? new(BinaryPrimitives.ReadUInt128BigEndian(bytes)) : default;
        return isId;
    }

    /// <summary>Writes the 16 bytes.</summary>
    public void Write(Span<byte> target) => BinaryPrimitives.WriteUInt128BigEndian(target, _bits);

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
