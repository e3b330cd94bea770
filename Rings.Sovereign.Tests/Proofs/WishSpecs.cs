using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>What a verifier wishes to be shown: its bytes, its bounds, and what fulfils it.</summary>
public sealed class WishSpecs
{
    private static readonly SecretId Id = SecretId.Read(Convert.FromHexString("808182838485868788898a8b8c8d8e8f"));

    [Fact]
    public void A_wish_comes_back_from_its_bytes_and_says_itself()
    {
        foreach (var (wish, claim) in new (ProofWish, string)[]
        {
            (new OwnWish(), "the owner of its account"),
            (new PreimageWish(default), $"the holder of a file with the SHA-256 {new string('0', 64)}"),
            (Credential("born<=2008-11-28"), $"the holder of its own credential 'adults' of {CredentialWorld.Issuer} with born<=2008-11-28"),
            (Credential("", isAnonymous: true), $"the holder of a credential 'adults' of {CredentialWorld.Issuer}, and does not say which"),
            (
                Credential(new string('a', CredentialWish.MaxRule), isAnonymous: true, "vote 7"),
                $"the holder of a credential 'adults' of {CredentialWorld.Issuer} with {new string('a', CredentialWish.MaxRule)}, "
                + "marked once for 'vote 7', and does not say which"),
        })
        {
            var bytes = ProofCodec.Write(new WishMessage(Id, wish));
            var read = Assert.IsType<WishMessage>(ProofCodec.Read(bytes));

            Assert.Equal((Id, claim, claim), (read.Id, wish.Claim, read.Wished.Claim));
            Assert.Equal(bytes, ProofCodec.Write(read));
        }
    }

    [Fact]
    public void What_breaks_a_rule_is_refused()
    {
        foreach (var wish in new Proto.ProofWish[]
        {
            new(), new() { Own = false }, new() { Preimage = Bytes(31) }, Wire(one => one.Issuer = Bytes(19)), Wire(one => one.Name = "Adults"),
            Wire(one => one.Name = ""), Wire(one => one.Rule = new string('a', CredentialWish.MaxRule + 1)), Wire(one => one.Rule = "born<=1\n"),
            Wire(one => one.Rule = "born≤1"), Wire(one => one.Words = "vote 7"),
            Wire(one => (one.Anonymous, one.Words) = (true, new string('a', ProofMark.MaxWords + 1))),
            Wire(one => (one.Anonymous, one.Words) = (true, "a\n")),
        })
        {
            wish.Id = Google.Protobuf.ByteString.CopyFrom(Id.ToByteArray());
            Assert.Throws<ProtocolException>(() => ProofCodec.Read(Google.Protobuf.MessageExtensions.ToByteArray(new Proto.ProofMessage { Wish = wish })));
        }

        var own = new Proto.ProofMessage { Wish = new() { Own = true, Id = Bytes(15) } };
        Assert.Throws<ProtocolException>(() => ProofCodec.Read(Google.Protobuf.MessageExtensions.ToByteArray(own)));
        Assert.Throws<ArgumentException>(() => ProofCodec.Write(new WishMessage(Id, new MembershipWish([], null))));
    }

    [Fact]
    public void Membership_is_of_exactly_this_list_in_its_order_with_these_words()
    {
        var statement = (OneOfStatement)new ProofWorld("list20-tag").Statement;

        Assert.True(new MembershipWish(statement.Keys, "vote 7").IsFulfilledBy(statement, ProofWorld.Anna));
        Assert.False(new MembershipWish(statement.Keys, "vote 8").IsFulfilledBy(statement, ProofWorld.Anna));
        Assert.False(new MembershipWish(statement.Keys, null).IsFulfilledBy(statement, ProofWorld.Anna));
        Assert.False(new MembershipWish([.. statement.Keys.Reverse()], "vote 7").IsFulfilledBy(statement, ProofWorld.Anna));
        Assert.False(new MembershipWish(statement.Keys[1..], "vote 7").IsFulfilledBy(statement, ProofWorld.Anna));
        Assert.Equal(statement.Claim, new MembershipWish(statement.Keys, "vote 7").Claim);
    }

    [Fact]
    public void So_it_is_where_members_have_Ed25519_keys()
    {
        var statement = (AnyStatement)new ProofWorld("any-edwards").Statement;
        var wish = new MixedMembershipWish(statement);

        Assert.True(wish.IsFulfilledBy(new AnyStatement(statement.Parts), ProofWorld.Anna));
        Assert.False(wish.IsFulfilledBy(new AnyStatement([.. statement.Parts.Reverse()]), ProofWorld.Anna));
        Assert.False(wish.IsFulfilledBy(statement.Parts[1], ProofWorld.Anna));
        Assert.Equal(statement.Claim, wish.Claim);
    }

    [Fact]
    public void An_own_account_is_that_of_the_Did_that_proves_it()
    {
        foreach (var statement in new[] { new ProofWorld("account").Statement, new ProofWorld("edwards").Statement })
        {
            Assert.True(new OwnWish().IsFulfilledBy(statement, statement.Account!.Value));
            Assert.False(new OwnWish().IsFulfilledBy(statement, ProofWorld.Anna));
        }

        Assert.False(new OwnWish().IsFulfilledBy(new OwnStatement(Secp256k1Point.OfSecret(Secp256k1Scalar.One)), ProofWorld.Anna));
    }

    [Fact]
    public void A_file_is_the_one_with_this_hash_whatever_its_length()
    {
        var (hash, other) = (Bytes32.Read(new byte[32]), Bytes32.Read([1, .. new byte[31]]));

        Assert.True(new PreimageWish(hash).IsFulfilledBy(new PreimageStatement(hash, 40), ProofWorld.Anna));
        Assert.False(new PreimageWish(hash).IsFulfilledBy(new PreimageStatement(other, 40), ProofWorld.Anna));
    }

    private static CredentialWish Credential(string rule, bool isAnonymous = false, string? words = null) =>
        new(CredentialWorld.Issuer, "adults", rule, isAnonymous, words);

    private static Proto.ProofWish Wire(Action<Proto.ProofCredentialWish> change)
    {
        var credential = new Proto.ProofCredentialWish { Issuer = Bytes(20), Name = "adults" };
        change(credential);
        return new() { Credential = credential };
    }

    private static Google.Protobuf.ByteString Bytes(int count) => Google.Protobuf.ByteString.CopyFrom(new byte[count]);
}
