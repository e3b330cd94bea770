using Akka.Actor;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Messages;

/// <content>End-to-end messages that were opened: each to its receiver, once.</content>
internal sealed partial class MessageGate
{
    private void Deliver(DeliverSealed deliver)
    {
        var receiver = _memory.Receivers.Find(deliver.Message.Protocol);
        if (receiver is null) Answer(deliver, Kind.Unsupported, new Unsupported(Kind.Application, "").ToBytes());
        else if (!receiver.HasRoom)
        {
            _node.Instruments.Dropped("receiver");
            Answer(deliver, Kind.Busy, new Busy(100).ToBytes());
        }
        else
        {
            if (IsFirst(deliver)) Tell(receiver, deliver);
            if (deliver.Request is { } request) Acknowledge(request);
            deliver.Asker.Tell(new SealedHandled(deliver.Id, IsTaken: true));
        }
    }

    /// <summary>The mark is stored before the message is acted on.</summary>
    private bool IsFirst(DeliverSealed deliver)
    {
        var mark = MessageMark.Of(deliver.From, deliver.Id);
        return _memory.Messages.TryAdd(mark) && _memory.Store.KeepMessage(mark, deliver.Until);
    }

    private static void Tell(Receivers.Receiver receiver, DeliverSealed deliver)
    {
        receiver.Waiting++;
        receiver.Actor.Tell(new Received(
            deliver.From.Account, deliver.Message.Protocol, deliver.Message.Payload.ToArray(), deliver.Id.ToString(),
            deliver.SentAt.ToDateTimeOffset(), IsSealed: true));
    }

    /// <summary>What it came in is answered in the clear: no word of the protocol's name.</summary>
    private void Answer(DeliverSealed deliver, Kind kind, byte[] body)
    {
        if (deliver.Request is { } request) Reply(request, kind, body);
        deliver.Asker.Tell(new SealedHandled(deliver.Id, IsTaken: false));
    }
}
