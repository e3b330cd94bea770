using System.Buffers.Binary;
using Rings.Transport.Dcep;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Dcep;

/// <summary>What a stream's former user leaves behind must not touch its next one (RFC 8831, section 6.7).</summary>
public sealed class ChannelReuseSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(5);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_number_used_again_before_the_last_answer_came_carries_the_new_channel(int maker)
    {
        var pair = new ChannelPair();
        pair.Start();
        var first = pair.Sides[maker].Create("first", DataChannelOptions.Default);
        pair.Run(Second);
        pair.Fate = (from, packet) => from == maker && HasAnswer(packet) ? null : Delay;
        first.Close();
        for (var i = 0; i < 100 && first.ReadyState != DataChannelState.Closed; i++)
            pair.Run(Step);

        var second = pair.Sides[maker].Create("second", DataChannelOptions.Default);
        Assert.Equal(first.Id, second.Id);
        second.TrySend([2]);
        pair.Run(Second);

        Assert.Equal(["first", "second"], pair.Hosts[1 - maker].Announced.Select(channel => channel.Label));
        var (channel, bytes, _) = Assert.Single(pair.Hosts[1 - maker].Recorder.Messages);
        Assert.Equal(("second", 2), (channel.Label, bytes[0]));
        Assert.Equal("first", Assert.Single(pair.Hosts[1 - maker].Recorder.ClosedOnes).Label);
        AssertStillGood(pair, second, 1 - maker);
    }

    [Fact]
    public void A_negotiated_number_used_again_keeps_its_data_for_the_new_channel()
    {
        var options = new DataChannelOptions { Negotiated = true, Id = 40 };
        var pair = new ChannelPair();
        pair.Start();
        var ends = pair.Sides.Select(side => side.Create("first", options)).ToArray();
        foreach (var (end, host) in ends.Zip(pair.Hosts))
            end.Observe(host.Recorder);
        pair.Run(Second);
        var heal = pair.Now + Second;
        pair.Fate = (from, packet) => from == 0 && HasAnswer(packet) && pair.Now < heal ? null : Delay;
        ends[0].Close();
        for (var i = 0; i < 100 && ends[0].ReadyState != DataChannelState.Closed; i++)
            pair.Run(Step);

        var near = pair.Sides[0].Create("second", options);
        near.TrySend([7]);
        pair.Run(Second / 5);
        Assert.Equal(DataChannelState.Closed, ends[1].ReadyState);
        var far = pair.Sides[1].Create("second", options);
        far.Observe(pair.Hosts[1].Recorder);
        pair.Run(5 * Second);

        Assert.Equal([7], Assert.Single(pair.Hosts[1].Recorder.Messages).Bytes);
        Assert.Equal(DataChannelState.Open, far.ReadyState);
    }

    [Fact]
    public void A_refused_stream_is_reset_once_and_its_number_serves_again()
    {
        var pair = new ChannelPair();
        pair.Start();
        var resets = 0;
        pair.Fate = (from, packet) =>
        {
            resets += from == 1 && HasRequest(packet) ? 1 : 0;
            return Delay;
        };
        var near = pair.Sides[0].Create("good", DataChannelOptions.Default);
        pair.Sides[0].Association!.TrySend(4, PayloadProtocol.Dcep, [3, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        pair.Run(Second);
        Assert.Equal(1, resets);
        pair.Sides[0].Association!.TrySend(4, PayloadProtocol.Dcep, OpenMessage.Write("a", DataChannelOptions.Default));
        pair.Run(Second);

        Assert.Equal(["good", "a"], pair.Hosts[1].Announced.Select(channel => channel.Label));
        Assert.Equal(1, resets);
        AssertStillGood(pair, near, other: 1);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 4)]
    public void Rfc8832_6_A_channel_on_a_number_of_the_other_parity_is_closed_and_nobody_told(int opener, int stream)
    {
        var pair = new ChannelPair();
        pair.Start();
        var acks = 0;
        pair.Fate = (from, packet) =>
        {
            acks += from != opener && Has(packet, ChunkType.Data) ? 1 : 0;
            return Delay;
        };
        var association = pair.Sides[opener].Association!;
        var open = OpenMessage.Write("x", DataChannelOptions.Default);
        association.TrySend((ushort)stream, PayloadProtocol.Dcep, open);
        association.TrySend((ushort)stream, PayloadProtocol.Binary, [1]);
        pair.Run(Second);

        Assert.Empty(pair.Hosts[1 - opener].Announced);
        Assert.Equal(0, acks);
        Assert.Equal(2, pair.Sides[1 - opener].Discarded);
        Assert.Equal(0, pair.Sides[1 - opener].Association!.GetStatistics().BytesHeld);

        // The number's owner is not hurt by it.
        var own = Enumerable.Range(0, 4)
            .Select(i => pair.Sides[1 - opener].Create("own" + i, DataChannelOptions.Default)).ToArray();
        pair.Run(Second);
        Assert.All(own, channel => Assert.Equal(SendResult.Sent, channel.TrySend([1])));
        pair.Run(Second);
        Assert.Equal(4, pair.Hosts[opener].Recorder.Messages.Count);
    }

    [Fact]
    public void Data_for_a_channel_whose_remote_end_is_gone_reaches_nobody()
    {
        // A remote side that goes on sending on a stream that it has reset breaks RFC 6525.
        var pair = new ChannelPair();
        pair.Start();
        var near = pair.Sides[0].Create("x", DataChannelOptions.Default);
        pair.Run(Second);
        var far = Assert.Single(pair.Hosts[1].Announced);
        for (var i = 0; i < 40; i++)
            far.TrySend(new byte[50_000]);
        near.Close();
        pair.Run(Second / 50);
        pair.Sides[0].Association!.TrySend(0, PayloadProtocol.Binary, [9]);
        pair.Run(5 * Second);

        Assert.Empty(pair.Hosts[1].Recorder.Messages);
        Assert.Equal((DataChannelState.Closed, DataChannelState.Closed), (near.ReadyState, far.ReadyState));
    }

    private static void AssertStillGood(ChannelPair pair, DataChannel channel, int other)
    {
        pair.Hosts[other].Recorder.Messages.Clear();
        pair.Run(10 * Second);
        Assert.Equal(SendResult.Sent, channel.TrySend([42]));
        pair.Run(10 * Second);
        var (end, bytes, _) = Assert.Single(pair.Hosts[other].Recorder.Messages);
        Assert.Equal((channel.Label, 42), (end.Label, bytes[0]));
        Assert.Equal(DataChannelState.Open, end.ReadyState);
    }

    private static bool Has(byte[] packet, byte type)
    {
        var chunks = new ChunkReader(packet.AsSpan(12));
        while (chunks.MoveNext())
        {
            if (chunks.Type == type)
                return true;
        }

        return false;
    }

    private static bool HasAnswer(byte[] packet) => HasParameter(packet, ParameterType.ReconfigResponse);

    private static bool HasRequest(byte[] packet) => HasParameter(packet, ParameterType.OutgoingReset);

    private static bool HasParameter(byte[] packet, ushort type)
    {
        var chunks = new ChunkReader(packet.AsSpan(12));
        while (chunks.MoveNext())
        {
            if (chunks.Type == ChunkType.Reconfig && BinaryPrimitives.ReadUInt16BigEndian(chunks.Value) == type)
                return true;
        }

        return false;
    }
}
