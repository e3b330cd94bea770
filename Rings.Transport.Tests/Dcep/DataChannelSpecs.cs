using System.Text;
using Rings.Transport.Dcep;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Dcep;

public sealed class DataChannelSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Rfc8832_6_Channels_open_from_both_sides_with_numbers_by_role()
    {
        var pair = new ChannelPair();
        var mine = Make(pair.Sides[0], "a");
        var theirs = Make(pair.Sides[1], "b");
        Assert.All(mine, channel => Assert.Null(channel.Id));

        pair.Start();

        Assert.Equal([0, 2, 4, 6], mine.Select(channel => (int)channel.Id!));
        Assert.Equal([1, 3, 5, 7], theirs.Select(channel => (int)channel.Id!));
        Assert.Equal(["a0", "a1", "a2", "a3"], pair.Hosts[1].Announced.Select(channel => channel.Label));
        Assert.Equal(["b0", "b1", "b2", "b3"], pair.Hosts[0].Announced.Select(channel => channel.Label));
        Assert.All(
            [.. mine, .. theirs, .. pair.Hosts[0].Announced],
            c => Assert.Equal(DataChannelState.Open, c.ReadyState));
        Assert.True(pair.Hosts[0].Established && pair.Hosts[1].Established);
    }

    [Theory]
    [InlineData(true, null, null)]
    [InlineData(false, null, null)]
    [InlineData(true, 3, null)]
    [InlineData(false, 0, null)]
    [InlineData(true, null, 500)]
    [InlineData(false, null, 65_535)]
    public void Rfc8832_5_1_The_OPEN_carries_what_was_asked_for(bool ordered, int? retransmits, int? lifeTime)
    {
        var options = new DataChannelOptions
        {
            Ordered = ordered,
            MaxRetransmits = (ushort?)retransmits,
            MaxPacketLifeTime = (ushort?)lifeTime,
            Protocol = "prötocol",
        };
        var pair = new ChannelPair();
        pair.Sides[0].Create("läbel ✓", options);
        pair.Start();

        var channel = Assert.Single(pair.Hosts[1].Announced);
        Assert.Equal("läbel ✓", channel.Label);
        Assert.Equal(options, channel.Options);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1_200, false)]
    [InlineData(65_535, true)]
    [InlineData(65_536, true)]
    [InlineData(262_144, true)]
    public void Rfc8831_6_6_Messages_of_any_size_and_kind_cross_both_ways(int size, bool binary)
    {
        var (pair, near, far) = Opened();
        var message = Enumerable.Range(0, size).Select(i => (byte)(i % 251)).ToArray();

        Assert.Equal(SendResult.Sent, near.TrySend(message, binary));
        Assert.Equal(SendResult.Sent, far.TrySend(message, binary));
        pair.Run(20 * Second);

        foreach (var host in pair.Hosts)
        {
            var (_, bytes, kind) = Assert.Single(host.Recorder.Messages);
            Assert.Equal(message, bytes);
            Assert.Equal(binary, kind);
        }
    }

    [Fact]
    public void Rfc8841_6_A_message_longer_than_the_remote_side_takes_is_refused()
    {
        var (_, near, _) = Opened(new SctpOptions { MaxSentMessageSize = 1000 });

        Assert.Equal(1000, near.MaxMessageSize);
        Assert.Equal(SendResult.TooLong, near.TrySend(new byte[1001]));
        Assert.Equal(SendResult.Sent, near.TrySend(new byte[1000]));
    }

    [Fact]
    public void A_full_buffer_refuses_and_says_when_there_is_room()
    {
        var (pair, near, _) = Opened();
        near.BufferedAmountLowThreshold = 100_000;
        var sent = 0;
        while (near.TrySend(new byte[60_000]) == SendResult.Sent)
            sent++;

        Assert.Equal(sent * 60_000, near.BufferedAmount);
        Assert.InRange(near.BufferedAmount, 1_900_000, 2 * 1024 * 1024);
        pair.Run(10 * Second);

        Assert.Equal(0, near.BufferedAmount);
        Assert.Equal(1, pair.Hosts[0].Recorder.Low);
        Assert.Equal(sent, pair.Hosts[1].Recorder.Messages.Count);
    }

    [Fact]
    public void Rfc8831_6_7_Closing_lets_what_was_sent_arrive_and_closes_both_ends()
    {
        var (pair, near, far) = Opened();
        near.TrySend(new byte[200_000]);
        near.Close();
        Assert.Equal(DataChannelState.Closing, near.ReadyState);
        Assert.Equal(SendResult.NotOpen, near.TrySend([1]));

        pair.Run(10 * Second);

        Assert.Single(pair.Hosts[1].Recorder.Messages);
        Assert.Equal((DataChannelState.Closed, DataChannelState.Closed), (near.ReadyState, far.ReadyState));
        Assert.Single(pair.Hosts[0].Recorder.ClosedOnes);
        Assert.Single(pair.Hosts[1].Recorder.ClosedOnes);
    }

    [Fact]
    public void Rfc8831_6_7_Both_ends_may_close_at_once_and_the_number_is_free_again()
    {
        for (var round = 0; round < 30; round++)
        {
            var random = new Random(round);
            var (pair, near, far) = Opened();
            pair.Fate = (_, _) => random.Next(4) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(40));
            near.Close();
            if (round % 2 == 0)
                far.Close();

            pair.Run(60 * Second);
            Assert.Equal((DataChannelState.Closed, DataChannelState.Closed), (near.ReadyState, far.ReadyState));

            var again = pair.Sides[0].Create("again", DataChannelOptions.Default);
            again.Observe(pair.Hosts[0].Recorder);
            Assert.Equal((ushort?)0, again.Id);
            pair.Run(20 * Second);
            Assert.Equal(SendResult.Sent, again.TrySend([1, 2, 3]));
            pair.Run(20 * Second);
            Assert.Equal([1, 2, 3], Assert.Single(pair.Hosts[1].Recorder.Messages).Bytes);
        }
    }

    [Fact]
    public void Rfc8831_6_4_Negotiated_channels_need_no_word()
    {
        var pair = new ChannelPair();
        var options = new DataChannelOptions { Negotiated = true, Id = 7 };
        var near = pair.Sides[0].Create("n", options);
        var far = pair.Sides[1].Create("n", options);
        near.Observe(pair.Hosts[0].Recorder);
        far.Observe(pair.Hosts[1].Recorder);
        pair.Start();

        Assert.Empty(pair.Hosts[1].Announced);
        near.TrySend([1]);
        far.TrySend(Encoding.UTF8.GetBytes("zwei"), binary: false);
        pair.Run(Second);

        Assert.Equal([1], Assert.Single(pair.Hosts[1].Recorder.Messages).Bytes);
        Assert.False(Assert.Single(pair.Hosts[0].Recorder.Messages).Binary);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        var side = new ChannelPair().Sides[0];

        Assert.Throws<ArgumentException>(() => side.Create("", new() { MaxRetransmits = 1, MaxPacketLifeTime = 1 }));
        Assert.Throws<ArgumentException>(() => side.Create("", new() { Negotiated = true }));
        Assert.Throws<ArgumentException>(() => side.Create("", new() { Id = 1 }));
        Assert.Throws<ArgumentException>(() => side.Create("", new() { Negotiated = true, Id = 65_535 }));
        Assert.Throws<ArgumentException>(() => side.Create(new string('x', 65_536), DataChannelOptions.Default));
        side.Create("", new() { Negotiated = true, Id = 1 });
        Assert.Throws<ArgumentException>(() => side.Create("", new() { Negotiated = true, Id = 1 }));
    }

    [Fact]
    public void Messages_that_nobody_observes_wait_and_close_the_window()
    {
        var pair = new ChannelPair { Options = new SctpOptions { ReceiveWindow = 200_000 } };
        pair.Hosts[1].Observes = false;
        var near = pair.Sides[0].Create("x", DataChannelOptions.Default);
        pair.Start();
        for (var i = 0; i < 20; i++)
            Assert.Equal(SendResult.Sent, near.TrySend(new byte[50_000]));

        pair.Run(20 * Second);
        Assert.InRange(near.BufferedAmount, 700_000, 850_000);

        Assert.Single(pair.Hosts[1].Announced).Observe(pair.Hosts[1].Recorder);
        pair.Run(20 * Second);
        Assert.Equal(20, pair.Hosts[1].Recorder.Messages.Count);
        Assert.Equal(0, pair.Sides[1].Association!.GetStatistics().BytesHeld);
    }

    [Fact]
    public void Rfc8832_6_Data_that_overtakes_its_OPEN_is_kept()
    {
        var pair = new ChannelPair();
        var options = new DataChannelOptions { Negotiated = true, Id = 10 };
        pair.Start();
        var near = pair.Sides[0].Create("n", options);
        near.TrySend([1, 2]);
        pair.Run(Second);
        Assert.Empty(pair.Hosts[1].Recorder.Messages);

        // The OPEN comes late, as far as the other side can tell.
        var open = OpenMessage.Write("late", DataChannelOptions.Default);
        pair.Sides[0].Association!.TrySend(10, PayloadProtocol.Dcep, open);
        pair.Run(Second);

        Assert.Equal("late", Assert.Single(pair.Hosts[1].Announced).Label);
        Assert.Equal([1, 2], Assert.Single(pair.Hosts[1].Recorder.Messages).Bytes);
    }

    [Fact]
    public void Rfc8832_6_An_unordered_channel_is_ordered_until_it_is_acknowledged()
    {
        var pair = new ChannelPair();
        var near = pair.Sides[0].Create("u", new DataChannelOptions { Ordered = false });
        pair.Hosts[1].Observes = true;
        var flags = new List<byte>();
        pair.Fate = (from, packet) =>
        {
            var chunks = new ChunkReader(packet.AsSpan(12));
            while (from == 0 && chunks.MoveNext())
            {
                if (chunks.Type == ChunkType.Data)
                    flags.Add((byte)(chunks.Flags & 4));
            }

            return TimeSpan.FromMilliseconds(5);
        };
        near.Observe(new Sender(channel => channel.TrySend([1])));
        pair.Start();
        near.TrySend([2]);
        pair.Run(Second);

        Assert.Equal([0, 0, 4], flags);
        Assert.Equal(2, pair.Hosts[1].Recorder.Messages.Count);
    }

    [Fact]
    public void Rfc8832_6_An_OPEN_on_a_stream_in_use_closes_it()
    {
        var (pair, near, far) = Opened();
        pair.Sides[0].Association!.TrySend(0, PayloadProtocol.Dcep, OpenMessage.Write("x", DataChannelOptions.Default));
        pair.Run(10 * Second);

        Assert.Equal((DataChannelState.Closed, DataChannelState.Closed), (near.ReadyState, far.ReadyState));
    }

    [Theory]
    [InlineData(new byte[] { 3 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 1 })]
    [InlineData(new byte[] { 3, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0xFF })]
    public void Rfc8832_5_1_A_malformed_OPEN_makes_no_channel(byte[] open)
    {
        var pair = new ChannelPair();
        pair.Start();
        pair.Sides[0].Association!.TrySend(4, PayloadProtocol.Dcep, open);
        pair.Run(Second);

        Assert.Empty(pair.Hosts[1].Announced);
        Assert.Equal(1, pair.Sides[1].Discarded);
    }

    [Fact]
    public void An_abort_closes_all_channels_on_both_sides()
    {
        var (pair, near, far) = Opened();
        pair.Sides[0].Abort("over");
        pair.Run(Second);

        Assert.Equal((DataChannelState.Closed, DataChannelState.Closed), (near.ReadyState, far.ReadyState));
        Assert.False(pair.Hosts[0].Closed!.Value.Failed);
        Assert.Contains("over", pair.Hosts[1].Closed!.Value.Detail);
        Assert.Throws<InvalidOperationException>(() => pair.Sides[0].Create("x", DataChannelOptions.Default));
    }

    [Fact]
    public void A_channel_closed_before_the_association_is_up_is_never_announced()
    {
        var pair = new ChannelPair();
        var near = pair.Sides[0].Create("x", DataChannelOptions.Default);
        near.Observe(pair.Hosts[0].Recorder);
        near.Close();
        pair.Start();

        Assert.Equal(DataChannelState.Closed, near.ReadyState);
        Assert.Empty(pair.Hosts[1].Announced);
        Assert.Single(pair.Hosts[0].Recorder.ClosedOnes);
    }

    [Fact]
    public void An_observer_that_throws_ends_the_connection_with_that_reason()
    {
        var (pair, near, _) = Opened();
        pair.Hosts[1].Recorder.Throws = true;
        near.TrySend([1]);
        pair.Run(Second);

        Assert.Contains("broken", pair.Hosts[1].Closed!.Value.Detail);
        Assert.NotNull(pair.Hosts[0].Closed);
    }

    [Fact]
    public void Rfc3758_A_lost_message_without_retransmissions_is_skipped_and_later_ones_arrive()
    {
        var pair = new ChannelPair();
        var near = pair.Sides[0].Create("p", new DataChannelOptions { Ordered = true, MaxRetransmits = 0 });
        pair.Start();
        var lose = true;
        pair.Fate = (from, _) => from == 0 && lose ? null : TimeSpan.FromMilliseconds(5);
        near.TrySend(new byte[30_000]);
        pair.Run(TimeSpan.FromMilliseconds(1));
        lose = false;
        near.TrySend([2]);
        pair.Run(10 * Second);

        Assert.Equal([2], pair.Hosts[1].Recorder.Messages[^1].Bytes);
        Assert.True(pair.Sides[0].Association!.GetStatistics().MessagesAbandoned >= 1);
        Assert.Equal(0, pair.Sides[0].Association!.GetStatistics().BytesInFlight);
    }

    private static DataChannel[] Make(DataChannels side, string label) =>
        [.. Enumerable.Range(0, 4).Select(i => side.Create(label + i, DataChannelOptions.Default))];

    private static (ChannelPair Pair, DataChannel Near, DataChannel Far) Opened(SctpOptions? options = null)
    {
        var pair = new ChannelPair();
        if (options is not null)
            pair.Options = options;

        var near = pair.Sides[0].Create("x", DataChannelOptions.Default);
        near.Observe(pair.Hosts[0].Recorder);
        pair.Start();
        return (pair, near, Assert.Single(pair.Hosts[1].Announced));
    }

    private sealed class Sender(Action<DataChannel> onOpen) : IDataChannelObserver
    {
        public void OnOpen(DataChannel channel) => onOpen(channel);

        public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary)
        {
        }

        public void OnBufferedAmountLow(DataChannel channel)
        {
        }

        public void OnClose(DataChannel channel)
        {
        }
    }
}
