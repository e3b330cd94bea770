using System.Buffers.Binary;
using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// Names a ring: 20 bytes of a hash over its name and, for a private ring, its secret (protocol.md, section 8).
/// </summary>
public readonly record struct RingId
{
    /// <summary>Bytes of a ring id.</summary>
    public const int Bytes = 20;

    private readonly Did _bits;

    private RingId(Did bits) => _bits = bits;

    /// <summary>The id of a public ring.</summary>
    /// <param name="name">1 to 255 bytes in UTF-8.</param>
    /// <exception cref="ProtocolException">The name is empty or too long.</exception>
    public static RingId OfPublic(string name) => Of(name, []);

    /// <summary>The id of a private ring.</summary>
    /// <param name="name">1 to 255 bytes in UTF-8.</param>
    /// <param name="secret">What its members share.</param>
    /// <exception cref="ProtocolException">The name is empty or too long.</exception>
    public static RingId OfPrivate(string name, RingSecret secret) => Of(name, secret.Tag);

    /// <summary>Reads 20 bytes.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static RingId Read(ReadOnlySpan<byte> source, string field = "ring") => source.Length == Bytes
        ? new(Did.Read(source))
        : throw new ProtocolException(field, "20 bytes");

    /// <summary>Writes 20 bytes.</summary>
    public void Write(Span<byte> target) => _bits.Write(target);

    /// <summary>The 20 bytes, in a new array.</summary>
    public byte[] ToByteArray() => _bits.ToByteArray();

    /// <summary>40 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());

    private static RingId Of(string name, ReadOnlySpan<byte> tag)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        if (utf8.Length is 0 or > 255) throw new ProtocolException("ring name", "1 to 255 bytes of UTF-8");
        var prefix = "rings/1 ring\0"u8;
        var input = new byte[prefix.Length + 4 + utf8.Length + 4 + tag.Length];
        prefix.CopyTo(input);
        var rest = Append(input.AsSpan(prefix.Length), utf8);
        Append(rest, tag);
        return new(Did.Read(Hash.Sha256(input)));
    }

    private static Span<byte> Append(Span<byte> target, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, part.Length);
        part.CopyTo(target[4..]);
        return target[(4 + part.Length)..];
    }
}
