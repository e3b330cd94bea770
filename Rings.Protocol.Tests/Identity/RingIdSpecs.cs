using System.Security.Cryptography;
using System.Text;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class RingIdSpecs
{
    [Fact]
    public void A_public_ring_is_named_by_the_hash_of_its_name()
    {
        byte[] input = [.. Encoding.UTF8.GetBytes("rings/1 ring"), 0, 0, 0, 0, 4, .. Encoding.UTF8.GetBytes("main"),
            0, 0, 0, 0];

        Assert.Equal(SHA256.HashData(input)[..20], RingId.OfPublic("main").ToByteArray());
    }

    [Fact]
    public void A_private_ring_adds_the_tag_of_its_secret()
    {
        using var secret = new RingSecret(TestAccounts.Seed(1));
        var tag = HKDF.DeriveKey(HashAlgorithmName.SHA256, TestAccounts.Seed(1), 32, [],
            "rings/1 ring tag"u8.ToArray());
        byte[] input = [.. "rings/1 ring"u8, 0, 0, 0, 0, 4, .. "main"u8, 0, 0, 0, 32, .. tag];

        Assert.Equal(SHA256.HashData(input)[..20], RingId.OfPrivate("main", secret).ToByteArray());
        Assert.NotEqual(RingId.OfPublic("main"), RingId.OfPrivate("main", secret));
    }

    [Fact]
    public void Only_holders_of_the_secret_make_its_tags()
    {
        using var secret = new RingSecret(TestAccounts.Seed(1));
        using var same = new RingSecret(TestAccounts.Seed(1));
        using var other = new RingSecret(TestAccounts.Seed(2));
        var tag = secret.Authenticate("data"u8);

        Assert.True(same.IsAuthentic("data"u8, tag));
        Assert.False(other.IsAuthentic("data"u8, tag));
        Assert.False(same.IsAuthentic("date"u8, tag));
        Assert.False(same.IsAuthentic("data"u8, tag.AsSpan(1)));
    }

    [Fact]
    public void Names_and_ids_out_of_range_get_a_typed_error()
    {
        Assert.Throws<ProtocolException>(() => RingId.OfPublic(""));
        Assert.Throws<ProtocolException>(() => RingId.OfPublic(new string('ü', 128)));
        Assert.Throws<ProtocolException>(() => RingId.Read(new byte[19]));
        Assert.Throws<ProtocolException>(() => DelegationId.Read(new byte[21]));
        Assert.Throws<ProtocolException>(() => new RingSecret("password"u8));
        Assert.Equal(RingId.OfPublic("main"), RingId.Read(RingId.OfPublic("main").ToByteArray()));
    }
}
