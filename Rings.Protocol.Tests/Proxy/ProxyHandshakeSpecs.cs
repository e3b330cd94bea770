using System.Text;
using CsCheck;
using Rings.Protocol.Proxy;

namespace Rings.Protocol.Tests.Proxy;

/// <summary>What programs say to the proxy before they are connected; RFC 1928, 1929 and 9110.</summary>
public sealed class ProxyHandshakeSpecs
{
    private static readonly byte[] NoLogin = [5, 1, 0];

    [Fact]
    public void A_program_that_speaks_SOCKS5_names_a_host_and_gets_what_comes_after_it()
    {
        var proxy = new ProxyHandshake(null);

        var greeted = Assert.IsType<ProxyStep.Say>(proxy.Read(NoLogin));
        var asked = Assert.IsType<ProxyStep.Connect>(proxy.Read([.. Request(1, Name("blog.rings"), 443), .. "early"u8]));

        Assert.Equal(3, greeted.Taken);
        Assert.Equal([5, 0], greeted.Answer.ToArray());
        Assert.Equal(new ProxyStep.Connect(4 + 11 + 2, "blog.rings", 443), asked);
        Assert.Equal([5, 0, 0, 1, 0, 0, 0, 0, 0, 0], proxy.Answer(ProxyOutcome.Connected).ToArray());
    }

    [Theory]
    [InlineData(ProxyOutcome.Forbidden, 2)]
    [InlineData(ProxyOutcome.NotFound, 4)]
    [InlineData(ProxyOutcome.Unreachable, 3)]
    [InlineData(ProxyOutcome.Refused, 5)]
    [InlineData(ProxyOutcome.TimedOut, 6)]
    [InlineData(ProxyOutcome.Busy, 1)]
    public void Each_outcome_has_its_reply(ProxyOutcome outcome, byte code) =>
        Assert.Equal(code, Greeted().Answer(outcome).Span[1]);

    [Fact]
    public void What_is_not_CONNECT_to_a_name_is_refused_with_its_own_reply()
    {
        Assert.Equal(2, CodeOf(Request(1, [1, 127, 0, 0, 1], 80)));
        Assert.Equal(2, CodeOf(Request(1, [4, .. new byte[16]], 80)));
        Assert.Equal(8, CodeOf(Request(1, [9, 1], 80)));
        Assert.Equal(7, CodeOf(Request(2, Name("blog.rings"), 80)));
        Assert.Equal(7, CodeOf(Request(3, Name("blog.rings"), 80)));
        Assert.Equal(1, CodeOf(Request(1, Name(""), 80)));
        Assert.Equal(1, CodeOf(Request(1, Name("blog.rings"), 0)));
        Assert.Equal(1, CodeOf([4, 1, 0, 3, 1, 97, 0, 80]));
    }

    [Fact]
    public void A_program_that_offers_no_way_that_is_wanted_is_turned_away()
    {
        Assert.Equal([5, 255], Refused(new ProxyHandshake(null), [5, 1, 2]).Answer.ToArray());
        Assert.Equal([5, 255], Refused(new ProxyHandshake(null), [5, 0]).Answer.ToArray());
        Assert.Equal([5, 255], Refused(new ProxyHandshake(Login), NoLogin).Answer.ToArray());
        Assert.Equal([0, 91, 0, 0, 0, 0, 0, 0], Refused(new ProxyHandshake(null), [4, 1]).Answer.ToArray());
    }

    [Theory]
    [InlineData("anna", "secret", true)]
    [InlineData("anna", "secre", false)]
    [InlineData("bela", "secret", false)]
    [InlineData("", "", false)]
    public void With_a_login_its_name_and_password_are_wanted(string name, string password, bool isRight)
    {
        var proxy = new ProxyHandshake(Login);
        Assert.Equal([5, 2], Assert.IsType<ProxyStep.Say>(proxy.Read([5, 2, 0, 2])).Answer.ToArray());

        byte[] said = [1, (byte)name.Length, .. Encoding.UTF8.GetBytes(name), (byte)password.Length, .. Encoding.UTF8.GetBytes(password)];
        var step = proxy.Read(said);

        if (isRight) Assert.Equal((said.Length, 0), Assert.IsType<ProxyStep.Say>(step) is var say ? (say.Taken, say.Answer.Span[1]) : default);
        else Assert.Equal([1, 1], Assert.IsType<ProxyStep.Refuse>(step).Answer.ToArray());
        if (isRight) Assert.IsType<ProxyStep.Connect>(proxy.Read(Request(1, Name("blog.rings"), 80)));
    }

    [Fact]
    public void Bytes_that_come_one_by_one_are_waited_for()
    {
        var proxy = new ProxyHandshake(Login);
        byte[][] parts = [[5, 1, 2], [1, 4, .. "anna"u8, 6, .. "secret"u8], Request(1, Name("blog.rings"), 80)];
        foreach (var part in parts)
        {
            for (var length = 0; length < part.Length; length++)
                Assert.IsType<ProxyStep.Wait>(proxy.Read(part.AsSpan(0, length)));
            Assert.IsNotType<ProxyStep.Wait>(proxy.Read(part));
        }
    }

    [Fact]
    public void HTTP_CONNECT_names_a_host_and_gets_what_comes_after_it()
    {
        var proxy = new ProxyHandshake(null);
        var head = "CONNECT blog.rings:443 HTTP/1.1\r\nHost: blog.rings:443\r\n\r\n";

        var step = proxy.Read(Encoding.ASCII.GetBytes(head + "\u0001early"));

        Assert.Equal(new ProxyStep.Connect(head.Length, "blog.rings", 443), step);
        Assert.StartsWith("HTTP/1.1 200 ", Encoding.ASCII.GetString(proxy.Answer(ProxyOutcome.Connected).Span), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 504 ", Encoding.ASCII.GetString(proxy.Answer(ProxyOutcome.TimedOut).Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://blog.rings/ HTTP/1.1", 403)]
    [InlineData("CONNECT 127.0.0.1:80 HTTP/1.1", 403)]
    [InlineData("CONNECT [::1]:80 HTTP/1.1", 403)]
    [InlineData("CONNECT blog.rings HTTP/1.1", 400)]
    [InlineData("CONNECT blog.rings:0 HTTP/1.1", 400)]
    [InlineData("CONNECT blog.rings:65536 HTTP/1.1", 400)]
    [InlineData("CONNECT :80 HTTP/1.1", 400)]
    [InlineData("CONNECT blog.rings:80 HTTP/2", 400)]
    [InlineData("CONNECT blog.rings:80", 400)]
    [InlineData("\u0001\u0002", 400)]
    public void What_is_no_CONNECT_to_a_name_gets_its_status(string line, int status) =>
        Assert.StartsWith(
            $"HTTP/1.1 {status} ",
            Encoding.ASCII.GetString(Refused(new ProxyHandshake(null), Encoding.ASCII.GetBytes(line + "\r\n\r\n")).Answer.Span),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=", true)]
    [InlineData("proxy-authorization:basic YW5uYTpzZWNyZXQ=", true)]
    [InlineData("Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=\r\nProxy-Authorization: Basic eDp5", false)]
    [InlineData("Proxy-Authorization: Basic eDp5", false)]
    [InlineData("Proxy-Authorization: Basic ????", false)]
    [InlineData("Proxy-Authorization: Bearer YW5uYTpzZWNyZXQ=", false)]
    [InlineData("Authorization: Basic YW5uYTpzZWNyZXQ=", false)]
    public void With_a_login_HTTP_wants_it_too(string header, bool isRight)
    {
        var step = new ProxyHandshake(Login).Read(Encoding.ASCII.GetBytes($"CONNECT blog.rings:80 HTTP/1.1\r\n{header}\r\n\r\n"));

        if (isRight) Assert.IsType<ProxyStep.Connect>(step);
        else Assert.StartsWith("HTTP/1.1 407 ", Encoding.ASCII.GetString(Assert.IsType<ProxyStep.Refuse>(step).Answer.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_does_not_end_is_refused_at_32_KiB()
    {
        var proxy = new ProxyHandshake(null);
        var head = Encoding.ASCII.GetBytes("CONNECT blog.rings:80 HTTP/1.1\r\nX: ".PadRight(ProxyHandshake.MaxBytes, 'x'));

        Assert.IsType<ProxyStep.Wait>(proxy.Read(head.AsSpan(0, head.Length - 1)));
        Assert.StartsWith("HTTP/1.1 431 ", Encoding.ASCII.GetString(Refused(proxy, head).Answer.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_said_no_more_is_taken_than_was_there() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        var taken = new ProxyHandshake(null).Read(bytes) switch
        {
            ProxyStep.Say say => say.Taken,
            ProxyStep.Connect connect => connect.Taken,
            _ => 0,
        };

        Assert.InRange(taken, 0, bytes.Length);
    });

    [Theory]
    [InlineData("anna:secret", true)]
    [InlineData("anna:sec:ret", true)]
    [InlineData("anna", false)]
    [InlineData(":secret", false)]
    [InlineData("anna:", false)]
    [InlineData("an\nna:secret", false)]
    public void A_login_is_a_name_and_a_password(string text, bool isRight) =>
        Assert.Equal(isRight, ProxyLogin.TryParse(text, out _));

    private static ProxyLogin Login => ProxyLogin.TryParse("anna:secret", out var login) ? login : throw new InvalidOperationException();

    private static ProxyHandshake Greeted()
    {
        var proxy = new ProxyHandshake(null);
        Assert.IsType<ProxyStep.Say>(proxy.Read(NoLogin));
        return proxy;
    }

    private static byte CodeOf(byte[] request) => Refused(Greeted(), request).Answer.Span[1];

    private static ProxyStep.Refuse Refused(ProxyHandshake proxy, byte[] said) => Assert.IsType<ProxyStep.Refuse>(proxy.Read(said));

    private static byte[] Name(string host) => [3, (byte)host.Length, .. Encoding.ASCII.GetBytes(host)];

    private static byte[] Request(byte command, byte[] address, ushort port) =>
        [5, command, 0, .. address, (byte)(port >> 8), (byte)port];
}
