using Akka.Actor;
using Akka.Event;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Messages;

/// <content>What arrives, verified: once, within the origin's rate, to whom it is for.</content>
internal sealed partial class MessageGate
{
    private KeyedRateLimit<Did> _originMessages = null!;
    private KeyedRateLimit<Did> _originBytes = null!;
    private Reassembly<Did> _reassembly = null!;

    private void InitialiseLimits()
    {
        var settings = _node.Settings.Messages;
        _originMessages = new(settings.OriginMessagesPerSecond, settings.OriginMessagesBurst, settings.Origins);
        _originBytes = new(settings.OriginBytesPerSecond, settings.OriginBytesPerSecond, settings.Origins);
        _reassembly = new(new ReassemblyLimits { TotalBytes = settings.ReassemblyBytes });
    }

    private void Receive(Arrived arrived)
    {
        // In mode OWNER the numbers count per key: no window covers them, and their kinds are idempotent.
        if (arrived.Link != _node.Self && arrived.Route.Mode != RouteMode.Owner && !IsNew(arrived)) return;
        if (arrived.ReplyTo is { } asked)
        {
            ReceiveReply(asked, arrived);
            return;
        }

        if (!IsWithinRate(arrived))
        {
            _node.Instruments.Dropped("origin rate");
            Reply(arrived, Kind.Busy, new Busy(1000).ToBytes());
            return;
        }

        _node.Instruments.Received();
        HandOn(arrived, arrived.Kind, arrived.Body);
    }

    /// <summary>Whether the transaction was not seen before. The mark is stored before it is acted on.</summary>
    private bool IsNew(Arrived arrived)
    {
        var verdict = _memory.Replay.Accept(
            arrived.Origin.Id, arrived.Kind.Lane(), arrived.Sequence, arrived.Deadline, arrived.Link, _node.Now,
                out var mark);
        switch (verdict)
        {
            case ReplayVerdict.New:
                if (mark is { } keep && !arrived.Kind.IsIdempotent()) _memory.Store.Keep(keep);
                return true;

            case ReplayVerdict.Busy:
                _node.Instruments.Dropped("replay table full");
                Reply(arrived, Kind.Busy, new Busy(10_000).ToBytes());
                return false;

            default:
                if (arrived.WantsReceipt && _memory.Receipts.Contains(arrived.Hash)) Acknowledge(arrived);
                else _node.Instruments.Dropped("seen");
                return false;
        }
    }

    /// <summary>What a neighbour says about records has bounds of its own: the lane's window and the storage's.</summary>
    private bool IsWithinRate(Arrived arrived) => arrived.Link == _node.Self
        || arrived.Kind.Lane() is Lane.Control or Lane.Stream
        || (arrived.Kind == Kind.Storage && arrived.Link == arrived.From)
        || (_originMessages.TryTake(arrived.From, _node.Now)
            && _originBytes.TryTake(arrived.From, _node.Now, arrived.FrameBytes));

    private void HandOn(Arrived arrived, Kind kind, byte[] body)
    {
        switch (kind)
        {
            case Kind.Ring:
                _memory.Router.Tell(arrived);
                break;

            case Kind.Connect:
                _memory.Links.Tell(arrived);
                break;

            case Kind.Storage:
                _memory.Storage.Tell(arrived);
                break;

            case Kind.SessionHello or Kind.SessionMessage:
                _memory.Sessions.Tell(arrived);
                break;

            case Kind.Application:
                ReceiveApplication(arrived, body);
                break;

            case Kind.Part:
                ReceivePart(arrived);
                break;

            default:
                Reply(arrived, Kind.Unsupported, new Unsupported(kind, "").ToBytes());
                break;
        }
    }

    private void ReceiveApplication(Arrived arrived, byte[] body)
    {
        try
        {
            var message = ApplicationMessage.Read(body);
            if (_memory.Receivers.Find(message.Protocol) is not { } receiver)
            {
                Reply(arrived, Kind.Unsupported, new Unsupported(Kind.Application, message.Protocol).ToBytes());
            }
            else if (!receiver.HasRoom)
            {
                _node.Instruments.Dropped("receiver");
                Reply(arrived, Kind.Busy, new Busy(100).ToBytes());
            }
            else
            {
                receiver.Waiting++;
                receiver.Actor.Tell(new Received(
                    arrived.From, message.Protocol, message.Payload.ToArray(), arrived.Id.ToString(),
                    arrived.SentAt.ToDateTimeOffset()));
                Acknowledge(arrived);
            }
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A message of {From} breaks a rule: {Rule}", arrived.From, wrong.Message);
            _node.Instruments.Dropped("malformed");
        }
    }

    private void ReceivePart(Arrived arrived)
    {
        try
        {
            var outcome = _reassembly.Add(
                arrived.From, arrived.Link, MessagePart.Read(arrived.Body), _node.Now, out var whole);
            if (outcome is ReassemblyOutcome.OriginFull or ReassemblyOutcome.LinkFull or ReassemblyOutcome.Full)
                Reply(arrived, Kind.Busy, new Busy(1000).ToBytes());
            else if (whole is not null) HandOn(arrived, whole.Kind, whole.Body.ToArray());
            else Acknowledge(arrived);
        }
        catch (ProtocolException wrong)
        {
            _log.Debug("A part of {From} breaks a rule: {Rule}", arrived.From, wrong.Message);
            _node.Instruments.Dropped("malformed");
        }
    }

    private void Acknowledge(Arrived arrived)
    {
        if (!arrived.WantsReceipt) return;
        _memory.Receipts.Add(arrived.Hash);
        Reply(arrived, Kind.Delivered, new Rings.Protocol.Wire.Delivered(arrived.Hash).ToBytes());
    }

    /// <summary>
    /// A reply is accepted for an outstanding request alone; what is not of the destination is a hint.
    /// </summary>
    private void ReceiveReply(TransactionId asked, Arrived reply)
    {
        if (!_pending.TryGetValue(asked, out var pending))
        {
            _node.Instruments.Dropped("unasked reply");
            return;
        }

        var isOfDestination = pending.Request.Mode == RouteMode.Owner || reply.From == pending.Request.Destination;
        var isExploring = pending.Request.MaxHops < Route.MaxHops;
        if (reply.Kind == Kind.Unreachable && !isExploring) Retry(pending, RequestFailure.Unreachable);
        else if (!isOfDestination) _node.Instruments.Dropped("reply of another node");
        else if (reply.Kind == Kind.Delivered && !IsReceipt(reply, pending)) _node.Instruments.Dropped("wrong receipt");
        else
        {
            _pending.Remove(asked);
            pending.Request.Asker.Tell(new Replied(pending.Request.Tag, asked, reply));
        }
    }

    private static bool IsReceipt(Arrived reply, PendingRequest pending)
    {
        try
        {
            return pending.Request.WantsReceipt
                && Rings.Protocol.Wire.Delivered.Read(reply.Body).Transaction == pending.Hash;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}
