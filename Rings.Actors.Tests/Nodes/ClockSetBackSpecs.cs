using Rings.Protocol.Services;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Nodes;

/// <summary>A node, in whatever host, whose machine's clock is set back while it runs: nothing waits as much longer.</summary>
public sealed class ClockSetBackSpecs : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly SimulatedRing _ring = new(seed: 16) { CanRenew = true };

    public ClockSetBackSpecs()
    {
        _ring.Grow(2);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromSeconds(60)), _ring.Describe());
    }

    public void Dispose() => _ring.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void A_node_that_began_with_a_clock_that_was_ahead_is_in_its_ring_soon_after_that_is_set_right(int hours)
    {
        _ring.Clock("cleo").Wrong = TimeSpan.FromHours(hours);
        _ring.Start("cleo", "n0");
        _ring.World.Run(TimeSpan.FromMinutes(1));
        Assert.False(_ring.IsIdeal, "others do not let it in");

        _ring.Clock("cleo").Wrong = TimeSpan.Zero;

        Assert.True(_ring.RunUntilIdeal(Soon), _ring.Describe());
    }

    [Fact]
    public void A_member_whose_clock_is_set_back_and_right_again_is_in_its_ring_soon()
    {
        _ring.Start("cleo", "n0");
        Assert.True(_ring.RunUntilIdeal(Soon), _ring.Describe());

        _ring.Clock("cleo").Wrong = TimeSpan.FromHours(-2);
        _ring.World.Run(TimeSpan.FromSeconds(30));
        _ring.Clock("cleo").Wrong = TimeSpan.Zero;

        Assert.True(_ring.RunUntilIdeal(Soon), _ring.Describe());
    }

    [Fact]
    public void What_applications_asked_of_it_stays()
    {
        var (node, peer) = (_ring["n1"], _ring["n0"]);
        var (received, told, watched) = (new List<Received>(), new List<object>(), new List<object>());
        _ring.Register(node, "chat/1", received);
        _ring.Subscribe(node, told.Add);
        var watcher = new SimulatedRing.Inbox(_ring.System, "watcher", watched.Add);
        _ring.Ask<RecordsWatched>(node, new WatchRecords(new GetRegister(peer.Did, "motd"), watcher.Actor));
        _ring.Ask<ServicesTold>(node, new AddService(new ServiceOffer("web", ServiceKind.Tcp, "127.0.0.1:80") { IsKept = false }));

        BeginAnew("n1");
        told.Clear();
        watched.Clear();
        Assert.True(_ring.RunUntilIdeal(Soon), _ring.Describe());

        _ring.Ask<Delivered>(peer, new SendPlain(node.Did, "chat/1", [1]));
        Assert.Equal([1], Assert.Single(received).Payload);
        Assert.Contains(told, heard => heard is LinkOpened or NeighboursChanged);
        _ring.Ask<RecordStored>(peer, new PutRegister("motd", [2]));
        _ring.World.RunUntil(_ring.World.Now + Soon, () => watched.Count > 0);
        Assert.NotEmpty(watched);
        Assert.Equal("web", Assert.Single(_ring.Ask<ServicesTold>(node, ListServices.Instance).Services).Name);
    }

    [Fact]
    public void Who_waits_for_an_outcome_hears_that_there_is_none()
    {
        var (node, peer) = (_ring["n1"], _ring["n0"]);
        _ring.Kill("n0");
        _ring.Probe.Received.Clear();
        node.Actor.Tell(new SendPlain(peer.Did, "chat/1", [1], Deadline: TimeSpan.FromMinutes(5)), _ring.Probe.Actor);
        node.Actor.Tell(new Send(peer.Did, "chat/1", [1], Mail: false, Deadline: TimeSpan.FromMinutes(5)), _ring.Probe.Actor);

        BeginAnew("n1");

        Assert.Equal(2, _ring.Probe.Received.OfType<NotSent>().Count());
        Assert.Equal(node.Did, _ring.Status(node).Did);
    }

    private void BeginAnew(string name)
    {
        _ring.Clock(name).Wrong = TimeSpan.FromHours(-2);
        _ring.World.Run(TimeSpan.FromSeconds(3));
        // What is logged is written by a thread of its own.
        Assert.True(SpinWait.SpinUntil(
            () => _ring.System.Log.Any(line => line.Contains("The clock was set back", StringComparison.Ordinal)),
            TimeSpan.FromMinutes(1)));
        _ring.Clock(name).Wrong = TimeSpan.Zero;
    }
}
