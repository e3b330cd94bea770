using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>Chains, terms and checks that are in order, for tests to put one thing out of it.</summary>
internal static class SwapFixture
{
    public static readonly RingId Ring = RingId.OfPublic("main");
    public static readonly Did Alice = Did.Zero.Finger(20);
    public static readonly Did Bob = Did.Zero.Finger(21);
    public static readonly byte[] AliceKey = [.. Enumerable.Repeat((byte)1, 32)];
    public static readonly byte[] BobKey = [.. Enumerable.Repeat((byte)2, 32)];

    /// <summary>Two chains of each family: leg 1 is on the first, leg 2 on the second.</summary>
    public static ChainIdentity ChainOf(ChainKind kind, LegSide side) => kind == ChainKind.Utxo
        ? new(
            ChainName.Read("bip122:530827f38f93b43ed12af0b3ad25a288" + (side == LegSide.First ? "#a" : "#b")), Bytes(5), "ltc", 8,
            ChainPlace.None, IsTest: true)
        : new(
            ChainName.Read("eip155:31337" + (side == LegSide.First ? "#a" : "#b")), Bytes(6), "eth", 18, Place(0xcc, ChainKind.Evm), IsTest: true);

    public static Bytes32 Bytes(byte value) => Bytes32.Read(Enumerable.Repeat(value, 32).ToArray());

    public static ChainPlace Place(byte value, ChainKind kind) => ChainPlace.Read(kind == ChainKind.Utxo
        ? [2, .. Enumerable.Repeat(value, 32)]
        : [.. Enumerable.Repeat(value, 20)]);

    /// <summary>A secret's public key, or the account of a side.</summary>
    public static ChainPlace PlaceOf(Bytes32 secret, ChainKind kind, byte account) => kind == ChainKind.Utxo
        ? ChainPlace.Read(Secp256k1Point.OfSecret(Secp256k1Scalar.Read(secret.ToByteArray(), "secret")).Encoded)
        : Place(account, kind);

    public static SwapPolicy Policy(SwapTimes times, ChainPolicy policy, ChainKind first, ChainKind second) => new(times, false, new[]
    {
        ChainOf(first, LegSide.First), ChainOf(second, LegSide.Second),
    }.ToImmutableDictionary(chain => chain.Name, chain => new ConfiguredChain(chain, policy)));

    public static SwapMessage.Offer Offer(
        SecretId id, ChainKind first, ChainKind second, long t1, long t2, long validUntil, int confirmations)
    {
        var secrets = SwapSecrets.Of(AliceKey, id, SwapRole.Offerer, Bob);
        var (one, two) = (ChainOf(first, LegSide.First), ChainOf(second, LegSide.Second));
        return new(
            id,
            new(one.Name, one.Genesis, one.Asset, Amount.Of(150_000_000), PlaceOf(secrets.RefundKey, first, 0xa1), ChainPlace.None, 0, Amount.Of(20_000), one.Contract),
            new(two.Name, two.Genesis, two.Asset, Amount.Of(100_000_000), ChainPlace.None, PlaceOf(secrets.ClaimKey, second, 0xa1), confirmations, Amount.Of(20_000), two.Contract),
            t1, t2, SwapSecrets.HashOf(secrets.Preimage!.Value), validUntil * 1000);
    }

    public static SwapMessage.Accept Accept(SwapMessage.Offer offer, int confirmations)
    {
        var secrets = SwapSecrets.Of(BobKey, offer.Id, SwapRole.Taker, Alice);
        var accept = new SwapMessage.Accept(
            offer.Id, PlaceOf(secrets.ClaimKey, offer.Give.Kind, 0xb1), PlaceOf(secrets.RefundKey, offer.Take.Kind, 0xb1), confirmations, default);
        return accept with { TermsHash = new SwapTerms(Ring, Alice, Bob, offer, null).HashWith(accept) };
    }

    /// <summary>What a chain says of a leg that is in order.</summary>
    public static LegCheck Fine(ChainTip tip, ChainKind kind) => new(
        tip, Amount.Of(1_000_000_000), kind == ChainKind.Evm ? Amount.Of(1_000_000_000) : null, Amount.Of(10_000), Amount.Of(15_000),
        Amount.Of(kind == ChainKind.Utxo ? 330 : 0), false, false, true);
}
