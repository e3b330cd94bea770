using Rings.Transport.Tests.Sdp;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

/// <summary>Two of ours over loopback sockets in this process.</summary>
public sealed class LoopbackSpecs : IAsyncLifetime
{
    private readonly WebRtcPeerConnectionFactory _left = new(Peer.Loopback);
    private readonly WebRtcPeerConnectionFactory _right = new(Peer.Loopback);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _left.DisposeAsync();
        await _right.DisposeAsync();
    }

    [Fact]
    public async Task A_message_goes_there_and_back()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right) { Echo = true };
        var channel = left.Open("chat");
        await Peer.ConnectAsync(left, right);
        await left.EventsAsync(1);

        Assert.Equal(SendResult.Sent, channel.TrySend([1, 2, 3]));
        await left.EventsAsync(1);

        Assert.Equal([1, 2, 3], Assert.Single(left.Messages).Bytes);
        Assert.Equal("chat", Assert.Single(right.Remote).Label);
    }

    [Fact]
    public async Task Messages_of_every_size_come_whole_and_in_order()
    {
        int[] sizes = [0, 1, 1200, 65_535, 65_536, 262_144];
        await using var left = new Peer(_left);
        await using var right = new Peer(_right);
        var channel = left.Open("sizes");
        await Peer.ConnectAsync(left, right);
        await left.EventsAsync(1);
        var messages = sizes.Select(size => Enumerable.Range(0, size).Select(i => (byte)(i * 31)).ToArray()).ToArray();

        foreach (var message in messages)
            Assert.Equal(SendResult.Sent, channel.TrySend(message));
        await right.EventsAsync(1 + sizes.Length);

        Assert.Equal(messages, right.Messages.Select(message => message.Bytes));
        Assert.Equal(SendResult.TooLong, channel.TrySend(new byte[262_145]));
    }

    [Fact]
    public async Task Text_and_the_negotiated_channel_of_both_sides_work()
    {
        var options = new DataChannelOptions { Negotiated = true, Id = 7 };
        await using var left = new Peer(_left);
        await using var right = new Peer(_right);
        var channel = left.Open("n", options);
        right.Open("n", options);
        await Peer.ConnectAsync(left, right);
        await left.EventsAsync(1);

        channel.TrySend("grüße"u8, binary: false);
        await right.EventsAsync(2);

        var message = Assert.Single(right.Messages);
        Assert.Equal("grüße"u8.ToArray(), message.Bytes);
        Assert.False(message.Binary);
        Assert.Empty(right.Remote);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_either_side_closes_the_other_hears_why(bool offererCloses)
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right);
        left.Open("a");
        await Peer.ConnectAsync(left, right);
        await Task.WhenAll(left.EventsAsync(1), right.EventsAsync(1));
        var (closing, other) = offererCloses ? (left, right) : (right, left);

        await closing.DisposeAsync();

        Assert.Equal("closed by this side", await closing.EndedAsync());
        Assert.NotEmpty(await other.EndedAsync());
        Assert.Equal(PeerConnectionState.Closed, other.States.Last());
        Assert.Equal("a", Assert.Single(other.Closed));
        Assert.Equal(0, _left.ConnectionCount + _right.ConnectionCount);
    }

    [Fact]
    public async Task A_channel_closes_alone()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right);
        var channel = left.Open("a");
        await Peer.ConnectAsync(left, right);
        await Task.WhenAll(left.EventsAsync(1), right.EventsAsync(1));

        channel.Close();
        await Task.WhenAll(left.EventsAsync(1), right.EventsAsync(1));

        Assert.Equal("a", Assert.Single(right.Closed));
        Assert.Equal(DataChannelState.Closed, channel.ReadyState);
        Assert.Equal(PeerConnectionState.Connected, left.Connection.ConnectionState);
    }

    [Fact]
    public async Task Several_connections_between_the_same_two_factories_do_not_mix()
    {
        const int Count = 5;
        var pairs = Enumerable.Range(0, Count).Select(_ => (Left: new Peer(_left), Right: new Peer(_right))).ToArray();
        for (var i = 0; i < Count; i++)
        {
            var channel = pairs[i].Left.Open($"c{i}");
            await Peer.ConnectAsync(pairs[i].Left, pairs[i].Right);
            await pairs[i].Left.EventsAsync(1);
            channel.TrySend([(byte)i]);
        }

        for (var i = 0; i < Count; i++)
        {
            await pairs[i].Right.EventsAsync(2);
            Assert.Equal([(byte)i], Assert.Single(pairs[i].Right.Messages).Bytes);
            Assert.Equal($"c{i}", Assert.Single(pairs[i].Right.Messages).Label);
        }
    }

    [Fact]
    public async Task A_factory_connects_to_itself()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_left) { Echo = true };
        var channel = left.Open("self");
        await Peer.ConnectAsync(left, right);
        await left.EventsAsync(1);

        channel.TrySend([9]);
        await left.EventsAsync(1);

        Assert.Equal([9], Assert.Single(left.Messages).Bytes);
    }

    [Fact]
    public async Task An_ICE_restart_keeps_the_channels()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right) { Echo = true };
        var channel = left.Open("kept");
        await Peer.ConnectAsync(left, right);
        await left.EventsAsync(1);

        var offer = await left.Connection.CreateOfferAsync(iceRestart: true);
        await left.Connection.AcceptAnswerAsync(await right.Connection.CreateAnswerAsync(offer));
        channel.TrySend([5]);
        await left.EventsAsync(1);

        Assert.Equal([5], Assert.Single(left.Messages).Bytes);
        Assert.Equal(DataChannelState.Open, channel.ReadyState);
    }

    [Fact]
    public async Task A_later_offer_without_a_restart_is_answered_with_the_same_ICE_and_DTLS()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right) { Echo = true };
        var channel = left.Open("kept");
        var offer = await left.Connection.CreateOfferAsync();
        var first = await right.Connection.CreateAnswerAsync(offer);
        await left.Connection.AcceptAnswerAsync(first);
        await Task.WhenAll(left.ConnectedAsync(), right.ConnectedAsync());
        await left.EventsAsync(1);
        var pair = right.Connection.GetStatistics().RemoteCandidate;

        var version = offer.Split("\r\n").Single(line => line.StartsWith("o=", StringComparison.Ordinal)).Split(' ');
        version[2] = "2";
        var later = Samples.Replace(offer, "o=", string.Join(' ', version));
        var second = await right.Connection.CreateAnswerAsync(later);

        Assert.Equal(Samples.Without(first, "o="), Samples.Without(second, "o="));
        Assert.Contains(" 2 IN IP4", second, StringComparison.Ordinal);
        channel.TrySend([5]);
        await left.EventsAsync(1);
        Assert.Equal([5], Assert.Single(left.Messages).Bytes);
        Assert.Equal(pair, right.Connection.GetStatistics().RemoteCandidate);
    }

    [Theory]
    [InlineData("a=setup", "a=setup:active", "a=setup")]
    [InlineData("a=fingerprint", "a=fingerprint:" + Samples.Fingerprint, "a=fingerprint")]
    public async Task A_later_offer_that_asks_for_another_DTLS_association_is_refused(
        string start, string line, string named)
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right) { Echo = true };
        var channel = left.Open("kept");
        var offer = await left.Connection.CreateOfferAsync();
        await left.Connection.AcceptAnswerAsync(await right.Connection.CreateAnswerAsync(offer));
        await left.EventsAsync(1);

        var error = await Assert.ThrowsAsync<SdpException>(
            () => right.Connection.CreateAnswerAsync(Samples.Replace(offer, start, line)).AsTask());

        Assert.StartsWith(named, error.Message, StringComparison.Ordinal);
        channel.TrySend([5]);
        await left.EventsAsync(1);
        Assert.Single(left.Messages);
    }

    [Fact]
    public async Task Datagrams_become_as_great_as_loopback_carries_and_a_narrow_path_loses_no_byte()
    {
        await using var link = new LossyLink(1);
        await using var left = new Peer(_left);
        await using var right = new Peer(_right);
        var channel = left.Open("wide");
        await link.ConnectAsync(left, right);
        await left.EventsAsync(1);
        if (!OperatingSystem.IsLinux())
            return; // Elsewhere the system does not say that it leaves datagrams whole.

        var messages = await FlowAsync(left, right, channel, statistics => statistics.MaxDatagram == 16_421);
        link.MaxDatagram = 1400;
        messages += await FlowAsync(left, right, channel, statistics => statistics.MaxDatagram <= 1400);

        Assert.Equal(messages, right.Messages.Count);
    }

    [Fact]
    public async Task Statistics_tell_the_pair_the_round_trip_and_what_was_carried()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right) { Echo = true };
        var channel = left.Open("s");
        await Peer.ConnectAsync(left, right);
        await left.EventsAsync(1);
        channel.TrySend(new byte[1000]);
        await left.EventsAsync(1);

        var statistics = left.Connection.GetStatistics();

        Assert.StartsWith("127.0.0.1:", statistics.LocalCandidate, StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:", statistics.RemoteCandidate, StringComparison.Ordinal);
        Assert.NotNull(statistics.RoundTripTime);
        Assert.True(statistics.BytesSent >= 1000);
        Assert.True(statistics.BytesReceived >= 1000);
        Assert.True(statistics.CongestionWindow > 0);
    }

    // Sends until the sender's statistics say so, and until all has come.
    private static async Task<int> FlowAsync(
        Peer from, Peer to, DataChannel channel, Func<PeerConnectionStatistics, bool> done)
    {
        var before = to.Messages.Count;
        var sent = 0;
        while (!done(from.Connection.GetStatistics()))
        {
            for (var i = 0; i < 10; i++)
                sent += channel.TrySend(new byte[50_000]) == SendResult.Sent ? 1 : 0;
            while (to.Messages.Count < before + sent)
                await to.EventsAsync(1);
        }

        return sent;
    }

    [Fact]
    public async Task A_wrong_fingerprint_fails_both_sides_with_a_reason()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right);
        left.Open("a");
        var offer = await left.Connection.CreateOfferAsync();
        var answer = await right.Connection.CreateAnswerAsync(
            offer.Replace(_left.Fingerprint, _right.Fingerprint, StringComparison.Ordinal));
        await left.Connection.AcceptAnswerAsync(answer);

        Assert.Contains("not the one its description names", await right.EndedAsync(), StringComparison.Ordinal);
        Assert.Contains("ended the DTLS handshake", await left.EndedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_observer_throws_closes_its_connection_with_that_reason()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right) { Throws = true };
        left.Open("a");

        var offer = await left.Connection.CreateOfferAsync();
        await left.Connection.AcceptAnswerAsync(await right.Connection.CreateAnswerAsync(offer));

        Assert.Contains("thrown by the test", await right.EndedAsync(), StringComparison.Ordinal);
        Assert.NotEmpty(await left.EndedAsync());
    }

    [Fact]
    public async Task Exchanges_out_of_turn_are_refused()
    {
        await using var left = new Peer(_left);
        await using var right = new Peer(_right);
        var offer = await left.Connection.CreateOfferAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => left.Connection.CreateOfferAsync().AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => right.Connection.AcceptAnswerAsync(
            offer.Replace("actpass", "active", StringComparison.Ordinal)).AsTask());
        await Assert.ThrowsAsync<SdpException>(() => right.Connection.CreateAnswerAsync("v=0\r\n").AsTask());
        await left.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => left.Connection.CreateOfferAsync().AsTask());
    }
}
