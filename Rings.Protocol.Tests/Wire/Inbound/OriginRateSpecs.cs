using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;
using static Rings.Protocol.Tests.Wire.Inbound.TestNode;

namespace Rings.Protocol.Tests.Wire.Inbound;

/// <summary>How much one origin may send to a node, by whatever links (protocol.md, 9).</summary>
public sealed class OriginRateSpecs
{
    private static readonly Signer Alice = TestAccounts.Signer();
    private static readonly Did Bob = Any.Node(2);
    private static readonly Did Neighbour = Any.Node(3);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Paths_have_a_rate_of_their_own_and_a_burst_of_four_seconds()
    {
        var node = new TestNode(Bob, limits: new() { OriginPathsPerSecond = 2, OriginMessagesBurst = 1 });
        var links = new[] { node.Link(Neighbour), node.Link(Any.Node(4)) };
        ulong sequence = 0;
        int Opened(int tries, Instant now) => Enumerable.Range(0, tries).Count(number =>
            links[number % 2].ReceiveOpening(Opening(++sequence), node, now, out _) == InboundStep.Deliver);

        Assert.Equal(8, Opened(12, Any.Now));
        Assert.Equal(2, Opened(12, Any.Now + Second));
        Assert.Equal(InboundStep.Deliver, node.Receive(links[0], Message(Kind.Application, 100)).Step);
    }

    [Fact]
    public void Records_count_unless_their_origin_brings_them_itself()
    {
        var node = new TestNode(Bob, limits: new() { OriginMessagesBurst = 1 });
        var (own, other) = (node.Link(Alice.Account), node.Link(Neighbour));

        for (ulong number = 1; number <= 3; number++)
            Assert.Equal(InboundStep.Deliver, node.Receive(own, Message(Kind.Storage, number)).Step);
        Assert.Equal(InboundStep.Deliver, node.Receive(other, Message(Kind.Storage, 4)).Step);
        Assert.Equal((InboundStep.Busy, "origin rate"), Outcome(node.Receive(other, Message(Kind.Storage, 5))));
        Assert.Equal((InboundStep.Busy, "origin rate"), Outcome(node.Receive(own, Message(Kind.Application, 6))));
    }

    [Fact]
    public void Bytes_are_counted_beside_messages()
    {
        var length = Message(Kind.Application, 1).Length;
        var node = new TestNode(Bob, limits: new() { OriginBytesPerSecond = 2.5 * length });
        var link = node.Link(Neighbour);

        Assert.Equal(InboundStep.Deliver, node.Receive(link, Message(Kind.Application, 1)).Step);
        Assert.Equal(InboundStep.Deliver, node.Receive(link, Message(Kind.Application, 2)).Step);
        var refused = node.Receive(link, Message(Kind.Application, 3));
        Assert.Equal((InboundStep.Busy, 1000, Alice.Account), (refused.Step, refused.RetryMs, refused.Origin!.Account));
        Assert.Equal(InboundStep.Deliver, node.Receive(link, Message(Kind.Application, 4), now: Any.Now + Second).Step);
    }

    private static byte[] Message(Kind kind, ulong sequence) =>
        WithDelegation(Any.Frame(Alice, Bob, kind, sequence: sequence), Alice);

    private static byte[] Opening(ulong sequence)
    {
        var draft = new TransactionDraft
        {
            Destination = Bob,
            Id = Any.Id((int)sequence),
            Sequence = sequence,
            Timestamp = Any.Now,
            TtlMs = 30_000,
            Kind = Kind.Path,
            Body = TestAccounts.Seed(3, 64),
        };
        var route = new Route(Route.MaxHops, RouteMode.Node, Bob, WantsReply: false, IsFinal: false);
        return WithDelegation(EnvelopeBuilder.Build(in draft, in route, Alice), Alice);
    }
}
