using Rings.Actors.Public;
using Rings.Host.Rpc;
using Rings.Protocol.Ring;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Tests.Rpc;

public sealed class NatViewSpecs
{
    [Theory]
    [InlineData("unknown", "")]
    [InlineData("loopback", "127.0.0.1:5 Host")]
    [InlineData("loopback", "127.0.0.1:5 Host|[::1]:5 Host")]
    [InlineData("unknown", "10.0.0.7:5 Host")]
    [InlineData("unknown", "172.16.0.7:5 Host|192.168.1.7:5 Host|169.254.1.1:5 Host|100.64.0.1:5 Host")]
    [InlineData("none", "198.51.100.7:5 Host")]
    [InlineData("none", "198.51.100.7:5 Host|198.51.100.7:5 ServerReflexive")]
    [InlineData("none", "10.0.0.7:5 Host|10.0.0.7:5 ServerReflexive")]
    [InlineData("loopback", "127.0.0.1:5 Host|127.0.0.1:5 ServerReflexive")]
    [InlineData("nat", "10.0.0.7:5 Host|198.51.100.7:77 ServerReflexive 10.0.0.7:5")]
    [InlineData("nat", "10.0.0.7:5 Host|10.1.0.7:5 Host|198.51.100.7:77 ServerReflexive 10.0.0.7:5|198.51.100.7:78 ServerReflexive 10.1.0.7:5")]
    [InlineData("symmetric", "10.0.0.7:5 Host|198.51.100.7:77 ServerReflexive 10.0.0.7:5|198.51.100.7:78 ServerReflexive 10.0.0.7:5")]
    [InlineData("unknown", "10.0.0.7:5 Host|[2001:db8::7]:5 ServerReflexive 10.0.0.7:5")]
    [InlineData("unknown", "not an address Host")]
    public void The_addresses_of_the_links_say_what_stands_between(string kind, string candidates) =>
        Assert.Equal(kind, NatView.Of([Link(candidates)]).Kind);

    [Fact]
    public void A_relay_is_told_whatever_stands_between()
    {
        var nat = NatView.Of([Link("10.0.0.7:5 Host|203.0.113.1:9 Relayed")]);

        Assert.EndsWith("a TURN server relays for it at 203.0.113.1:9", nat.Says, StringComparison.Ordinal);
    }

    private static LinkStatus Link(string candidates) => new(
        FakeRings.Other, LinkState.Ready, RingPhase.Member, true, true, null, null, null, 0, 0, 0, 0, TimeSpan.Zero)
    {
        Path = new([.. candidates.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Candidate)], [], []),
    };

    private static LinkCandidate Candidate(string text)
    {
        var parts = text.Split(' ');
        return new(parts[0], parts[1] == "an" ? "Host" : parts[1], parts.Length > 2 ? parts[2] : parts[0]);
    }
}
