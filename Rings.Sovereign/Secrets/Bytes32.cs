using System.Buffers;
using System.Buffers.Binary;
using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>32 bytes as a value: a hash, a nonce, a random number that is opened later.</summary>
public readonly record struct Bytes32
{
    /// <summary>How many bytes.</summary>
    public const int Length = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private Bytes32(UInt128 high, UInt128 low) => (_high, _low) = (high, low);

    /// <summary>Reads 32 bytes.</summary>
    /// <param name="source">Exactly 32 bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static Bytes32 Read(ReadOnlySpan<byte> source, string field = "hash") => source.Length == Length
        ? new(BinaryPrimitives.ReadUInt128BigEndian(source), BinaryPrimitives.ReadUInt128BigEndian(source[16..]))
        : throw new ProtocolException(field, "32 bytes");

    /// <summary>Reads 64 hex digits.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse(string? text, out Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var isValue = text?.Length == 2 * Length && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
        value = isValue ? Read(bytes) : default;
        return isValue;
    }

    /// <summary>Draws new ones.</summary>
    public static Bytes32 Draw(Protocol.EndToEnd.RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> drawn = stackalloc byte[Length];
        random(drawn);
        return Read(drawn);
    }

    /// <summary>The 32 bytes, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), _low);
        return bytes;
    }

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
