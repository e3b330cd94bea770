using Google.Protobuf;
using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>Which field of a handshake and of a ciphertext is refused, and where each ends (protocol.md, 5).</summary>
public sealed class FieldSpecs
{
    private static readonly ByteString Bad = ByteString.CopyFrom(new byte[15]);

    [Fact]
    public void Each_field_of_a_hello_is_whole()
    {
        Assert.Null(HelloWith(_ => { }));
        Assert.Equal("E2eHello.nonce", HelloWith(hello => hello.Nonce = Bad));
        Assert.Equal("E2eHello.from", HelloWith(hello => hello.From = Bad));
        Assert.Equal("E2eHello.from_ring", HelloWith(hello => hello.FromRing = Bad));
        Assert.Equal("E2eHello.to", HelloWith(hello => hello.To = Bad));
        Assert.Equal("E2eHello.to_ring", HelloWith(hello => hello.ToRing = Bad));
        Assert.Equal("E2eHello.ephemeral", HelloWith(hello => hello.Ephemeral = Bad));
        Assert.Equal("E2eHello.suites", HelloWith(hello => hello.Suites.Clear()));
        Assert.Null(HelloWith(hello => hello.Suites.AddRange(new uint[7])));
        Assert.Equal("E2eHello.suites", HelloWith(hello => hello.Suites.AddRange(new uint[8])));
        Assert.Equal("E2eHello", FieldOf(() => Hello.Read([0x0a, 5])));
    }

    [Fact]
    public void Each_field_of_a_reply_is_whole_and_what_confirms_it_is_the_last()
    {
        Assert.Null(ReplyWith(_ => { }));
        Assert.Equal("E2eReply.hello_hash", ReplyWith(reply => reply.HelloHash = Bad));
        Assert.Equal("E2eReply.from", ReplyWith(reply => reply.From = Bad));
        Assert.Equal("E2eReply.from_ring", ReplyWith(reply => reply.FromRing = Bad));
        Assert.Equal("E2eReply.to", ReplyWith(reply => reply.To = Bad));
        Assert.Equal("E2eReply.to_ring", ReplyWith(reply => reply.ToRing = Bad));
        Assert.Equal("E2eReply.ephemeral", ReplyWith(reply => reply.Ephemeral = Bad));
        Assert.Equal("E2eReply.confirm", ReplyWith(reply => reply.Confirm = Bad));
        Assert.Equal("E2eReply", FieldOf(() => Reply.Read([0x0a, 5])));

        var confirmed = new Rings.Protocol.Proto.E2eReply { Confirm = Of(32) }.ToByteArray();
        byte[] early = [.. confirmed, .. Replied().ToByteArray().AsSpan()[..^confirmed.Length]];
        Assert.Equal("E2eReply.confirm", FieldOf(() => Reply.Read(early)));
    }

    [Fact]
    public void Each_part_of_a_ciphertext_of_numbers_is_a_point()
    {
        var noPoint = Enumerable.Repeat((byte)0xFF, 33).ToArray();
        var point = Convert.FromHexString("0279BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798");

        Assert.Null(FieldOf(() => ElGamalCiphertext.Read([.. point, .. point])));
        Assert.Equal("ElGamal ciphertext", FieldOf(() => ElGamalCiphertext.Read(new byte[65])));
        Assert.Equal("ElGamal ciphertext", FieldOf(() => ElGamalCiphertext.Read([.. noPoint, .. noPoint])));
        Assert.Equal("ElGamal ciphertext", FieldOf(() => ElGamalCiphertext.Read([.. point, .. noPoint])));
    }

    private static string? HelloWith(Action<Rings.Protocol.Proto.E2eHello> change)
    {
        var hello = new Rings.Protocol.Proto.E2eHello
        {
            Version = 1,
            FromRing = Of(20),
            ToRing = Of(20),
            From = Of(20),
            To = Of(20),
            Nonce = Of(16),
            Ephemeral = Of(32),
            Suites = { 1 },
        };
        change(hello);
        return FieldOf(() => Hello.Read(hello.ToByteArray()));
    }

    private static string? ReplyWith(Action<Rings.Protocol.Proto.E2eReply> change)
    {
        var reply = Replied();
        change(reply);
        return FieldOf(() => Reply.Read(reply.ToByteArray()));
    }

    private static Rings.Protocol.Proto.E2eReply Replied() => new()
    {
        HelloHash = Of(32),
        FromRing = Of(20),
        ToRing = Of(20),
        From = Of(20),
        To = Of(20),
        Ephemeral = Of(32),
        Suite = 1,
        Confirm = Of(32),
    };

    private static ByteString Of(int length) => ByteString.CopyFrom([.. Enumerable.Repeat((byte)9, length)]);

    private static string? FieldOf(Action read) => (Record.Exception(read) as ProtocolException)?.Field;
}
