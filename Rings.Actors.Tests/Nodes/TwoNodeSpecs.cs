using System.Text;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

public sealed class TwoNodeSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 1);

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_node_without_seeds_is_a_ring_of_one()
    {
        var only = _ring.Start("only");

        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromSeconds(5)));
        Assert.Empty(_ring.Status(only).Links);
    }

    [Fact]
    public void Two_nodes_form_a_ring_and_exchange_a_message()
    {
        var first = _ring.Start("first");
        var second = _ring.Start("second", "first");
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromSeconds(30)), string.Join('\n', _ring.System.Log));
        var inbox = new SimulatedRing.Inbox(_ring.System, "receiver");
        _ring.Ask<ProtocolRegistered>(second, new RegisterProtocol("chat/1", inbox.Actor));

        var outcome = _ring.Ask<Delivered>(first, new SendPlain(second.Did, "chat/1", "hello"u8.ToArray()));

        Assert.InRange(outcome.Elapsed, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50));
        var received = Assert.IsType<Received>(Assert.Single(inbox.Received));
        Assert.Equal((first.Did, "chat/1", "hello"),
            (received.From, received.Protocol, Encoding.UTF8.GetString(received.Payload)));
    }
}
