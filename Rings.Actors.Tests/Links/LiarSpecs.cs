using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;
using static Rings.Actors.Public.RingsNodeProtocol;
using Delivered = Rings.Actors.Public.RingsNodeProtocol.Delivered;

namespace Rings.Actors.Tests.Links;

/// <summary>
/// A ring of sixteen honest nodes and members that lie (<see cref="Liar"/>): no link between honest nodes is closed for
/// what liars send through them, and each text of an honest node to another arrives.
/// </summary>
public sealed class LiarSpecs : IDisposable
{
    private const int Nodes = 16;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private readonly List<(SimulatedNode Node, LinkClosed Closed)> _ends = [];
    private SimulatedRing _ring = null!;
    private LiarFrames _frames = null!;

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void Without_a_liar_each_text_arrives()
    {
        Begin();

        Run(TimeSpan.FromSeconds(20), () => { });

        AssertNobodyIsBlamed();
    }

    [Fact]
    public void Forgeries_to_everybody_cost_the_liar_its_link_and_nobody_else()
    {
        Begin();
        var liar = LiarPeer.LinkTo(_ring, _ring["n0"], "liar");

        Run(TimeSpan.FromSeconds(70), Liar.Accuser(liar, _frames, [.. _ring.Nodes.Skip(1).Select(node => node.Did)]));

        Assert.True(liar.IsClosed);
        Assert.Equal(GoAwayReason.Refused, liar.GoAway);
        AssertNobodyIsBlamed();
    }

    [Fact]
    public void Whoever_calls_honest_nodes_forgers_is_believed_by_nobody()
    {
        Begin();
        var liar = LiarPeer.LinkTo(_ring, _ring["n0"], "liar");

        Run(TimeSpan.FromSeconds(70), Liar.FalseAccuser(liar));

        AssertNobodyIsBlamed();
    }

    /// <summary>At 50 turns a second a victim would hear 1,500 repeats in 30 s, and closes a link at 600.</summary>
    [Fact]
    public void A_message_that_is_repeated_unseen_by_the_relay_is_slowed_there_and_costs_no_honest_node_a_link()
    {
        Begin("rings.relay.repeats-per-second = 8");
        var liar = LiarPeer.LinkTo(_ring, _ring["n0"], "liar");

        Run(TimeSpan.FromSeconds(30), Liar.Repeater(liar, _frames, Neighbour(0), Neighbour(1)));

        AssertNobodyIsBlamed();
    }

    [Fact]
    public void Messages_that_several_liars_bring_once_each_are_slowed_and_cost_no_honest_node_a_link()
    {
        Begin("rings.relay.repeats-per-second = 8");
        LiarPeer[] liars =
            [.. Enumerable.Range(0, 3).Select(number => LiarPeer.LinkTo(_ring, _ring["n0"], $"liar-{number}"))];

        Run(TimeSpan.FromSeconds(30), Liar.Chorus(liars, _frames, Neighbour(0)));

        AssertNobodyIsBlamed();
    }

    private void Begin(string config = "")
    {
        _ring = new SimulatedRing(seed: 20, config: config);
        _frames = new LiarFrames(_ring.World.Time);
        _ring.Grow(Nodes);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(3)), _ring.Describe());
        foreach (var node in _ring.Nodes.ToList())
        {
            _ring.Register(node, "honest/1", []);
            _ring.Subscribe(node, happened =>
            {
                if (happened is LinkClosed closed) _ends.Add((node, closed));
            });
        }
    }

    /// <summary>One of those that n0 sends straight to.</summary>
    private Did Neighbour(int number) => _ring.Status(_ring["n0"]).Successors[number];

    /// <summary>Gives the liar its turns, and has each honest node write to each other one meanwhile.</summary>
    private void Run(TimeSpan span, Action turn)
    {
        var end = _ring.World.Now + span;
        _ring.World.Run(Turn);
        var outcomes = _ring.SendFromEachToEach("honest/1");
        while (_ring.World.Now < end)
        {
            turn();
            _ring.World.Run(Turn);
        }

        _ring.World.RunUntil(_ring.World.Now + TimeSpan.FromMinutes(1), () => outcomes.Count == Nodes * (Nodes - 1));
        Assert.Equal(Nodes * (Nodes - 1), outcomes.OfType<Delivered>().Count());
    }

    private void AssertNobodyIsBlamed()
    {
        var honest = _ring.Nodes.ToDictionary(node => node.Did, node => node.Name);
        var blamed = _ends.Where(end => honest.ContainsKey(end.Closed.Peer) && IsBlame(end.Closed.Reason))
            .Select(end => $"{end.Node.Name} to {honest[end.Closed.Peer]}: {end.Closed.Reason}");

        Assert.Empty(blamed);
    }

    private static bool IsBlame(string reason) => new[]
    {
        "forgeries", "repeats", "broke a rule", "credit",
        nameof(GoAwayReason.Refused), nameof(GoAwayReason.ProtocolError),
    }.Any(word => reason.Contains(word, StringComparison.Ordinal));
}
