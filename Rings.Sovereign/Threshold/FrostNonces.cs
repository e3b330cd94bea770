using System.Security.Cryptography;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Threshold;

/// <summary>
/// The two nonces of one signer for one attempt, in memory only: whoever signs takes them out, and there is no second time.
/// A nonce that answers two lists gives the share away.
/// </summary>
/// <remarks>Shared by the copies of an immutable machine: what one of them has taken, none can take again.</remarks>
internal sealed class FrostNonces
{
    private const int RandomLength = 32;

    private Edwards25519Scalar _hiding;
    private Edwards25519Scalar _binding;
    private int _isTaken;

    internal FrostNonces(int index, Edwards25519Scalar hiding, Edwards25519Scalar binding)
    {
        (_hiding, _binding) = (hiding, binding);
        Commitment = new(index, Edwards25519Point.OfSecret(hiding), Edwards25519Point.OfSecret(binding));
    }

    /// <summary>What is shown of them.</summary>
    public FrostCommitment Commitment { get; }

    /// <summary>Draws nonces from chance and the share: RFC 9591, 4.1. A bad source of chance does not tell the share.</summary>
    /// <param name="index">The signer.</param>
    /// <param name="share">Its share.</param>
    /// <param name="random">Chance.</param>
    public static FrostNonces Draw(int index, Edwards25519Scalar share, RandomBytes random) =>
        new(index, DrawOne(share, random), DrawOne(share, random));

    /// <summary>Takes them out.</summary>
    /// <returns>Null: they were taken, or erased, before.</returns>
    public (Edwards25519Scalar Hiding, Edwards25519Scalar Binding)? Take()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0) return null;
        var taken = (_hiding, _binding);
        _hiding = _binding = Edwards25519Scalar.Zero;
        return taken;
    }

    internal static Edwards25519Scalar Generate(byte[] chance, Edwards25519Scalar share)
    {
        var secret = share.ToByteArray();
        var nonce = FrostHash.Nonce(chance, secret);
        CryptographicOperations.ZeroMemory(secret);
        return nonce;
    }

    private static Edwards25519Scalar DrawOne(Edwards25519Scalar share, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var chance = new byte[RandomLength];
        random(chance);
        var nonce = Generate(chance, share);
        CryptographicOperations.ZeroMemory(chance);
        return nonce;
    }
}
