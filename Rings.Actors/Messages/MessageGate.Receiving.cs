using Akka.Actor;
using Akka.Event;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Messages.ReplayProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Messages;

/// <content>What arrives, verified, once and within its origin's rate: to whom it is for.</content>
internal sealed partial class MessageGate
{
    /// <summary>
    /// What may not be acted on twice waits until its mark is on the disk, and what came before it with it; the link's
    /// credit is not given back before, so that a slow disk slows the link.
    /// </summary>
    private void Receive(Arrived arrived)
    {
        if (arrived.Link == _node.Self) Proceed(arrived);
        else if (!arrived.Kind.IsIdempotent()) _store.Tell(new KeepMark(arrived.Mark, arrived));
        else
        {
            Leave(arrived);
            Proceed(arrived);
        }
    }

    private static void Leave(Arrived arrived) =>
        arrived.Connection.Tell(new FrameLeft(arrived.Kind.Lane(), arrived.FrameBytes));

    private void Proceed(Arrived arrived)
    {
        if (arrived.ReplyTo is { } asked)
        {
            ReceiveReply(asked, arrived);
            return;
        }

        _node.Instruments.Received();
        HandOn(arrived);
    }

    private void Refuse(Arrived arrived, string reason, TimeSpan retryAfter)
    {
        _node.Instruments.Dropped(reason);
        Reply(arrived, Kind.Busy, new Busy((uint)retryAfter.TotalMilliseconds).ToBytes());
    }

    private void HandOn(Arrived arrived)
    {
        if (_parts.TryGetValue(arrived.Kind, out var part)) part.Tell(arrived);
        else if (arrived.Kind == Kind.Application) ReceiveApplication(arrived, arrived.Body);
        else if (arrived.Kind == Kind.Part) ReceivePart(arrived);
        else RefuseKind(arrived, arrived.Kind, "");
    }

    private void RefuseKind(Arrived arrived, Kind kind, string protocol) =>
        Reply(arrived, Kind.Unsupported, new Unsupported(kind, protocol).ToBytes());

    private void ReceiveApplication(Arrived arrived, byte[] body)
    {
        try
        {
            var message = ApplicationMessage.Read(body);
            if (Receivers.Find(message.Protocol) is not { } receiver)
                RefuseKind(arrived, Kind.Application, message.Protocol);
            else if (!receiver.HasRoom) Refuse(arrived, "receiver", TimeSpan.FromMilliseconds(100));
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
            var outcome = Inbox.Add(arrived, _node.Now, out var whole);
            if (outcome is ReassemblyOutcome.OriginFull or ReassemblyOutcome.LinkFull or ReassemblyOutcome.Full)
                Refuse(arrived, "reassembly", TimeSpan.FromSeconds(1));
            else if (whole is null) Acknowledge(arrived);
            else if (whole.Kind == Kind.Application) ReceiveApplication(arrived, whole.Body.ToArray());
            else RefuseKind(arrived, whole.Kind, ""); // Whatever else is larger than a frame was never asked for.
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
        Inbox.Acknowledge(arrived.Hash);
        Reply(arrived, Kind.Delivered, new Rings.Protocol.Wire.Delivered(arrived.Hash).ToBytes());
    }

    private void ReceiveReply(TransactionId asked, Arrived reply)
    {
        switch (_outbox.Receive(new OutboxReply(asked, reply.From, reply.Kind, reply.Body)))
        {
            case ReplyVerdict.Answer:
                Answered(asked, reply);
                break;

            case ReplyVerdict.Unasked:
                _node.Instruments.Dropped("unasked reply");
                break;

            case ReplyVerdict.OfAnotherNode:
                _node.Instruments.Dropped("reply of another node");
                break;

            case ReplyVerdict.WrongReceipt:
                _node.Instruments.Dropped("wrong receipt");
                break;
        }
    }
}
