using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>What is peculiar to accounts with Ed25519 keys; the rest is checked with every other kind of statement.</summary>
public sealed class EdwardsStatementSpecs
{
    private readonly EdwardsStatement _own = (EdwardsStatement)new ProofWorld("edwards").Statement;

    /// <summary>The identity, points of order 2 and 4, one of mixed order, one that is none, and too few bytes.</summary>
    public static TheoryData<string> NoPoints =>
    [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "9599999999999999999999999999999999999999999999999999999999999919",
        "0200000000000000000000000000000000000000000000000000000000000000",
        "58666666666666666666666666666666666666666666666666666666666666",
    ];

    [Fact]
    public void It_is_the_account_of_its_key_and_whoever_has_another_members_key_is_one_of_them_too()
    {
        var any = (AnyStatement)new ProofWorld("any-edwards").Statement;
        var ask = new LiveVerifier(
            ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, default, any, isWary: false, new SeededBytes(3).Fill).Ask;
        LiveProver? Begin(KeysWitness witness) =>
            LiveProver.Begin(ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, ask, any, witness, new SeededBytes(4).Fill);
        var world = new ProofWorld("any-edwards");

        Assert.Equal(AccountDid.OfEd25519(_own.Key.Encoded), _own.Account);
        Assert.Equal($"the owner of account {_own.Account}", _own.Claim);
        Assert.True(_own.Lists(_own.Account!.Value));
        Assert.True(any.Lists(((EdwardsStatement)any.Parts[2]).Account!.Value));
        Assert.Null(any.Account);
        Assert.NotNull(Begin(world.Witness));
        Assert.Null(Begin(new KeysWitness(Edwards25519Scalar.Of(9))));
    }

    [Theory]
    [MemberData(nameof(NoPoints))]
    public void A_point_of_small_or_mixed_order_is_no_key_and_no_move(string hex)
    {
        var point = Convert.FromHexString(hex);
        byte[] moveOfKey = [.. _own.Key.Encoded];

        Assert.Throws<ProtocolException>(() => StatementCodec.Read([0x5A, (byte)point.Length, .. point]));
        Assert.Throws<ProtocolException>(() => _own.Sigma(ProofWorld.Bela).Check(point, 7, new byte[32]));
        Assert.False(_own.Sigma(ProofWorld.Bela).Check(moveOfKey, 7, new byte[32]));
    }

    [Fact]
    public void The_identity_is_no_key() =>
        Assert.Throws<ProtocolException>(() => new EdwardsStatement(Edwards25519Point.OfSecret(Edwards25519Scalar.Zero)));
}
