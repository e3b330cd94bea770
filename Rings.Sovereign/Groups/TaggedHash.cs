using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rings.Sovereign.Groups;

/// <summary>H(text, a, b, …) = SHA-256(text ‖ 0x00 ‖ len32 ‖ a ‖ len32 ‖ b …), lengths in 4 bytes, big-endian.</summary>
internal static class TaggedHash
{
    /// <summary>The hash, 32 bytes.</summary>
    /// <param name="text">What it is for; begins with <c>rings/1 </c>.</param>
    /// <param name="parts">What is hashed, each with its length.</param>
    public static byte[] Of(string text, params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(part);
        }

        return hash.GetHashAndReset();
    }
}
