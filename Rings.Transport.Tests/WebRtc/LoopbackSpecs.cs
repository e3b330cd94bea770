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
}
