using CsCheck;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class MessageSpecs
{
    private static readonly Gen<string> AnyName = Gen.String[Gen.OneOf("abcXYZ059._-/".ToCharArray()), 1, 64];

    [Fact]
    public void Every_body_round_trips() => Gen.Select(
        Gen.Enum<UnreachableReason>(), Gen.UInt, Any.Hash, Any.Kind, AnyName, Gen.Byte.Array[0, 300]).Sample(
        (reason, retry, hash, kind, name, payload) =>
        {
            var application = new ApplicationMessage(name, payload);

            Assert.Equal(new Unreachable(reason), Unreachable.Read(new Unreachable(reason).ToBytes()));
            Assert.Equal(new Busy(retry), Busy.Read(new Busy(retry).ToBytes()));
            Assert.Equal(new Delivered(hash), Delivered.Read(new Delivered(hash).ToBytes()));
            Assert.Equal(new Unsupported(kind, name), Unsupported.Read(new Unsupported(kind, name).ToBytes()));
            Assert.Equal(application, ApplicationMessage.Read(application.ToBytes()));
        });

    [Theory]
    [InlineData("")]
    [InlineData("chat 1")]
    [InlineData("chät/1")]
    [InlineData("chat\n")]
    public void A_name_of_other_characters_is_refused(string name)
    {
        var error = Assert.Throws<ProtocolException>(() => new ApplicationMessage(name, default));

        Assert.Equal("ApplicationMessage.protocol", error.Field);
    }

    [Fact]
    public void A_name_may_have_64_characters_and_no_more()
    {
        Assert.True(ProtocolName.IsValid(new('a', 64)));
        Assert.False(ProtocolName.IsValid(new('a', 65)));
    }

    [Fact]
    public void An_unknown_reason_is_read_as_unknown() =>
        Assert.Equal(UnreachableReason.Unknown, Unreachable.Read([0x08, 0x63]).Reason);

    [Fact]
    public void A_receipt_without_a_whole_hash_is_refused() =>
        Assert.Equal("Delivered.transaction_hash", Assert.Throws<ProtocolException>(() => Delivered.Read([])).Field);
}
