using System.Buffers.Binary;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.WebRtc;

/// <summary>As fast as the channel takes it, with segmentation offload and without.</summary>
public sealed class FloodSpecs
{
    private const int Count = 1500;
    private const int Size = 10_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_buffer_says_so_and_everything_taken_comes_in_order(bool offload)
    {
        var options = Peer.Loopback with { SegmentationOffload = offload };
        await using var left = new WebRtcPeerConnectionFactory(options);
        await using var right = new WebRtcPeerConnectionFactory(options);
        var (sender, receiver) = (new Sender(left), new Receiver(right));

        var offer = await sender.Connection.CreateOfferAsync();
        await sender.Connection.AcceptAnswerAsync(await receiver.Connection.CreateAnswerAsync(offer));
        await receiver.Done.Task.WaitAsync(Peer.Leash);

        Assert.Equal(Count, receiver.Expected);
        Assert.True(sender.FullCount > 0);
        Assert.True(sender.Connection.GetStatistics().BytesSent >= (long)Count * Size);
    }

    [Fact]
    public async Task In_the_steady_state_a_packet_makes_no_garbage()
    {
        await using var left = new WebRtcPeerConnectionFactory(Peer.Loopback);
        await using var right = new WebRtcPeerConnectionFactory(Peer.Loopback);
        var (sender, receiver) = (new Sender(left, rounds: 3), new Receiver(right, rounds: 3));

        var offer = await sender.Connection.CreateOfferAsync();
        await sender.Connection.AcceptAnswerAsync(await receiver.Connection.CreateAnswerAsync(offer));
        await receiver.Done.Task.WaitAsync(Peer.Leash);

        // On the receive thread, which opens the records, hands over the messages and acknowledges them.
        var packets = (long)Count * Size / 1100;
        Assert.Equal(0, (receiver.AllocatedAtEnd - receiver.AllocatedBeforeLast) / packets);
    }

    private sealed class Sender : IPeerConnectionObserver, IDataChannelObserver
    {
        private readonly byte[] _message = new byte[Size];
        private readonly int _wanted;
        private int _next;

        public Sender(WebRtcPeerConnectionFactory factory, int rounds = 1)
        {
            _wanted = Count * rounds;
            Connection = factory.CreatePeerConnection(this);
            var channel = Connection.CreateDataChannel("flood", DataChannelOptions.Default);
            channel.BufferedAmountLowThreshold = 256 * 1024;
            channel.Observe(this);
        }

        public IPeerConnection Connection { get; }

        public int FullCount { get; private set; }

        public void OnOpen(DataChannel channel) => Send(channel);

        public void OnBufferedAmountLow(DataChannel channel) => Send(channel);

        public void OnConnectionStateChange(PeerConnectionState state, string? reason)
        {
            // The receiver's wait ends in time if it fails.
        }

        public void OnDataChannel(DataChannel channel) => throw new NotSupportedException();

        public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) =>
            throw new NotSupportedException();

        public void OnClose(DataChannel channel)
        {
            // With its connection, at the test's end.
        }

        private void Send(DataChannel channel)
        {
            for (; _next < _wanted; _next++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(_message, _next);
                if (channel.TrySend(_message) == SendResult.Sent)
                    continue;
                FullCount++;
                return;
            }
        }
    }

    private sealed class Receiver : IPeerConnectionObserver, IDataChannelObserver
    {
        private readonly int _wanted;

        public Receiver(WebRtcPeerConnectionFactory factory, int rounds = 1)
        {
            _wanted = Count * rounds;
            Connection = factory.CreatePeerConnection(this);
        }

        public IPeerConnection Connection { get; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Expected { get; private set; }

        public long AllocatedBeforeLast { get; private set; }

        public long AllocatedAtEnd { get; private set; }

        public void OnDataChannel(DataChannel channel) => channel.Observe(this);

        public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(message) != Expected++)
                throw new InvalidDataException("out of order");
            if (Expected == _wanted - Count)
                AllocatedBeforeLast = GC.GetAllocatedBytesForCurrentThread();
            if (Expected < _wanted)
                return;
            AllocatedAtEnd = GC.GetAllocatedBytesForCurrentThread();
            Done.TrySetResult();
        }

        public void OnConnectionStateChange(PeerConnectionState state, string? reason)
        {
            if (state is PeerConnectionState.Failed or PeerConnectionState.Closed)
                Done.TrySetException(new IOException(reason));
        }

        public void OnOpen(DataChannel channel)
        {
            // It only listens.
        }

        public void OnBufferedAmountLow(DataChannel channel)
        {
            // It never sends.
        }

        public void OnClose(DataChannel channel)
        {
            // With its connection, at the test's end.
        }
    }
}
