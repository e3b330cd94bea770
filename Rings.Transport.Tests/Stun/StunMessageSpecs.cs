using System.Text;
using CsCheck;
using Rings.Transport.Stun;
using Rings.Transport.Tests.Ice;

namespace Rings.Transport.Tests.Stun;

public sealed class StunMessageSpecs
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("a key for tests");
    private static readonly StunTransactionId Id = new(0x01020304, 0x05060708090A0B0C);

    private static readonly Gen<TransportAddress> AnyEnd = Gen.Select(Gen.Bool, Gen.Byte.Array[16], Gen.UShort)
        .Select((isIPv4, bytes, port) => isIPv4
            ? TransportAddress.FromIPv4(bytes.AsSpan(0, 4), port)
            : TransportAddress.FromIPv6(bytes, port));

    [Fact]
    public void Rfc_8489_section_5_class_and_method_share_fourteen_bits() =>
        Gen.Select(Gen.Enum<StunClass>(), Gen.Int[0, 0xFFF]).Sample((@class, method) =>
        {
            var writer = new StunWriter(new byte[20], @class, (StunMethod)method, Id);

            Assert.True(StunMessage.TryParse(writer.Written, out var message));
            Assert.Equal((@class, (StunMethod)method), (message.Class, message.Method));
            Assert.Equal(Id, message.TransactionId);
        });

    [Fact]
    public void Rfc_8489_section_14_2_masked_addresses_come_back() => AnyEnd.Sample(end =>
    {
        var writer = new StunWriter(new byte[64], StunClass.Success, StunMethod.Binding, Id);
        writer.AddXorAddress(StunAttribute.XorMappedAddress, end);

        Assert.True(StunMessage.TryParse(writer.Written, out var message));
        Assert.True(message.TryGetXorAddress(StunAttribute.XorMappedAddress, out var back));
        Assert.Equal(end, back);
    });

    [Fact]
    public void Attributes_of_every_length_come_back_and_are_padded() => Gen.Byte.Array[0, 300].Sample(value =>
    {
        var writer = new StunWriter(new byte[400], StunClass.Request, StunMethod.Binding, Id);
        writer.Add(StunAttribute.Data, value);
        writer.Add(StunAttribute.Priority, 7u);

        Assert.Equal(0, writer.Written.Length % 4);
        Assert.True(StunMessage.TryParse(writer.Written, out var message));
        Assert.True(message.TryGet(StunAttribute.Data, out var back));
        Assert.Equal(value, back.ToArray());
        Assert.True(message.TryGetUInt32(StunAttribute.Priority, out var priority) && priority == 7);
    });

    [Fact]
    public void Rfc_8489_section_14_of_attributes_that_repeat_only_the_first_counts()
    {
        var writer = new StunWriter(new byte[64], StunClass.Request, StunMethod.Binding, Id);
        writer.Add(StunAttribute.Priority, 1u);
        writer.Add(StunAttribute.Priority, 2u);

        Assert.True(StunMessage.TryParse(writer.Written, out var message));
        Assert.True(message.TryGetUInt32(StunAttribute.Priority, out var priority));
        Assert.Equal(1u, priority);
    }

    [Fact]
    public void Rfc_8489_section_14_5_attributes_behind_the_integrity_do_not_count()
    {
        var writer = new StunWriter(new byte[128], StunClass.Request, StunMethod.Binding, Id);
        writer.AddIntegrity(Key);
        writer.Add(StunAttribute.UseCandidate);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryParse(writer.Written, out var message));
        Assert.True(message.IntegrityHolds(Key));
        Assert.False(message.Has(StunAttribute.UseCandidate));
    }

    [Fact]
    public void Rfc_8489_section_14_6_both_integrity_attributes_may_stand_in_one_message()
    {
        var writer = new StunWriter(new byte[128], StunClass.Request, StunMethod.Binding, Id);
        writer.AddIntegrity(Key);
        writer.AddIntegritySha256(Key);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryParse(writer.Written, out var message));
        Assert.True(message.IntegrityHolds(Key));
        Assert.True(message.IntegritySha256Holds(Key));
    }

    [Fact]
    public void Rfc_8489_section_14_7_any_flipped_bit_before_the_fingerprint_is_noticed()
    {
        var password = Encoding.ASCII.GetBytes(StunVectors.Password);
        for (var bit = 0; bit < 8 * 84; bit++)
        {
            var bytes = StunVectors.ResponseIPv6;
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            // A length may swallow the closing attributes: then there is nothing left that would vouch for the message.
            Assert.False(StunMessage.TryParse(bytes, out var message)
                && (message.HasFingerprint || message.IntegrityHolds(password)));
        }
    }

    [Fact]
    public void Rfc_8489_section_14_7_a_fingerprint_is_the_last_attribute()
    {
        var writer = new StunWriter(new byte[64], StunClass.Request, StunMethod.Binding, Id);
        writer.AddFingerprint();
        writer.Add(StunAttribute.UseCandidate);

        Assert.False(StunMessage.TryParse(writer.Written, out _));
    }

    [Fact]
    public void Rfc_8489_section_14_8_errors_come_back_with_their_reason()
    {
        var writer = new StunWriter(new byte[64], StunClass.Error, StunMethod.Binding, Id);
        writer.AddError(StunError.RoleConflict, "Role\u0007 Conflict");

        Assert.True(StunMessage.TryParse(writer.Written, out var message));
        Assert.True(message.TryGetError(out var code));
        Assert.Equal(487, code);
        Assert.Equal("Role Conflict", message.GetErrorReason());
    }

    [Fact]
    public void Rfc_8489_section_6_3_1_only_unknown_attributes_that_must_be_understood_are_named()
    {
        var writer = new StunWriter(new byte[64], StunClass.Request, StunMethod.Binding, Id);
        writer.Add((StunAttribute)0x7F01, [1]);
        writer.Add((StunAttribute)0xFF01, [1]);
        writer.Add((StunAttribute)0x7F01, [1]);
        writer.Add((StunAttribute)0x7F02, [1]);
        Assert.True(StunMessage.TryParse(writer.Written, out var message));
        var unknown = new ushort[8];

        var count = message.CopyUnknownRequired(unknown);

        Assert.Equal([0x7F01, 0x7F02], unknown[..count]);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception_and_without_garbage()
    {
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            bytes = [.. bytes];
            if (bytes.Length >= 20)
            {
                // A header that fits lets the rest be walked.
                bytes[0] = 0;
                (bytes[2], bytes[3]) = (0, (byte)(bytes.Length - 20));
                new byte[] { 0x21, 0x12, 0xA4, 0x42 }.CopyTo(bytes, 4);
            }

            if (!StunMessage.TryParse(bytes, out var message)) return;
            message.TryGetXorAddress(StunAttribute.XorMappedAddress, out _);
            message.TryGetError(out _);
            Assert.False(message.IntegrityHolds(Key) || message.IntegritySha256Holds(Key));
        });

        var before = GC.GetAllocatedBytesForCurrentThread();
        var isMessage = StunMessage.TryParse(StunVectors.Garbage, out _);
        var garbage = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.False(isMessage);
        Assert.Equal(0, garbage);
    }

    [Fact]
    public void The_crc_is_that_of_the_standard() =>
        Assert.Equal(0xCBF43926u, StunCrc.Compute("123456789"u8));

    [Fact]
    public void Too_small_a_buffer_is_the_writers_mistake() =>
        Assert.Throws<ArgumentException>(() =>
            new StunWriter(new byte[24], StunClass.Request, StunMethod.Binding, Id).Add(StunAttribute.Priority, 1u));

    [Fact]
    public void An_address_of_no_family_is_none() =>
        Assert.False(StunAddress.TryRead([0, 3, 0, 1, 1, 2, 3, 4], out var end) || !end.IsNone
            || end == Ends.At("0.0.0.0:1"));
}
