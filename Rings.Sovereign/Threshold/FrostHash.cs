using System.Security.Cryptography;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Threshold;

/// <summary>The five hashes of FROST(Ed25519, SHA-512): RFC 9591, 6.1.</summary>
internal static class FrostHash
{
    private static ReadOnlySpan<byte> Context => "FROST-ED25519-SHA512-v1"u8;

    /// <summary>H1: the binding factor.</summary>
    public static Edwards25519Scalar Rho(params ReadOnlySpan<byte[]> parts) => NumberOf("rho"u8, parts);

    /// <summary>H2: the challenge, as RFC 8032 has it, without a context.</summary>
    public static Edwards25519Scalar Challenge(
        ReadOnlySpan<byte> commitment, ReadOnlySpan<byte> groupKey, ReadOnlySpan<byte> message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(commitment);
        hash.AppendData(groupKey);
        hash.AppendData(message);
        return Edwards25519Scalar.Reduce(hash.GetHashAndReset());
    }

    /// <summary>H3: a nonce.</summary>
    public static Edwards25519Scalar Nonce(params ReadOnlySpan<byte[]> parts) => NumberOf("nonce"u8, parts);

    /// <summary>H4: a message.</summary>
    public static byte[] Message(ReadOnlySpan<byte> message) => Of("msg"u8, message.ToArray());

    /// <summary>H5: the list of commitments.</summary>
    public static byte[] Commitments(byte[] encoded) => Of("com"u8, encoded);

    private static Edwards25519Scalar NumberOf(ReadOnlySpan<byte> use, ReadOnlySpan<byte[]> parts)
    {
        var wide = Of(use, parts);
        var number = Edwards25519Scalar.Reduce(wide);
        CryptographicOperations.ZeroMemory(wide);
        return number;
    }

    private static byte[] Of(ReadOnlySpan<byte> use, params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(Context);
        hash.AppendData(use);
        foreach (var part in parts) hash.AppendData(part);
        return hash.GetHashAndReset();
    }
}
