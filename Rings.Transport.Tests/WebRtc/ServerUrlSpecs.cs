using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

public sealed class ServerUrlSpecs
{
    [Theory]
    [InlineData("stun:stun.example", "Stun", "stun.example", 3478)]
    [InlineData("stun:192.0.2.1:19302", "Stun", "192.0.2.1", 19302)]
    [InlineData("turn:turn.example:3479", "TurnUdp", "turn.example", 3479)]
    [InlineData("turn:turn.example?transport=udp", "TurnUdp", "turn.example", 3478)]
    [InlineData("turn:[2001:db8::1]:5000?transport=tcp", "TurnTcp", "2001:db8::1", 5000)]
    [InlineData("turn:[2001:db8::1]", "TurnUdp", "2001:db8::1", 3478)]
    [InlineData("turns:turn.example", "TurnTls", "turn.example", 5349)]
    [InlineData("turns:turn.example:443?transport=tcp", "TurnTls", "turn.example", 443)]
    public void The_forms_of_RFC_7064_and_7065_are_read(string url, string kind, string host, int port)
    {
        var read = ServerUrl.Parse(url);

        Assert.Equal((kind, host, port), (read.Kind.ToString(), read.Host, read.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("stun:")]
    [InlineData("http://stun.example")]
    [InlineData("turns:turn.example?transport=udp")]
    [InlineData("turn:turn.example?transport=sctp")]
    [InlineData("stun:stun.example:0")]
    [InlineData("stun:stun.example:x")]
    [InlineData("stun:stun.example?transport=udp")]
    public void Anything_else_is_refused_when_the_factory_is_made(string url) =>
        Assert.Throws<ArgumentException>(() => new WebRtcPeerConnectionFactory(
            new WebRtcOptions { IceServers = [new IceServerOptions(url)] }));

    [Fact]
    public void A_server_never_shows_its_credential() =>
        Assert.Equal("turn:a", new IceServerOptions("turn:a", "me", "hush").ToString());
}
