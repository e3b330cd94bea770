using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Actors.Links;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Limits;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;
using Rings.TestKit.Probes;
using static Rings.Actors.Frames.FrameProtocol;

namespace Rings.Actors.Tests.Links;

/// <summary>One lane's outgoing end alone: a channel that is open or full, and a window of credit.</summary>
public sealed class LaneSenderSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 3);
    private readonly StubChannel _channel = new();
    private readonly List<(TransactionId Id, Departure Departure)> _departed = [];
    private readonly SharedStock _stock = new(1 << 20);
    private readonly LiarFrames _frames;
    private readonly Signer _origin;
    private readonly Did _to;
    private readonly LaneSender _sender;
    private Instant _now;

    public LaneSenderSpecs()
    {
        _frames = new LiarFrames(_ring.World.Time);
        (_origin, _to) = (_ring.NewSigner("origin"), _ring.NewSigner("to").Account);
        _now = Instant.From(_ring.World.Time.GetUtcNow());
        _sender = NewSender();
    }

    private LinkSettings Settings { get; } = NodeSettings.From(NodeSettings.ReferenceConfig()).Links;

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void The_first_frame_of_a_delegation_carries_it_and_the_next_does_not()
    {
        Assert.True(_sender.TrySend(Own(), _now) && _sender.TrySend(Own(), _now));

        Assert.Equal([false, true], _channel.Sent.Select(frame => EnvelopeView.Read(frame).Delegation.IsEmpty));
        Assert.Equal([Departure.Sent, Departure.Sent], _departed.Select(departed => departed.Departure));
        Assert.True(_sender.IsEmpty);
    }

    [Fact]
    public void A_frame_that_a_full_channel_keeps_waiting_leaves_when_there_is_room()
    {
        _channel.IsFull = true;
        _sender.TrySend(Own(), _now);
        Assert.Empty(_channel.Sent);
        Assert.False(_sender.IsEmpty);

        _channel.IsFull = false;
        _sender.Pump(_now);

        Assert.Single(_channel.Sent);
        Assert.Single(_departed);
    }

    [Fact]
    public void Without_credit_frames_wait_and_the_peer_is_starving_the_lane_after_30_seconds()
    {
        var sender = NewSender(new CreditWindow(1 << 20, 1));
        sender.TrySend(Own(), _now);
        sender.TrySend(Own(), _now);

        Assert.Single(_channel.Sent);
        Assert.False(sender.IsStarved(_now + TimeSpan.FromSeconds(29)));
        Assert.True(sender.IsStarved(_now + TimeSpan.FromSeconds(30)));
        sender.Grant(new LinkControl.Credit(Lane.Message, 1 << 20, 1), _now + TimeSpan.FromSeconds(30));
        Assert.Equal(2, _channel.Sent.Count);
    }

    [Fact]
    public void A_frame_pays_its_credit_once_however_often_the_channel_is_full()
    {
        var sender = NewSender(new CreditWindow(1 << 20, 1));
        _channel.IsFull = true;
        sender.TrySend(Own(), _now);
        for (var number = 0; number < 5; number++) sender.Pump(_now);

        _channel.IsFull = false;
        sender.Pump(_now);

        Assert.Single(_channel.Sent);
    }

    [Fact]
    public void A_relayed_frame_that_waits_too_long_is_dropped_and_an_own_one_is_not()
    {
        _channel.IsFull = true;
        var (head, late, own) = (Relayed(), Relayed(), Own());
        foreach (var send in new[] { head, late, own }) _sender.TrySend(send, _now);

        _sender.Pump(_now + Settings.QueueDelay + TimeSpan.FromMilliseconds(1));

        Assert.Equal((late.Id, Departure.Late), Assert.Single(_departed));
        Assert.False(_sender.IsEmpty);
    }

    [Fact]
    public void A_frame_that_its_delegation_makes_too_long_for_the_peer_is_given_up_and_the_next_one_leaves()
    {
        _channel.Longest = 1000;
        var (huge, next) = (Own(bodyBytes: 900), Own());

        _sender.TrySend(huge, _now);
        _sender.TrySend(next, _now);

        Assert.Equal([(huge.Id, Departure.TooLong), (next.Id, Departure.Sent)], _departed);
        Assert.False(EnvelopeView.Read(Assert.Single(_channel.Sent)).Delegation.IsEmpty);
    }

    /// <summary>One brings it, another brings it again: neither repeats itself, and this node would.</summary>
    [Fact]
    public void What_several_neighbours_bring_leaves_again_only_within_their_share()
    {
        var sender = NewSender(repeats: 1);
        var (first, own) = (Relayed(), Own());
        SendFrame Again(SendFrame send) => send with { Frame = FrameBuffer.Own(send.Frame.Span.ToArray()) };
        SendFrame[] sends =
            [Again(first), Again(first), Again(first), Again(first) with { IsRepeat = true }, Again(own), Again(own)];

        foreach (var send in sends) sender.TrySend(send, _now);

        Assert.Equal(
            [Departure.Sent, Departure.Sent, Departure.Repeated, Departure.Sent, Departure.Sent, Departure.Sent],
            _departed.Select(departed => departed.Departure));
    }

    [Fact]
    public void A_full_queue_takes_nothing()
    {
        _channel.IsFull = true;
        var taken = Enumerable.Range(0, Settings.QueueFrames + 10).Count(_ => _sender.TrySend(Relayed(), _now));

        Assert.InRange(taken, 1000, Settings.QueueFrames + 1); // By frames or by bytes, and one that waits at the head.
    }

    [Fact]
    public void Own_frames_that_wait_count_to_what_the_node_holds()
    {
        var (stock, own) = (new SharedStock(8 * Own().Frame.Length), Own());
        var sender = NewSender(held: stock.NewShare());
        _channel.IsFull = true;

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => sender.TrySend(Own(), _now)));
        Assert.True(sender.TrySend(Relayed(), _now)); // It counts to the link that brought it.
        Assert.Equal(2 * own.Frame.Length, stock.Held);
        _channel.IsFull = false;
        sender.Pump(_now);
        Assert.Equal(0, stock.Held);
    }

    [Fact]
    public void What_waits_is_given_up_once()
    {
        _channel.IsFull = true;
        var sends = new[] { Own(), Relayed(), Own() };
        foreach (var send in sends) _sender.TrySend(send, _now);

        Assert.Equal(sends.Select(send => send.Id), _sender.Abandon().Select(send => send.Id));
        Assert.Empty(_sender.Abandon());
        Assert.Equal((true, 0L), (_sender.IsEmpty, _stock.Held));
        Assert.Empty(_departed);
    }

    [Fact]
    public void What_was_given_up_does_not_leave_when_there_is_room_again()
    {
        _channel.IsFull = true;
        _sender.TrySend(Own(), _now);
        _sender.Abandon();

        _channel.IsFull = false;
        _sender.Pump(_now);

        Assert.Empty(_channel.Sent);
    }

    private LaneSender NewSender(
        CreditWindow? credit = null, SharedStock.Share? held = null, int repeats = 8000) => new(
        _channel, credit, Settings, held ?? _stock.NewShare(), (send, departure) => _departed.Add((send.Id, departure)),
        new(repeats, repeats));

    private SendFrame Own(int bodyBytes = 64) => Send(null, bodyBytes);

    private SendFrame Relayed() => Send(_ring.NewSigner("neighbour").Account, 64);

    private SendFrame Send(Did? from, int bodyBytes)
    {
        var frame = _frames.Plain(_origin, _to, new byte[bodyBytes]);
        var view = EnvelopeView.Read(frame);
        return new SendFrame(
            FrameBuffer.Own(frame), view.Route.Next(), Lane.Message, view.Transaction.Id, _origin.Delegation.Id,
            _origin.Delegation.Bytes, ActorRefs.Nobody, from, frame.Length);
    }
}
