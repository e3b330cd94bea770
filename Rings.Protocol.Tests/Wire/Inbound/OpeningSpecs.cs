using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire.Inbound;

/// <summary>Envelopes that came in the opening of a path (docs/protocol, 7.1).</summary>
public sealed class OpeningSpecs
{
    private static readonly Signer Alice = TestAccounts.Signer();
    private static readonly Did Bob = Any.Node(2);

    private readonly TestNode _node = new(Bob);
    private readonly InboundLink _link;

    public OpeningSpecs() => _link = _node.Link(Any.Node(3));

    [Fact]
    public void An_opening_for_this_node_is_delivered_with_its_origin() =>
        Assert.Equal((InboundStep.Deliver, Alice.Account), Receive(Frame()));

    [Fact]
    public void An_opening_lives_for_thirty_seconds_at_most()
    {
        Assert.Equal(InboundStep.Deliver, Receive(Frame(ttlMs: 30_000)).Step);
        Assert.Equal(InboundStep.Break, Receive(Frame(ttlMs: 30_001, sequence: 2)).Step);
    }

    [Fact]
    public void What_is_no_opening_breaks_a_rule()
    {
        Assert.Equal(InboundStep.Break, Receive(Frame(kind: Kind.Stream)).Step);
        Assert.Equal(InboundStep.Break, Receive(Frame(mode: RouteMode.Owner)).Step);
        Assert.Equal(InboundStep.Break, Receive(Frame(wantsReply: true)).Step);
        Assert.Equal(InboundStep.Break, Receive(Frame(replyTo: Any.Id(9))).Step);
        Assert.Equal(InboundStep.Break, Receive(new byte[40]).Step);
    }

    [Fact]
    public void One_that_breaks_no_rule_is_judged_as_any_other()
    {
        var frame = Frame();
        frame[^1] ^= 1;
        Assert.Equal(InboundStep.Drop, Receive(frame).Step);

        Assert.Equal(InboundStep.Deliver, Receive(Frame(sequence: 2)).Step);
        Assert.Equal(InboundStep.Drop, Receive(Frame(sequence: 2)).Step);
    }

    private (InboundStep Step, Did? Origin) Receive(byte[] frame)
    {
        var step = _link.ReceiveOpening(frame, _node, Any.Now, out var found);
        return (step, found.Origin?.Account);
    }

    private static byte[] Frame(
        Kind kind = Kind.Path, RouteMode mode = RouteMode.Node, bool wantsReply = false, TransactionId? replyTo = null,
        uint ttlMs = 30_000, ulong sequence = 1)
    {
        var draft = new TransactionDraft
        {
            Destination = Bob,
            Id = Any.Id((int)sequence),
            Sequence = sequence,
            Timestamp = Any.Now,
            TtlMs = ttlMs,
            Kind = kind,
            ReplyTo = replyTo,
            Body = TestAccounts.Seed(3, 64),
        };
        var route = new Route(Route.MaxHops, mode, Bob, wantsReply, IsFinal: false);
        return TestNode.WithDelegation(EnvelopeBuilder.Build(in draft, in route, Alice), Alice);
    }
}
