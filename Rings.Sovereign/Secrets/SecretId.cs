using System.Buffers.Binary;
using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>The name of a secret, of a claim or of a proof: 16 random bytes that its maker drew.</summary>
public readonly record struct SecretId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = 16;

    private readonly UInt128 _bits;

    private SecretId(UInt128 bits) => _bits = bits;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static SecretId Read(ReadOnlySpan<byte> source, string field = "id") => source.Length == Bytes
        ? new(BinaryPrimitives.ReadUInt128BigEndian(source))
        : throw new ProtocolException(field, "16 bytes");

    /// <summary>Draws a new one.</summary>
    public static SecretId Draw(Protocol.EndToEnd.RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> drawn = stackalloc byte[Bytes];
        random(drawn);
        return Read(drawn);
    }

    /// <summary>Reads 32 hex digits.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse(string? text, out SecretId id)
    {
        var bytes = new byte[Bytes];
        var isId = text?.Length == 2 * Bytes
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        id = isId ? Read(bytes) : default;
        return isId;
    }

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _bits);
        return bytes;
    }

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
