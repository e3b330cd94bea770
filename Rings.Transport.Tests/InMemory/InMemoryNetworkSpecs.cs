using System.Text;
using Rings.Transport.InMemory;

namespace Rings.Transport.Tests.InMemory;

public sealed class InMemoryNetworkSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Both_ends_come_up_and_open_their_channels()
    {
        var (left, right) = await ConnectAsync(Network());

        Assert.Equal(["Connecting", "Connected", "a open"], left.Log);
        Assert.Equal(["Connecting", "Connected", "a open"], right.Log);
    }

    [Fact]
    public async Task A_message_arrives_whole_after_the_delay()
    {
        var network = Network(new() { Delay = TimeSpan.FromMilliseconds(30) });
        var (left, right) = await ConnectAsync(network);
        var sent = _time.GetUtcNow();

        Assert.Equal(SendResult.Sent, Send(left, "hello"));
        _time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.Empty(right.Messages);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((sent - DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(30), "a", "hello"),
            right.Messages.Single());
    }

    [Fact]
    public async Task An_ordered_channel_stays_in_order_under_jitter_and_loss()
    {
        var network = Network(new() { Delay = Ms(1), Jitter = Ms(50), LossRate = 0.2 });
        var (left, right) = await ConnectAsync(network);

        var sent = Enumerable.Range(0, 300).Select(number => $"{number}").ToArray();
        foreach (var text in sent) Send(left, text);
        _time.Advance(60 * Second);

        Assert.Equal(sent, right.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Channels_overtake_each_other_under_jitter()
    {
        var network = Network(new() { Jitter = Ms(50) });
        var (left, right) = await ConnectAsync(network, "a", "b");

        for (var round = 0; round < 50; round++)
        {
            Send(left, $"{round:D3}", "a");
            Send(left, $"{round:D3}", "b");
        }

        _time.Advance(Second);
        var arrived = right.Messages.Select(message => message.Text).ToArray();
        Assert.Equal(100, arrived.Length);
        Assert.NotEqual(arrived.Order(), arrived);
    }

    [Fact]
    public async Task An_unreliable_channel_loses_what_a_reliable_one_repeats()
    {
        var network = Network(new() { LossRate = 0.3 });
        var left = new RecordingEnd(network.CreateFactory("left"), _time);
        var right = new RecordingEnd(network.CreateFactory("right"), _time);
        var lossy = new DataChannelOptions { Negotiated = true, Id = 0, Ordered = false, MaxRetransmits = 0 };
        left.Open("a", lossy);
        right.Open("a", lossy);
        await ExchangeAsync(left, right);

        for (var number = 0; number < 1000; number++) Send(left, $"{number}");
        _time.Advance(Second);

        Assert.InRange(right.Messages.Count, 600, 800);
        Assert.Equal(0, Channel(left, "a").BufferedAmount);
    }

    [Fact]
    public async Task A_full_channel_takes_nothing_and_says_when_there_is_room()
    {
        var network = Network(new() { Delay = Ms(10), BufferBytes = 1000, MaxMessageSize = 600 });
        var (left, right) = await ConnectAsync(network);

        Assert.Equal(SendResult.Sent, Send(left, new string('x', 600)));
        Assert.Equal(SendResult.Full, Send(left, new string('y', 600)));
        Assert.Equal(SendResult.TooLong, Send(left, new string('z', 601)));
        Assert.Equal(600, Channel(left, "a").BufferedAmount);
        _time.Advance(Ms(10));

        Assert.Equal("a low", left.Log[^1]);
        Assert.Equal(0, Channel(left, "a").BufferedAmount);
        Assert.Single(right.Messages);
    }

    [Fact]
    public async Task The_low_mark_is_told_once_per_crossing()
    {
        var (left, right) = await ConnectAsync(Network(new() { Delay = Ms(10) }));
        Channel(left, "a").BufferedAmountLowThreshold = 10;

        for (var number = 0; number < 5; number++) Send(left, "12345");
        _time.Advance(Ms(10));

        Assert.Equal(5, right.Messages.Count);
        Assert.Single(left.Log, entry => entry == "a low");
    }

    [Fact]
    public async Task Bandwidth_spaces_messages_and_serves_the_smaller_send_order_first()
    {
        var (left, right) = await ConnectAsync(Network(new() { BytesPerSecond = 1000 }), "control", "bulk");
        var start = _time.GetElapsedTime(0, _time.GetTimestamp());

        for (var number = 0; number < 3; number++) Send(left, new string('b', 500), "bulk");
        Send(left, "first", "control");
        _time.Advance(10 * Second);

        Assert.Equal(["bulk", "control", "bulk", "bulk"], right.Messages.Select(message => message.Channel));
        Assert.Equal(start + Ms(1005), right.Messages[^1].At);
    }

    [Fact]
    public async Task A_short_partition_delays_and_loses_nothing()
    {
        var network = Network();
        var (left, right) = await ConnectAsync(network);
        network.Partition(["left"], ["right"]);

        Send(left, "held");
        _time.Advance(10 * Second);
        Assert.Empty(right.Messages);
        Assert.Equal("Disconnected", left.Log[^1]);
        network.Heal();
        _time.Settle();

        Assert.Equal("held", right.Messages.Single().Text);
        Assert.Equal(PeerConnectionState.Connected, left.Connection.ConnectionState);
        Assert.Equal(PeerConnectionState.Connected, right.Connection.ConnectionState);
    }

    [Fact]
    public async Task A_long_partition_fails_the_connection_and_an_ice_restart_revives_it()
    {
        var network = Network();
        var (left, right) = await ConnectAsync(network);
        network.SetReachability((from, _) => from == "left");
        _time.Advance(31 * Second);
        Assert.Equal(PeerConnectionState.Failed, left.Connection.ConnectionState);
        Assert.Equal(PeerConnectionState.Failed, right.Connection.ConnectionState);

        network.Heal();
        var offer = await left.Connection.CreateOfferAsync(iceRestart: true);
        await left.Connection.AcceptAnswerAsync(await right.Connection.CreateAnswerAsync(offer));
        _time.Settle();
        Send(left, "again");
        _time.Settle();

        Assert.Equal("again", right.Messages.Single().Text);
        Assert.Single(left.Log, entry => entry == "a open");
    }

    [Fact]
    public async Task A_killed_endpoint_tells_nobody_and_is_noticed()
    {
        var network = Network();
        var (left, right) = await ConnectAsync(network);
        var told = right.Log.Count;

        network.Kill("right");
        _time.Advance(4 * Second);
        Assert.Equal(PeerConnectionState.Connected, left.Connection.ConnectionState);
        _time.Advance(60 * Second);

        Assert.Equal(["Disconnected", "Failed"], left.Log[^2..]);
        Assert.Equal(told, right.Log.Count);
        Assert.Equal(1, network.ConnectionCount);
    }

    [Fact]
    public async Task Closing_a_connection_closes_both_ends_and_leaves_nothing()
    {
        var network = Network();
        var (left, right) = await ConnectAsync(network);

        await left.Connection.DisposeAsync();
        _time.Settle();

        Assert.Equal(["a closed", "Closed"], left.Log[^2..]);
        Assert.Equal(["a closed", "Closed"], right.Log[^2..]);
        Assert.Equal(SendResult.NotOpen, Send(right, "late"));
        Assert.Equal(0, network.ConnectionCount);
    }

    [Fact]
    public async Task A_channel_opened_in_band_is_announced_with_its_messages()
    {
        var (left, right) = await ConnectAsync(Network());

        var channel = left.Connection.CreateDataChannel("chat", DataChannelOptions.Default);
        channel.Observe(left);
        _time.Settle();
        channel.TrySend("hi"u8, binary: false);
        channel.Close();
        _time.Settle();

        Assert.Equal("chat", right.Announced.Single().Label);
        Assert.Equal(channel.Id, right.Announced.Single().Id);
        Assert.Equal("hi", right.Messages.Single().Text);
        Assert.Equal("chat closed", right.Log[^1]);
        Assert.Equal("chat closed", left.Log[^1]);
    }

    [Fact]
    public async Task Messages_wait_for_an_observer_within_the_buffer()
    {
        var network = Network();
        var left = new RecordingEnd(network.CreateFactory("left"), _time);
        var right = new RecordingEnd(network.CreateFactory("right"), _time);
        left.Open("a", new DataChannelOptions { Negotiated = true, Id = 0 });
        var late = right.Connection.CreateDataChannel("a", new DataChannelOptions { Negotiated = true, Id = 0 });
        await ExchangeAsync(left, right);

        Send(left, "early");
        _time.Settle();
        Assert.Equal(5, Channel(left, "a").BufferedAmount);
        late.Observe(right);
        _time.Settle();

        Assert.Equal("early", right.Messages.Single().Text);
        Assert.Equal(0, Channel(left, "a").BufferedAmount);
    }

    [Fact]
    public async Task An_observer_that_throws_closes_its_connection()
    {
        var network = Network();
        var (left, right) = await ConnectAsync(network);
        right.WhenMessage = _ => throw new InvalidOperationException("a bug");

        Send(left, "x");
        _time.Settle();

        Assert.Equal(PeerConnectionState.Closed, right.Connection.ConnectionState);
        Assert.Equal(PeerConnectionState.Closed, left.Connection.ConnectionState);
    }

    [Fact]
    public async Task An_answer_to_another_offer_is_refused()
    {
        var network = Network();
        var left = new RecordingEnd(network.CreateFactory("left"), _time);
        var right = new RecordingEnd(network.CreateFactory("right"), _time);
        var other = new RecordingEnd(network.CreateFactory("other"), _time);
        var answer = await right.Connection.CreateAnswerAsync(await other.Connection.CreateOfferAsync());
        await left.Connection.CreateOfferAsync();

        await Assert.ThrowsAsync<SdpException>(() => left.Connection.AcceptAnswerAsync(answer).AsTask());
        await Assert.ThrowsAsync<SdpException>(() => left.Connection.AcceptAnswerAsync("v=0\r\n").AsTask());
        await Assert.ThrowsAsync<SdpException>(async () => await left.Connection.CreateAnswerAsync(answer));
    }

    [Fact]
    public async Task The_same_seed_delivers_at_the_same_times()
    {
        Assert.Equal(await RunAsync(7), await RunAsync(7));
        Assert.NotEqual(await RunAsync(7), await RunAsync(8));
    }

    [Fact]
    public async Task On_the_systems_clock_every_message_arrives_in_order()
    {
        var network = new InMemoryNetwork();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new RecordingEnd(network.CreateFactory("left"), TimeProvider.System);
        var right = new RecordingEnd(network.CreateFactory("right"), TimeProvider.System);
        right.WhenMessage = _ => { if (right.Messages.Count == 10_000) done.SetResult(); };
        var channel = left.Open("a", new DataChannelOptions { Negotiated = true, Id = 0 });
        right.Open("a", new DataChannelOptions { Negotiated = true, Id = 0 });
        await left.Connection.AcceptAnswerAsync(
            await right.Connection.CreateAnswerAsync(await left.Connection.CreateOfferAsync()));

        while (channel.ReadyState != DataChannelState.Open) await Task.Yield();
        for (var number = 0; number < 10_000;)
        {
            if (channel.TrySend(Encoding.UTF8.GetBytes($"{number}")) == SendResult.Sent) number++;
            else await Task.Yield();
        }

        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(0, 10_000).Select(number => $"{number}"),
            right.Messages.Select(message => message.Text));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static DataChannel Channel(RecordingEnd end, string label) => end.Channels[label];

    private static SendResult Send(RecordingEnd end, string text, string label = "a") =>
        Channel(end, label).TrySend(Encoding.UTF8.GetBytes(text));

    private InMemoryNetwork Network(InMemoryNetworkOptions? options = null, int seed = 1) => new(options, seed, _time);

    private async Task<(RecordingEnd Left, RecordingEnd Right)> ConnectAsync(InMemoryNetwork network,
        params string[] labels)
    {
        var left = new RecordingEnd(network.CreateFactory("left"), _time);
        var right = new RecordingEnd(network.CreateFactory("right"), _time);
        if (labels.Length == 0) labels = ["a"];
        for (ushort id = 0; id < labels.Length; id++)
        {
            var options = new DataChannelOptions { Negotiated = true, Id = id, SendOrder = id };
            left.Open(labels[id], options);
            right.Open(labels[id], options);
        }

        await ExchangeAsync(left, right);
        return (left, right);
    }

    private async Task ExchangeAsync(RecordingEnd left, RecordingEnd right)
    {
        await left.Connection.AcceptAnswerAsync(
            await right.Connection.CreateAnswerAsync(await left.Connection.CreateOfferAsync()));
        _time.Advance(Second);
    }

    private async Task<string> RunAsync(int seed)
    {
        var network = Network(new() { Delay = Ms(1), Jitter = Ms(20), LossRate = 0.1 }, seed);
        var (left, right) = await ConnectAsync(network, "a", "b");
        var start = _time.GetElapsedTime(0, _time.GetTimestamp());
        for (var number = 0; number < 100; number++) Send(left, $"{number}", number % 2 == 0 ? "a" : "b");
        _time.Advance(10 * Second);
        return string.Join(';', right.Messages.Select(message => $"{message.At - start} {message.Text}"));
    }
}
