using System.Collections.Immutable;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.Tests.Threshold;

/// <summary>Any k of n sign as one key does, fewer do not, and nonces serve once.</summary>
public sealed class FrostSigningSpecs
{
    private readonly SeededBytes _random = new(7);
    private readonly Edwards25519Point _key;
    private readonly ImmutableArray<Edwards25519Scalar> _shares;

    public FrostSigningSpecs()
    {
        var secret = Edwards25519Scalar.Draw(_random.Fill);
        (_shares, var commitments) = Feldman.Split<Edwards25519Point, Edwards25519Scalar>(
            secret, 3, 5, () => Edwards25519Scalar.Draw(_random.Fill));
        _key = commitments[0];
    }

    public static TheoryData<int[]> Triples =>
        [.. from a in Enumerable.Range(1, 5) from b in Enumerable.Range(1, 5) from c in Enumerable.Range(1, 5) where a < b && b < c select (int[])[a, b, c]];

    [Theory]
    [MemberData(nameof(Triples))]
    public void Any_three_of_five_sign_as_an_account_of_kind_Ed25519_does(int[] signers)
    {
        var signature = Sign(signers);

        Assert.True(AccountSignature.Verify(
            AccountKind.Ed25519, AccountDid.OfEd25519(_key.Encoded), _key.Encoded, "text", signature));
    }

    [Fact]
    public void Two_of_five_do_not() =>
        Assert.False(Ed25519PublicKey.Read(_key.Encoded).Verify("text"u8, Sign([2, 5])));

    [Fact]
    public void Nonces_serve_once()
    {
        var nonces = FrostNonces.Draw(1, _shares[0], _random.Fill);
        FrostCommitment[] list = [nonces.Commitment, FrostNonces.Draw(2, _shares[1], _random.Fill).Commitment];

        Assert.NotNull(FrostSigning.Sign(_key, "one"u8, list, _shares[0], nonces));
        Assert.Null(FrostSigning.Sign(_key, "two"u8, list, _shares[0], nonces));
        Assert.Null(nonces.Take());
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    public void Indices_rise_from_one(int first, int second)
    {
        FrostCommitment At(int index) => FrostNonces.Draw(1, _shares[0], _random.Fill).Commitment with { Index = index };

        Assert.Throws<ArgumentException>(() => new FrostSigning(_key, "text"u8, [At(first), At(second)]));
    }

    private byte[] Sign(int[] signers)
    {
        var nonces = signers.Select(index => FrostNonces.Draw(index, _shares[index - 1], _random.Fill)).ToList();
        FrostCommitment[] list = [.. nonces.Select(one => one.Commitment)];
        return new FrostSigning(_key, "text"u8, list).Aggregate(
            nonces.Select(one => FrostSigning.Sign(_key, "text"u8, list, _shares[one.Commitment.Index - 1], one)!.Value));
    }
}
