using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Streams;
using Rings.TestKit;

namespace Rings.Actors.Tests.Streams;

/// <summary>
/// Two ends that are two relays apart, each linked with two relays: one of those that carry is killed, and the bytes go on.
/// </summary>
public sealed class RelayDeathSpecs : IDisposable
{
    private const int Bytes = 40_000_000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly SimulatedRing _ring = new(seed: 5);
    private readonly SimulatedNode _near;
    private readonly SimulatedNode _far;
    private readonly SimulatedNode[] _nearRelays;
    private readonly SimulatedNode[] _farRelays;

    public RelayDeathSpecs()
    {
        // The nearer to the far end, the later on the way: so openings, which go ever nearer, find it.
        var names = Enumerable.Range(0, 6).Select(number => $"n{number}").ToArray();
        var end = DidOf(names[0]);
        string[] way = [.. names.OrderByDescending(name => DidOf(name).NearnessTo(end))];
        HashSet<(string, string)> apart = [(way[0], way[3]), (way[0], way[4]), (way[0], way[5]), (way[1], way[5]), (way[2], way[5])];
        _ring.Network.SetReachability((from, to) => !apart.Contains((from, to)) && !apart.Contains((to, from)));
        foreach (var name in way) _ring.Start(name, name == way[5] ? way[3] : way[1]);
        (_near, _far) = (_ring[way[0]], _ring[way[5]]);
        (_nearRelays, _farRelays) = ([_ring[way[1]], _ring[way[2]]], [_ring[way[3]], _ring[way[4]]]);
    }

    public void Dispose() => _ring.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Bytes_go_on_within_five_seconds_of_the_death_of_a_relay_that_carries_them(bool isNear, bool isDownload)
    {
        Settle();
        var (opener, acceptor) = _ring.Connect(_near, _far, _ring.Listen(_far), new StreamOptions { Direct = DirectPolicy.Never });
        var (writer, reader) = isDownload ? (acceptor, opener) : (opener, acceptor);
        var (victims, at, pause) = (isNear ? _nearRelays : _farRelays, _ring.World.Now + TimeSpan.FromSeconds(1), TimeSpan.Zero);
        var (seen, since) = (0L, _ring.World.Now);

        _ring.Carry(writer.Output, reader.Input, Bytes, came =>
        {
            var now = _ring.World.Now;
            if (came != seen) (seen, since) = (came, now);
            if (now - since > pause) pause = now - since;
            if (now < at || victims.Any(relay => !relay.IsAlive)) return;
            Assert.InRange(came, 1, Bytes - 1);
            _ring.Kill(victims.Single(relay => relay.Destination.Budget.Paths.Count > 0).Name);
        });

        Assert.Equal(3, opener.Way.Hops);
        Assert.Equal(1, victims.Count(relay => relay.IsAlive));
        Assert.InRange(pause, TimeSpan.FromSeconds(1), LongestPause);
    }

    private Did DidOf(string name)
    {
        using var account = _ring.AccountOf(name);
        return account.Did;
    }

    /// <summary>Until every node has the links that it may have.</summary>
    private void Settle()
    {
        (SimulatedNode Node, SimulatedNode[] Others)[] wanted =
        [
            (_near, _nearRelays), (_far, _farRelays), (_nearRelays[0], _farRelays), (_nearRelays[1], _farRelays),
        ];
        for (var tries = 0; tries < 30; tries++)
        {
            var missing = wanted.SelectMany(pair => Missing(pair.Node, pair.Others)).ToList();
            if (missing.Count == 0) return;
            foreach (var (node, other) in missing) node.Actor.Tell(new RingsNodeProtocol.Connect(other), _ring.Probe.Actor);
            _ring.World.Run(TimeSpan.FromSeconds(2));
        }

        throw new InvalidOperationException($"The nodes are not linked as they should be: {_ring.Describe()}");
    }

    private List<(SimulatedNode Node, Did Other)> Missing(SimulatedNode node, SimulatedNode[] others)
    {
        var ready = _ring.Status(node).Links.Where(link => link.State == LinkState.Ready).Select(link => link.Peer).ToHashSet();
        return [.. others.Where(other => !ready.Contains(other.Did)).Select(other => (node, other.Did))];
    }
}
