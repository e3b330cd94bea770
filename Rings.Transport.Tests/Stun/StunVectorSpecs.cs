using System.Text;
using Rings.Transport.Stun;

namespace Rings.Transport.Tests.Stun;

public sealed class StunVectorSpecs
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(StunVectors.Password);

    [Fact]
    public void Rfc_5769_section_2_1_the_sample_request_is_read()
    {
        Assert.True(StunMessage.TryParse(StunVectors.Request, out var message));

        Assert.Equal(StunClass.Request, message.Class);
        Assert.Equal(StunMethod.Binding, message.Method);
        Assert.True(message.TryGet(StunAttribute.Username, out var username));
        Assert.Equal("evtj:h6vY", Encoding.UTF8.GetString(username));
        Assert.True(message.TryGetUInt32(StunAttribute.Priority, out var priority));
        Assert.Equal(0x6e0001ffu, priority);
        Assert.True(message.TryGetUInt64(StunAttribute.IceControlled, out var tieBreaker));
        Assert.Equal(0x932ff9b151263b36ul, tieBreaker);
        Assert.True(message.HasFingerprint);
        Assert.True(message.IntegrityHolds(Key));
        Assert.False(message.IntegrityHolds(Key.AsSpan(1)));
        Assert.False(message.IntegritySha256Holds(Key));
    }

    [Fact]
    public void Rfc_5769_section_2_2_the_sample_IPv4_response_is_read()
    {
        Assert.True(StunMessage.TryParse(StunVectors.ResponseIPv4, out var message));

        Assert.Equal(StunClass.Success, message.Class);
        Assert.True(message.IntegrityHolds(Key));
        Assert.True(message.TryGetXorAddress(StunAttribute.XorMappedAddress, out var mapped));
        Assert.Equal("192.0.2.1:32853", mapped.ToString());
    }

    [Fact]
    public void Rfc_5769_section_2_3_the_sample_IPv6_response_is_read()
    {
        Assert.True(StunMessage.TryParse(StunVectors.ResponseIPv6, out var message));

        Assert.True(message.IntegrityHolds(Key));
        Assert.True(message.TryGetXorAddress(StunAttribute.XorMappedAddress, out var mapped));
        Assert.Equal("[2001:db8:1234:5678:11:2233:4455:6677]:32853", mapped.ToString());
    }

    [Fact]
    public void Rfc_5769_section_2_4_the_long_term_request_is_signed_with_the_derived_key()
    {
        var key = StunCredentials.DeriveKey(
            StunVectors.LongTermUser, StunVectors.LongTermRealm, StunVectors.LongTermPassword);

        Assert.True(StunMessage.TryParse(StunVectors.LongTermRequest, out var message));
        Assert.True(message.IntegrityHolds(key));
    }

    [Fact]
    public void Rfc_8489_appendix_B_1_user_hash_and_SHA_256_integrity_agree()
    {
        // There is no PASSWORD-ALGORITHM in the sample, so the password goes through MD5.
        var key = StunCredentials.DeriveKey(
            StunVectors.LongTermUser, StunVectors.LongTermRealm, StunVectors.LongTermPassword);

        Assert.True(StunMessage.TryParse(StunVectors.LongTermSha256Request, out var message));
        Assert.True(message.TryGet(StunAttribute.UserHash, out var hash));
        Assert.Equal(
            StunCredentials.HashUser(StunVectors.LongTermUser, StunVectors.LongTermRealm), hash.ToArray());
        Assert.True(message.IntegritySha256Holds(key));
    }

    [Fact]
    public void Rfc_5769_section_2_1_the_sample_request_is_written_alike_but_for_its_padding()
    {
        Assert.True(StunMessage.TryParse(StunVectors.Request, out var sample));
        Span<byte> buffer = stackalloc byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, sample.TransactionId);
        writer.Add(StunAttribute.Software, "STUN test client");
        writer.Add(StunAttribute.Priority, 0x6e0001ffu);
        writer.Add(StunAttribute.IceControlled, 0x932ff9b151263b36ul);
        writer.Add(StunAttribute.Username, "evtj:h6vY");

        // The sample pads with spaces (RFC 8489, section 14, wants zeroes today), so its digests differ from ours.
        var expected = StunVectors.Request[..76];
        expected.AsSpan(73).Clear();
        expected[3] = 76 - StunMessage.HeaderLength;
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void Rfc_5769_section_2_2_the_sample_response_is_written_alike_but_for_its_padding()
    {
        Assert.True(StunMessage.TryParse(StunVectors.ResponseIPv4, out var sample));
        Assert.True(TransportAddress.TryParse("192.0.2.1", 32853, out var mapped));
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Success, StunMethod.Binding, sample.TransactionId);
        writer.Add(StunAttribute.Software, "test vector");
        writer.AddXorAddress(StunAttribute.XorMappedAddress, mapped);
        writer.AddIntegrity(Key);
        writer.AddFingerprint();

        Assert.Equal(80, writer.Written.Length);
        Assert.Equal(StunVectors.ResponseIPv4[36..48], buffer[36..48]);
        Assert.True(StunMessage.TryParse(writer.Written, out var read));
        Assert.True(read.HasFingerprint && read.IntegrityHolds(Key));
    }
}
