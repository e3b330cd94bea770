using Akka.Actor;
using Rings.Actors.Public;

namespace Rings.TestKit;

/// <summary>Hears a node's events at the moment they are told: it has no mailbox, and so changes no order.</summary>
internal sealed class EventWitness(IActorRef beside, string name, Action<object> told) : MinimalActorRef
{
    public override ActorPath Path { get; } = beside.Path / $"witness-of-{name}";

    public override IActorRefProvider Provider => ((IInternalActorRef)beside).Provider;

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is RingsNodeProtocol.IEvent) told(message);
    }
}
