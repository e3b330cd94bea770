using Akka.Actor;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
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
            if (Inbox.IsFirst(deliver.From, deliver.Id, deliver.Until)) Tell(receiver, deliver);
            if (deliver.Request is { } request) Acknowledge(request);
            deliver.Asker.Tell(new SealedHandled(deliver.Id, IsTaken: true));
        }
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
