using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>A node whose messages are carried by the test.</summary>
/// <param name="self">Whose it is.</param>
/// <param name="say">Carries a message; false: it does not arrive.</param>
internal sealed class PartyNode(Did self, Func<Did, byte[], bool> say) : UntypedActor
{
    private IActorRef? _receiver;

    public static Props Props(Did self, Func<Did, byte[], bool> say) =>
        Akka.Actor.Props.Create(() => new PartyNode(self, say));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetStatus:
                Sender.Tell(new NodeStatus(
                    self, RingId.OfPublic("main").ToString(), RingPhase.Member, [], [], [], 1, [], [], TimeSpan.Zero));
                break;

            case RegisterProtocol register:
                _receiver = register.Receiver;
                Sender.Tell(new ProtocolRegistered(register.Protocol));
                break;

            case Send send:
                Sender.Tell(say(send.To, send.Payload)
                    ? new Delivered("id", TimeSpan.Zero)
                    : NotSent.Because(null, Undelivered.Unreachable));
                break;

            case Received received:
                _receiver?.Tell(received, Self);
                break;
        }
    }
}
