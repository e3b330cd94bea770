namespace Rings.Transport.Tests.Dcep;

/// <summary>Messages on streams that have no channel here yet.</summary>
public sealed class EarlyMessageSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_negotiated_channel_that_is_made_late_gets_what_came_before_it()
    {
        var pair = new ChannelPair();
        pair.Start();
        var near = pair.Sides[0].Create("n", Negotiated(40));
        for (byte i = 0; i < 10; i++)
            near.TrySend([i]);
        pair.Run(Second);
        var far = pair.Sides[1].Create("n", Negotiated(40));
        near.TrySend([10]);
        pair.Run(Second);
        far.Observe(pair.Hosts[1].Recorder);

        Assert.Equal(Enumerable.Range(0, 11), pair.Hosts[1].Recorder.Messages.Select(message => (int)message.Bytes[0]));
        Assert.Equal(0, pair.Sides[1].Association!.GetStatistics().BytesHeld);
    }

    [Fact]
    public void Data_that_nobody_has_a_channel_for_stops_no_other_channel()
    {
        var pair = new ChannelPair();
        pair.Start();
        var lonely = pair.Sides[0].Create("n", Negotiated(51));
        var other = pair.Sides[0].Create("x", DataChannelOptions.Default);
        for (var i = 0; i < 400; i++)
        {
            Assert.Equal(SendResult.Sent, lonely.TrySend(new byte[20_000]));
            pair.Run(Second / 10);
        }

        other.TrySend([1]);
        pair.Run(Second);

        Assert.Equal([1], Assert.Single(pair.Hosts[1].Recorder.Messages).Bytes);
        Assert.Equal(0, pair.Sides[1].Association!.GetStatistics().BytesHeld);
        Assert.InRange(pair.Sides[1].Discarded, 300, 400);
    }

    [Fact]
    public void What_waits_for_a_channel_is_bounded_for_all_streams_together()
    {
        var pair = new ChannelPair();
        pair.Start();
        var window = pair.Options.ReceiveWindow;
        for (var i = 0; i < 600; i++)
        {
            var channel = pair.Sides[0].Create("n", Negotiated(100 + i));
            channel.TrySend(new byte[100_000]);
            pair.Run(Second / 100);
            Assert.InRange(pair.Sides[1].Association!.GetStatistics().BytesHeld, 0, window / 2 + 100_000);
        }

        pair.Run(Second);
        Assert.InRange(pair.Sides[1].Association!.GetStatistics().BytesHeld, window / 4, window / 2);
    }

    [Fact]
    public void A_channel_gets_no_beginning_with_a_hole_behind_it()
    {
        var pair = new ChannelPair();
        pair.Start();
        var near = pair.Sides[0].Create("n", Negotiated(40));
        for (var i = 0; i < 40; i++)
        {
            near.TrySend(new byte[100_000]);
            pair.Run(Second / 10);
        }

        var far = pair.Sides[1].Create("n", Negotiated(40));
        far.Observe(pair.Hosts[1].Recorder);
        near.TrySend([9]);
        pair.Run(Second);

        Assert.Equal([9], Assert.Single(pair.Hosts[1].Recorder.Messages).Bytes);
    }

    [Fact]
    public void What_waits_too_long_is_given_back_to_the_window()
    {
        var pair = new ChannelPair();
        pair.Start();
        pair.Sides[0].Create("n", Negotiated(40)).TrySend(new byte[100_000]);
        pair.Run(31 * Second);
        Assert.InRange(pair.Sides[1].Association!.GetStatistics().BytesHeld, 100_000, 110_000);
        pair.Sides[0].Create("n", Negotiated(42)).TrySend([1]);
        pair.Run(Second);

        Assert.InRange(pair.Sides[1].Association!.GetStatistics().BytesHeld, 1, 100);
    }

    private static DataChannelOptions Negotiated(int id) => new() { Negotiated = true, Id = (ushort)id };
}
