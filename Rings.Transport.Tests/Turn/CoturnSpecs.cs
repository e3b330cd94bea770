using System.Net;
using Rings.Transport.Tests.WebRtc;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.Turn;

/// <summary>Whole connections through coturn on loopback.</summary>
public sealed class CoturnSpecs
{
    [TurnTheory]
    [InlineData("turn:{0}", true)]
    [InlineData("turn:{0}?transport=tcp", true)]
    [InlineData("turns:{1}", true)]
    [InlineData("turn:{0}", false)]
    [InlineData("turn:{0}?transport=tcp", false)]
    [InlineData("turns:{1}", false)]
    public async Task Messages_pass_a_relay_in_both_directions(string url, bool offererRelays)
    {
        await using var relayed = new WebRtcPeerConnectionFactory(Relayed(url));
        await using var open = new WebRtcPeerConnectionFactory(Peer.Loopback);
        await using var left = new Peer(offererRelays ? relayed : open);
        await using var right = new Peer(offererRelays ? open : relayed) { Echo = true };
        var channel = left.Open("over a relay");
        await Peer.ConnectAsync(left, right);
        await left.EventsAsync(1);

        int[] sizes = [1, 1200, 65_536, .. Enumerable.Repeat(262_144, 12)];
        foreach (var size in sizes)
        {
            Assert.Equal(SendResult.Sent, channel.TrySend(new byte[size]));
            await left.EventsAsync(1);
        }

        Assert.Equal(sizes, left.Messages.Select(message => message.Bytes.Length));
        var statistics = (offererRelays ? left : right).Connection.GetStatistics();
        Assert.Contains("relay", statistics.LocalCandidate, StringComparison.OrdinalIgnoreCase);
        // A relay sends on from sockets of its own, which may cut datagrams: greater ones are not tried.
        Assert.All([left, right], peer => Assert.InRange(peer.Connection.GetStatistics().MaxDatagram, 1, 1200));
    }

    [TurnTheory]
    [InlineData("turn:{0}")]
    [InlineData("turn:{0}?transport=tcp")]
    [InlineData("turns:{1}")]
    public async Task Both_sides_may_be_relay_only_and_share_one_relay_for_many_connections(string url)
    {
        await using var left = new WebRtcPeerConnectionFactory(Relayed(url));
        await using var right = new WebRtcPeerConnectionFactory(Relayed(url));

        for (var count = 0; count < 4; count++)
        {
            await using var offerer = new Peer(left);
            await using var answerer = new Peer(right);
            offerer.Open("relayed twice");
            await Peer.ConnectAsync(offerer, answerer);
            await answerer.EventsAsync(1);
        }
    }

    [TurnTheory]
    [InlineData("stun:{0}")]
    public async Task A_stun_server_answers_and_adds_nothing_where_there_is_no_nat(string url)
    {
        await using var factory = new WebRtcPeerConnectionFactory(
            Peer.Loopback with { IceServers = [new(Url(url))], GatheringDeadline = TimeSpan.FromSeconds(20) });
        await using var peer = new Peer(factory);
        peer.Open("any");

        var offer = await peer.Connection.CreateOfferAsync();

        Assert.Single(offer.Split('\n'), line => line.StartsWith("a=candidate", StringComparison.Ordinal));
    }

    [TurnTheory]
    [InlineData("turn:{0}")]
    public async Task A_wrong_password_leaves_the_offer_without_a_relay_and_does_not_hold_it_up(string url)
    {
        var options = Relayed(url) with { IceServers = [new(Url(url), "rings", "wrong")] };
        await using var factory = new WebRtcPeerConnectionFactory(
            options with { GatheringDeadline = TimeSpan.FromMinutes(5) });
        await using var peer = new Peer(factory);
        peer.Open("any");

        var offer = await peer.Connection.CreateOfferAsync().AsTask().WaitAsync(Peer.Leash);

        Assert.DoesNotContain("typ relay", offer, StringComparison.Ordinal);
    }

    [TurnTheory]
    [InlineData("turns:{1}", false)]
    [InlineData("turns:localhost:{2}", true)]
    public async Task A_server_that_nobody_vouches_for_or_of_another_name_gives_no_relay(string url, bool vouched)
    {
        var options = Relayed(url) with { GatheringDeadline = TimeSpan.FromMinutes(5) };
        await using var factory = new WebRtcPeerConnectionFactory(
            vouched ? options : options with { ServerAuthorities = [] });
        await using var peer = new Peer(factory);
        peer.Open("any");

        var offer = await peer.Connection.CreateOfferAsync().AsTask().WaitAsync(Peer.Leash);

        Assert.DoesNotContain("typ relay", offer, StringComparison.Ordinal);
    }

    private static WebRtcOptions Relayed(string url) => new()
    {
        BindAddresses = [IPAddress.Loopback],
        IceServers = [new(Url(url), "rings", "secret")],
        IceTransportPolicy = IceTransportPolicy.Relay,
        ServerAuthorities = [TurnTheoryAttribute.Authority],
        GatheringDeadline = TimeSpan.FromSeconds(20),
    };

    private static string Url(string template) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, template, TurnTheoryAttribute.Server, TurnTheoryAttribute.TlsServer,
            TurnTheoryAttribute.TlsServer?.Split(':')[^1]);
}
