using System.Collections.Immutable;
using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// A dealer's commitments with the proof that it knows the constant term (Komlo and Goldberg, 2020, figure 1): without it the
/// last to speak could choose the group's key.
/// </summary>
internal sealed class DealtPolynomial
{
    private DealtPolynomial(ImmutableArray<Edwards25519Point> points, X25519PublicKey key) => (Points, Key) = (points, key);

    /// <summary>C_0 to C_k−1.</summary>
    public ImmutableArray<Edwards25519Point> Points { get; }

    /// <summary>What shares for this dealer are sealed to.</summary>
    public X25519PublicKey Key { get; }

    /// <summary>Reads a first message; null where it does not hold.</summary>
    public static DealtPolynomial? Read(GroupPlan plan, GroupStatement.First first)
    {
        if (SealedShares.ReadKey(first.Key) is not { } key) return null;
        // Who is dealt to and does not deal says its key only.
        if (!plan.IsDealer(first.Index)) return first.Commitments.IsEmpty && first.Proof == default ? new([], key) : null;
        if (first.Commitments.Length != plan.Threshold) return null;
        try
        {
            ImmutableArray<Edwards25519Point> points =
                [.. first.Commitments.Select(point => Edwards25519Point.Read(point.ToByteArray(), "commitments"))];
            if (plan.DealerAt(first.Index) is { } dealer && !plan.Change!.ConstantOf(dealer).Equals(points[0])) return null;
            var r = Edwards25519Point.Read(first.Proof.R.ToByteArray(), "proof");
            var z = Edwards25519Scalar.Read(first.Proof.Z.ToByteArray(), "proof");
            var challenge = Challenge(plan, first.Index, points[0], r);
            return Edwards25519Point.OfSecret(z).Equals(r + (points[0] * challenge)) ? new(points, key) : null;
        }
        catch (ProtocolException)
        {
            // A point or number of another form: the dealer is named for it.
            return null;
        }
    }

    /// <summary>Proves that the constant term is known.</summary>
    public static (Bytes32 R, Bytes32 Z) Prove(GroupPlan plan, int index, Edwards25519Scalar secret, RandomBytes random)
    {
        var nonce = Edwards25519Scalar.Draw(random);
        var r = Edwards25519Point.OfSecret(nonce);
        var z = nonce + (secret * Challenge(plan, index, Edwards25519Point.OfSecret(secret), r));
        return (Bytes32.Read(r.Encoded), Bytes32.Read(z.ToByteArray()));
    }

    private static Edwards25519Scalar Challenge(GroupPlan plan, int index, Edwards25519Point secret, Edwards25519Point r)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData("rings/1 group pop"u8);
        hash.AppendData(plan.Hash);
        hash.AppendData(Numbers.Of(index));
        hash.AppendData(secret.Encoded);
        hash.AppendData(r.Encoded);
        return Edwards25519Scalar.Reduce(hash.GetHashAndReset());
    }
}
