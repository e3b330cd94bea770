using CsCheck;
using Rings.Protocol.Entrance;
using static Rings.Protocol.Tests.Entrance.HelloMaker;

namespace Rings.Protocol.Tests.Entrance;

/// <summary>What TLS clients say first, and what others say; RFC 8446, 4.1.2 and 5.1, RFC 6066, 3.</summary>
public sealed class TlsHelloSpecs
{
    private const string Host = "web.shop.zone.example";

    [Fact]
    public void A_hello_says_where_it_wants_to_go() => Assert.Equal(new HelloStep.Hello(Host, false), TlsHello.Read(Named(Host)));

    [Fact]
    public void The_case_of_a_name_is_nothing() => Assert.Equal(new HelloStep.Hello(Host, false), TlsHello.Read(Named("WEB.Shop.ZONE.example")));

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(31)]
    public void A_hello_in_several_records_is_the_same(int records)
    {
        var message = Message(Body(Name(Host)));

        Assert.Equal(new HelloStep.Hello(Host, false), TlsHello.Read(Records(message, (message.Length + records - 1) / records)));
    }

    [Fact]
    public void Each_beginning_of_a_hello_waits_and_no_byte_of_it_is_too_few_for_ever()
    {
        var hello = Records(Message(Body(Name(Host))), 20);

        for (var length = 0; length < hello.Length; length++) Assert.IsType<HelloStep.Wait>(TlsHello.Read(hello.AsSpan(0, length)));
        Assert.IsType<HelloStep.Hello>(TlsHello.Read(hello));
    }

    [Fact]
    public void What_comes_after_the_hello_is_no_affair_of_this() =>
        Assert.Equal(new HelloStep.Hello(Host, false), TlsHello.Read([.. Named(Host), .. Record([1], type: 20), 23, 3, 3, 255, 255, 1]));

    [Fact]
    public void The_longest_hello_is_read_and_a_longer_one_is_not()
    {
        var rest = TlsHello.MaxHello - Body(Name(Host)).Length - 4;

        Assert.Equal(new HelloStep.Hello(Host, false), TlsHello.Read(Records(Message(Body(Name(Host), Extension(21, new byte[rest]))))));
        Refused(TlsAlert.HandshakeFailure, Records(Message(Body(Name(Host), Extension(21, new byte[rest + 1])))));
    }

    [Fact]
    public void A_hello_in_64_records_is_refused_as_soon_as_there_are_more_than_32()
    {
        var message = Message(Body(Name(Host)));
        var hello = Records(message, (message.Length + 63) / 64);

        Refused(TlsAlert.HandshakeFailure, hello);
        Assert.IsType<HelloStep.Wait>(TlsHello.Read(Records(message, 2).AsSpan(0, 32 * 7)));
        Refused(TlsAlert.HandshakeFailure, Records(message, 2)[..((32 * 7) + 1)]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(513)]
    [InlineData(16_384)]
    public void As_many_bytes_as_are_read_are_never_waited_for_again(int size)
    {
        var hello = Records(Message(Body(Name(Host), Extension(21, new byte[TlsHello.MaxHello - Body(Name(Host)).Length - 4]))), size);

        Assert.IsNotType<HelloStep.Wait>(TlsHello.Read(hello.AsSpan(0, Math.Min(hello.Length, TlsHello.MaxBytes))));
    }

    [Fact]
    public void No_name_is_said()
    {
        Refused(TlsAlert.MissingExtension, Records(Message(Body())));
        Refused(TlsAlert.MissingExtension, Records(Message(Body(Extension(10, [0, 2, 0, 29])))));
    }

    [Fact]
    public void A_sealed_hello_says_the_name_outside_of_it_and_no_more()
    {
        byte[] sealedOne = [0, 0, 1, 0, 1, 7, 0, 2, 1, 2, 0, 3, 1, 2, 3];

        Assert.Equal(new HelloStep.Hello(Host, true), TlsHello.Read(Records(Message(Body(Name(Host), Extension(EncryptedHello, sealedOne))))));
        Assert.Contains("ECH", Refused(TlsAlert.MissingExtension, Records(Message(Body(Extension(EncryptedHello, sealedOne))))).Why, StringComparison.Ordinal);
        Refused(TlsAlert.IllegalParameter, Records(Message(Body(Name(Host), Extension(EncryptedHello, [1])))));
        Refused(TlsAlert.IllegalParameter, Records(Message(Body(Name(Host), Extension(EncryptedHello, [])))));
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    [InlineData("[2001:db8::7]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("zone.example.")]
    [InlineData(".zone.example")]
    [InlineData("web..example")]
    [InlineData(".")]
    [InlineData("bücher.example")]
    [InlineData("web zone.example")]
    [InlineData("web/zone.example")]
    [InlineData("web\0.zone.example")]
    [InlineData("*.zone.example")]
    public void What_is_no_host_name_is_refused(string name) => Refused(TlsAlert.IllegalParameter, Named(name));

    [Fact]
    public void Two_names_or_names_of_another_kind_are_refused()
    {
        Refused(TlsAlert.IllegalParameter, Records(Message(Body(Names(Entry("a.example"), Entry("b.example"))))));
        Refused(TlsAlert.IllegalParameter, Records(Message(Body(Name("a.example"), Name("b.example")))));
        Refused(TlsAlert.IllegalParameter, Records(Message(Body(Name("a.example", type: 1)))));
        Refused(TlsAlert.IllegalParameter, Named(new string('a', 254)));
    }

    [Fact]
    public void Lengths_that_lie_are_refused()
    {
        var body = Body(Name(Host));
        Refused(TlsAlert.DecodeError, Records(Message([.. body, 0])));
        Refused(TlsAlert.DecodeError, Records(Message(body[..^1])));
        Refused(TlsAlert.DecodeError, Records(Message([])));
        Refused(TlsAlert.DecodeError, Records(Message(Body(Extension(0, [])))));
        Refused(TlsAlert.DecodeError, Records(Message(Body(Names()))));
        Refused(TlsAlert.DecodeError, Records(Message(Body(Name("")))));
        Refused(TlsAlert.DecodeError, Records(Message(Body(Extension(0, [0, 9, 0, 0, 1, 97])))));
        Refused(TlsAlert.DecodeError, Records(Message(Body(Extension(0, [0, 4, 0, 0, 9, 97])))));
        Refused(TlsAlert.DecodeError, Records(Message(Body(Extension(0, [0, 4, 0, 0, 1, 97, 0])))));
        Refused(TlsAlert.DecodeError, Records(Message(Body([0, 0, 0]))));
        Refused(TlsAlert.DecodeError, Records(Message([3, 3, .. new byte[32], 33, .. new byte[33], 0, 2, 19, 1, 1, 0])));
        Refused(TlsAlert.DecodeError, Records(Message([3, 3, .. new byte[32], 0, 0, 1, 19, 1, 0])));
    }

    [Fact]
    public void Records_that_are_none_are_refused()
    {
        Refused(TlsAlert.UnexpectedMessage, [22, 3, 1, 0, 0]);
        Refused(TlsAlert.RecordOverflow, [22, 3, 1, 0x40, 1]);
        Refused(TlsAlert.ProtocolVersion, [22, 2]);
        Refused(TlsAlert.UnexpectedMessage, [21, 3, 1, 0, 2, 2, 40]);
        Refused(TlsAlert.UnexpectedMessage, [0]);
        Refused(TlsAlert.UnexpectedMessage, [255, 255, 255]);
        var message = Message(Body(Name(Host)));
        Refused(TlsAlert.UnexpectedMessage, [.. Record(message[..20]), .. Record([1], type: 20)]);
        Refused(TlsAlert.UnexpectedMessage, Record([.. message, 1]));
        Refused(TlsAlert.UnexpectedMessage, Records(Message(Body(Name(Host)), type: 2)));
        Refused(TlsAlert.HandshakeFailure, [22, 3, 1, 0, 4, 1, 255, 255, 255]);
        Refused(TlsAlert.ProtocolVersion, Records(Message([2, .. Body(Name(Host))[1..]])));
    }

    [Fact]
    public void Extensions_are_counted()
    {
        byte[][] many = [.. Enumerable.Range(1, TlsHello.MaxExtensions).Select(type => Extension((ushort)type, []))];

        Assert.IsType<HelloStep.Hello>(TlsHello.Read(Records(Message(Body([Name(Host), .. many[1..]])))));
        Refused(TlsAlert.HandshakeFailure, Records(Message(Body([Name(Host), .. many]))));
    }

    [Fact]
    public void SSL_2_is_told_that_its_time_is_over()
    {
        Assert.IsType<HelloStep.Wait>(TlsHello.Read([0x80, 0x2e]));
        Refused(TlsAlert.ProtocolVersion, [0x80, 0x2e, 1, 0, 2]);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("P")]
    public void Who_speaks_HTTP_in_the_clear_is_told_so_in_HTTP(string said)
    {
        var refused = Assert.IsType<HelloStep.Refuse>(TlsHello.Read(System.Text.Encoding.ASCII.GetBytes(said)));

        var (head, body) = System.Text.Encoding.ASCII.GetString(refused.Answer.Span).Split("\r\n\r\n") is [var first, var second] ? (first, second) : ("", "");
        Assert.StartsWith("HTTP/1.1 400 ", head, StringComparison.Ordinal);
        Assert.Contains($"Content-Length: {body.Length}", head, StringComparison.Ordinal);
    }

    [Fact]
    public void No_hello_with_a_byte_changed_throws_or_names_what_is_no_host() => Gen.Select(Gen.Int[0, 200], Gen.Byte).Sample((at, value) =>
    {
        var hello = Records(Message(Body(Extension(43, [2, 3, 4]), Name(Host))), 40);
        hello[at % hello.Length] = value;

        if (TlsHello.Read(hello) is HelloStep.Hello named)
            Assert.True(named.Name.Length > 0 && named.Name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.'));
    });

    private static HelloStep.Refuse Refused(TlsAlert alert, byte[] hello)
    {
        var refused = Assert.IsType<HelloStep.Refuse>(TlsHello.Read(hello));
        Assert.Equal([21, 3, 3, 0, 2, 2, (byte)alert], refused.Answer.ToArray());
        return refused;
    }
}
