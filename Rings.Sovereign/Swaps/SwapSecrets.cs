using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// The secrets of one swap, all from one file: HKDF-SHA-256 of <c>swap.key</c>, with the swap's id, the role, the peer and the use. So
/// one file is backed up once, and no journal is needed to make a key again.
/// </summary>
/// <param name="ClaimKey">The secret key of this side's ClaimTo.</param>
/// <param name="RefundKey">The secret key of this side's RefundTo.</param>
/// <param name="Preimage">The offerer's; null at the taker.</param>
internal sealed record SwapSecrets(Bytes32 ClaimKey, Bytes32 RefundKey, Bytes32? Preimage)
{
    /// <summary>Bytes of <c>swap.key</c>.</summary>
    public const int KeyBytes = 32;

    /// <summary>Makes them.</summary>
    /// <param name="key">The 32 bytes of <c>swap.key</c>.</param>
    /// <param name="id">The swap.</param>
    /// <param name="role">Who this node is.</param>
    /// <param name="peer">The other side.</param>
    public static SwapSecrets Of(ReadOnlySpan<byte> key, SecretId id, SwapRole role, Did peer)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        Span<byte> preimage = stackalloc byte[Bytes32.Length];
        if (role == SwapRole.Offerer) KeyDerivation.Hkdf(key, [], Info(id, role, peer, "preimage"), preimage);
        var secrets = new SwapSecrets(
            Scalar(key, Info(id, role, peer, "claim")), Scalar(key, Info(id, role, peer, "refund")),
            role == SwapRole.Offerer ? Bytes32.Read(preimage) : null);
        preimage.Clear();
        return secrets;
    }

    /// <summary>The hash of a preimage.</summary>
    public static Bytes32 HashOf(Bytes32 preimage) => Bytes32.Read(Hash.Sha256(preimage.ToByteArray()));

    /// <summary>Nothing secret.</summary>
    public override string ToString() => nameof(SwapSecrets);

    private static byte[] Info(SecretId id, SwapRole role, Did peer, string use) =>
        [.. "rings/1 swap "u8, .. System.Text.Encoding.ASCII.GetBytes(use), 0, .. id.ToByteArray(), (byte)role, .. peer.ToByteArray()];

    private static Bytes32 Scalar(ReadOnlySpan<byte> key, byte[] info)
    {
        Span<byte> wide = stackalloc byte[Secp256k1Scalar.WideBytes];
        KeyDerivation.Hkdf(key, [], info, wide);
        var scalar = Bytes32.Read(Secp256k1Scalar.Reduce(wide).ToByteArray());
        wide.Clear();
        return scalar;
    }
}
