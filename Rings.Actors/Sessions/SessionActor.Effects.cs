using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Sessions;

/// <content>What a conversation does to the world.</content>
internal sealed partial class SessionActor : IConversationEffects
{
    void IConversationEffects.SendHello(long attempt, SignedPayload hello) => _parts.Gate.Tell(new Originate(
        new OutboxRequest(
            Kind.SessionHello, RouteMode.Node, _conversation.Peer.Account, hello.Bytes,
            _node.Settings.Sessions.HandshakeTimeout),
        Self, new HelloTag(attempt)));

    /// <summary>The gate sends it again until a receipt comes; what it gives up is sealed anew.</summary>
    void IConversationEffects.SendMessage(MessageId id, byte[] sealedBytes, Instant deadline)
    {
        var (patience, most) = (deadline - _node.Now, _node.Settings.Sessions.ReceiptTimeout);
        var request = new OutboxRequest(
            Kind.SessionMessage, RouteMode.Node, _conversation.Peer.Account, sealedBytes,
            patience < most ? patience : most)
        {
            WantsReceipt = true,
        };
        _parts.Gate.Tell(new Originate(request, Self, id));
    }

    void IConversationEffects.Ended(MessageId id, ConversationOutcome outcome)
    {
        if (!_outgoing.Remove(id, out var message)) return;
        var elapsed = _node.Now - message.Since;
        if (outcome == ConversationOutcome.Delivered) _node.Instruments.Delivered(elapsed);
        if (message.Mail && outcome is ConversationOutcome.Away or ConversationOutcome.TimedOut)
            _parts.Mail.Tell(new SessionProtocol.Post(_conversation.Peer, id, message.Message, message.Sender));
        else message.Sender.Tell(Describe(id.ToString(), outcome, elapsed));
    }

    void IConversationEffects.Established() =>
        _parts.Node.Tell(new SessionEstablished(_conversation.Peer.Account));

    void IConversationEffects.WakeAt(Instant at)
    {
        var wait = at - _node.Now;
        Timers.StartSingleTimer(Wake.Instance, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    private static IReply Describe(string id, ConversationOutcome outcome, TimeSpan elapsed) => outcome switch
    {
        ConversationOutcome.Delivered => new RingsNodeProtocol.Delivered(id, elapsed),
        ConversationOutcome.Away => new NotSent(id, SendFailure.Unreachable, "the destination could not be reached"),
        ConversationOutcome.Unsupported =>
            new NotSent(id, SendFailure.Unsupported, "the destination has no receiver for this protocol"),
        ConversationOutcome.Busy =>
            new NotSent(id, SendFailure.Busy, "the destination, or this node, has no room now: try again later"),
        ConversationOutcome.Refused =>
            new NotSent(id, SendFailure.Unsupported, "the destination does not support end-to-end sessions"),
        _ => new NotSent(id, SendFailure.TimedOut, "no receipt came in time; the message may have arrived"),
    };
}
