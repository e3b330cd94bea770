using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;

namespace Rings.Actors.Messages;

/// <summary>
/// Sends the parts of one large message, a few at a time, and says what became of the whole: delivered when every
/// part was.
/// </summary>
internal sealed class LargeMessageSender : UntypedActor
{
    /// <summary>
    /// Parts that are under way at a time: 384 KiB, which one link's window and queue hold with room for others.
    /// </summary>
    private const int Window = 8;

    private readonly ImmutableArray<OutboxRequest> _parts;
    private readonly IActorRef _gate;
    private readonly IActorRef _sender;
    private readonly TimeProvider _time;
    private readonly Instant _begun;
    private int _next;
    private int _delivered;

    public LargeMessageSender(ImmutableArray<OutboxRequest> parts, IActorRef gate, IActorRef sender, TimeProvider time)
    {
        (_parts, _gate, _sender, _time) = (parts, gate, sender, time);
        _begun = Instant.From(time.GetUtcNow());
    }

    /// <param name="parts">The parts in their order.</param>
    /// <param name="gate">Sends them.</param>
    /// <param name="sender">Hears of the outcome.</param>
    /// <param name="time">The clock.</param>
    public static Props Props(ImmutableArray<OutboxRequest> parts, IActorRef gate, IActorRef sender, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new LargeMessageSender(parts, gate, sender, time));

    protected override void PreStart()
    {
        while (_next < Math.Min(Window, _parts.Length)) SendNext();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Replied { Reply.Kind: Kind.Delivered } replied:
                if (++_delivered == _parts.Length) End(replied.Id, Kind.Delivered);
                else if (_next < _parts.Length) SendNext();
                break;

            case Replied replied:
                End(replied.Id, replied.Reply.Kind);
                break;

            case RequestFailed failed:
                _sender.Tell(RingsNodeProtocol.NotSent.Because(failed.Id?.ToString(), failed.Reason));
                Context.Stop(Self);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void SendNext() => _gate.Tell(new Originate(_parts[_next++], Self, null));

    private void End(TransactionId id, Kind reply)
    {
        _sender.Tell(MessageGate.Outcome(id, reply, Instant.From(_time.GetUtcNow()) - _begun));
        Context.Stop(Self);
    }
}
