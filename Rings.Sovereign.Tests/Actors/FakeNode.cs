using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>A node of one process: hands messages on to the others of its network, and to mailboxes of those who are away.</summary>
internal sealed class FakeNode(Did self, FakeNetwork network, Signer? signer) : UntypedActor
{
    private readonly Dictionary<string, IActorRef> _receivers = [];

    public static Props Props(Did self, FakeNetwork network, Signer? signer) =>
        Akka.Actor.Props.Create(() => new FakeNode(self, network, signer));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetStatus:
                Sender.Tell(new NodeStatus(
                    self, RingId.OfPublic("main").ToString(), RingPhase.Member, [], [], [], 1, [], [], TimeSpan.Zero));
                break;

            case RegisterProtocol register:
                _receivers[register.Protocol] = register.Receiver;
                Sender.Tell(new ProtocolRegistered(register.Protocol));
                break;

            case SignGroupStatement sign when signer is not null:
                Sender.Tell(new GroupStatementSigned(sign.Statement, signer.Delegation.Bytes.ToArray(), signer.Sign(
                    sign.IsRenewal ? SignaturePurpose.GroupRenewal : SignaturePurpose.GroupDeal, sign.Statement)));
                break;

            case GetRegister get when network.Read(get) is { } found:
                Sender.Tell(found);
                break;

            case Send send:
                Sender.Tell(network.Carry(self, send));
                break;

            case Received received when _receivers.TryGetValue(received.Protocol, out var receiver):
                receiver.Tell(received, Self);
                break;
        }
    }
}
