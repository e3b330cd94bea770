using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Sessions.SessionProtocol;

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

    void IConversationEffects.Ended(MessageId id, Undelivered? reason)
    {
        if (_sealing.Remove(id, out var seal)) seal.Asker.Tell(new NotSealed(seal.Tag, reason ?? Undelivered.TimedOut));
        if (!_outgoing.Remove(id, out var message)) return;
        if (reason is not { } why)
        {
            var elapsed = _node.Now - message.Since;
            _node.Instruments.Delivered(elapsed);
            message.Sender.Tell(new RingsNodeProtocol.Delivered(id.ToString(), elapsed));
        }
        else if (message.Mail && why is (Undelivered.Unreachable or Undelivered.TimedOut))
            _parts.Mail.Tell(new SessionProtocol.Post(
                _conversation.Peer, id, message.Message, message.Sender, _conversation.IsPeerHybrid));
        else message.Sender.Tell(NotSent.Because(id.ToString(), why));
    }

    void IConversationEffects.Established() =>
        _parts.Node.Tell(new SessionEstablished(_conversation.Peer.Account));

    void IConversationEffects.WakeAt(Instant at)
    {
        var wait = at - _node.Now;
        Timers.StartSingleTimer(Wake.Instance, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }
}
