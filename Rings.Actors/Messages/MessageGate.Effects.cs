using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;
using static Rings.Actors.Frames.FrameProtocol;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Messages;

/// <content>What the outbox does to the world.</content>
internal sealed partial class MessageGate : IOutboxEffects
{
    bool IOutboxEffects.TryTransmit(OutboxMessage message, Did link, Route route)
    {
        if (message.Request.Kind == Kind.Path) return HandBack(message, route);
        if (_routes is not { } routes || !routes.Connections.TryGetValue(link, out var connection)) return false;
        connection.Tell(new SendFrame(
            FrameBuffer.Copy(message.Frame.Span), route, message.Request.Kind.Lane(), message.Id,
            message.Delegation.Id, message.Delegation.Bytes, Self, null, 0));
        return true;
    }

    /// <summary>The opening of a path is sent by the path's own link, in the path's own frame.</summary>
    private bool HandBack(OutboxMessage message, Route route)
    {
        if (!_askers.TryGetValue(message.Id, out var asker) || asker is not Asker.Part part) return false;
        part.Actor.Tell(new Signed(part.Tag, message, route));
        Self.Tell(new FrameSent(message.Id));
        return true;
    }

    void IOutboxEffects.Loop(OutboxMessage message)
    {
        var view = EnvelopeView.Read(message.Frame.Span);
        Self.Tell(Arrived.Of(view, message.Delegation, _node.Self, Self, withBody: true));
        Self.Tell(new FrameSent(message.Id));
    }

    void IOutboxEffects.HandedOver(TransactionId id)
    {
        if (!_askers.Remove(id, out var asker)) return;
        if (asker is Asker.Part part) part.Actor.Tell(new LeftNode(part.Tag, id));
        else if (asker is Asker.User user) End(user, new HandedOver(id.ToString()));
    }

    void IOutboxEffects.Ended(TransactionId id, Undelivered reason)
    {
        if (_askers.Remove(id, out var asker)) Fail(asker, id, reason);
    }

    void IOutboxEffects.Lost(OutboxMessage message) =>
        _node.Instruments.Dropped(message.Request.ReplyTo is null ? "no way" : "no way back");

    void IOutboxEffects.KeepSequences(Ed25519PublicKey session, ulong mark) =>
        _store.Tell(new ReplayProtocol.KeepNumbers(session, mark));

    void IOutboxEffects.WakeAt(Instant at)
    {
        var wait = at - _node.Now;
        Timers.StartSingleTimer(Due.Instance, Due.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    private void Answered(TransactionId id, Arrived reply)
    {
        if (!_askers.Remove(id, out var asker)) return;
        if (asker is Asker.Part part) part.Actor.Tell(new Replied(part.Tag, id, reply));
        else if (asker is Asker.User user)
        {
            var elapsed = _node.Now - user.Since;
            if (reply.Kind == Kind.Delivered) _node.Instruments.Delivered(elapsed);
            End(user, Outcome(id, reply.Kind, elapsed));
        }
    }

    private static void Fail(Asker asker, TransactionId? id, Undelivered reason)
    {
        if (asker is Asker.Part part) part.Actor.Tell(new RequestFailed(part.Tag, id, reason));
        else if (asker is Asker.User user) End(user, NotSent.Because(id?.ToString(), reason));
    }

    private static void End(Asker.User user, IReply outcome)
    {
        RingsInstruments.End(user.Span, outcome.GetType().Name);
        user.Actor.Tell(outcome);
    }
}
