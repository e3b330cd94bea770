using System.Collections.Immutable;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <summary>What a member has drawn for one plan: its polynomial, and the key that shares are sealed to. Secret.</summary>
/// <param name="Coefficients">a_0 to a_k−1.</param>
/// <param name="Key">X25519, 32 bytes.</param>
internal sealed record OwnDeal(ImmutableArray<Edwards25519Scalar> Coefficients, Bytes32 Key)
{
    /// <summary>Draws one.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="random">Chance.</param>
    /// <param name="part">Of a change the dealer's part of the secret; null: drawn, too.</param>
    public static OwnDeal Draw(GroupPlan plan, RandomBytes random, Edwards25519Scalar? part = null) => new(
        [.. Enumerable.Range(0, plan.Threshold).Select(j => j == 0 && part is { } known ? known : Edwards25519Scalar.Draw(random))],
        Bytes32.Draw(random));

    /// <summary>Of a member that is dealt to and does not deal.</summary>
    public static OwnDeal OfReceiver(RandomBytes random) => new([], Bytes32.Draw(random));

    /// <summary>The share of an index.</summary>
    public Edwards25519Scalar ShareOf(int index) => Feldman.At([.. Coefficients], index);

    /// <summary>The first message.</summary>
    public GroupStatement.First First(GroupPlan plan, int index, RandomBytes random)
    {
        using var key = X25519PrivateKey.FromBytes(Key.ToByteArray());
        return new(
            Bytes32.Read(plan.Hash), index,
            [.. Coefficients.Select(one => Bytes32.Read(Edwards25519Point.OfSecret(one).Encoded))],
            Coefficients.IsEmpty ? default : DealtPolynomial.Prove(plan, index, Coefficients[0], random), Bytes32.Read(key.PublicKey.Span));
    }

    /// <summary>The second message, when all first ones are there.</summary>
    public GroupStatement.Second Second(
        GroupPlan plan, int index, Bytes32 ofFirst, IReadOnlyDictionary<int, DealtPolynomial> dealt, RandomBytes random)
    {
        Span<byte> drawn = stackalloc byte[X25519PrivateKey.Bytes];
        random(drawn);
        using var key = X25519PrivateKey.FromBytes(drawn);
        drawn.Clear();
        return new(
            Bytes32.Read(plan.Hash), index, ofFirst, Bytes32.Read(key.PublicKey.Span),
            [
                .. Enumerable.Range(1, plan.Count).Select(to =>
                    SealedShares.Seal(plan, index, to, key, dealt[to].Key, ShareOf(to))),
            ]);
    }
}
