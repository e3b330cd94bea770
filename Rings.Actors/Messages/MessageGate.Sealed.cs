using Akka.Actor;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Messages.ReplayProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Messages;

/// <content>End-to-end messages that were opened: each to its receiver, once.</content>
internal sealed partial class MessageGate
{
    private void Deliver(DeliverSealed deliver)
    {
        var receiver = Receivers.Find(deliver.Message.Protocol);
        if (receiver is null) Answer(deliver, Kind.Unsupported, new Unsupported(Kind.Application, "").ToBytes());
        else if (!receiver.HasRoom)
        {
            _node.Instruments.Dropped("receiver");
            Answer(deliver, Kind.Busy, new Busy(100).ToBytes());
        }
        else
        {
            receiver.Waiting++;
            var mark = MessageMark.Of(deliver.From, deliver.Id).ToArray();
            _store.Tell(new KeepMessage(mark, deliver, IsKnown: !Inbox.TryRemember(mark)));
        }
    }

    /// <summary>That it is acted on is on the disk, now or from before.</summary>
    private void Deliver(Remembered remembered)
    {
        var deliver = remembered.Message;
        var receiver = Receivers.Find(deliver.Message.Protocol);
        if (!remembered.IsFirst) GiveBack(receiver);
        else receiver?.Actor.Tell(new Received(
            deliver.From.Account, deliver.Message.Protocol, deliver.Message.Payload.ToArray(), deliver.Id.ToString(),
            deliver.SentAt.ToDateTimeOffset(), IsSealed: true));
        if (deliver.Request is { } request) Acknowledge(request);
        deliver.Asker.Tell(new SealedHandled(deliver.Id, IsTaken: true));
    }

    /// <summary>What cannot be remembered is not acted on: it may be said again.</summary>
    private void Refuse(NotRemembered refused)
    {
        _node.Instruments.Dropped("store");
        if (!refused.IsKnown) Inbox.Forget(refused.Mark.Span);
        GiveBack(Receivers.Find(refused.Message.Message.Protocol));
        Answer(refused.Message, Kind.Busy, new Busy((uint)StoreRetry.TotalMilliseconds).ToBytes());
    }

    private static void GiveBack(Receivers.Receiver? receiver)
    {
        if (receiver is not null) receiver.Waiting = Math.Max(0, receiver.Waiting - 1);
    }

    /// <summary>What it came in is answered in the clear: no word of the protocol's name.</summary>
    private void Answer(DeliverSealed deliver, Kind kind, byte[] body)
    {
        if (deliver.Request is { } request) Reply(request, kind, body);
        deliver.Asker.Tell(new SealedHandled(deliver.Id, IsTaken: false));
    }
}
