using Rings.Protocol.Paths;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Paths;

/// <summary>One path of a <see cref="PathWorld"/> and what its opener sends on it.</summary>
internal sealed class SimFlow
{
    private readonly PathWorld _world;
    private readonly SimPort[] _ports;

    /// <param name="world">The world.</param>
    /// <param name="ports">The ends that it leaves by, in order.</param>
    public SimFlow(PathWorld world, params SimPort[] ports)
    {
        (_world, _ports, Id) = (world, ports, world.NewId());
        Number = world.Flows.Count;
        world.Flows.Add(this);
    }

    public TransactionId Id { get; }

    public int Number { get; }

    /// <summary>The ends that it leaves by, in order.</summary>
    public IReadOnlyList<SimPort> Ports => _ports;

    /// <summary>Whether its opener counts no places: as one does that keeps to no rule of its own.</summary>
    public bool IsUncounted { get; set; }

    public SimEnd? Near { get; private set; }

    public SimEnd? Far { get; set; }

    /// <summary>Whether it sends as much as it may.</summary>
    public bool IsBulk { get; set; }

    /// <summary>Bytes that it is to send in all; bulk flows send without an end.</summary>
    public long Wanted { get; set; } = long.MaxValue;

    /// <summary>The length of a packet, by its number; 0: as its end proposes.</summary>
    public Func<ulong, int> PacketBytes { get; set; } = _ => 0;

    /// <summary>Whether its far end takes what comes.</summary>
    public bool Reads { get; set; } = true;

    /// <summary>Whether its far end refuses it.</summary>
    public bool Refuses { get; set; }

    /// <summary>Whether its far end never answers.</summary>
    public bool IsIgnored { get; set; }

    /// <summary>Bytes that arrived, and when, and how long each packet was under way.</summary>
    public List<(double At, long Total, double Late)> Arrivals { get; } = [];

    /// <summary>Whether arrivals are noted.</summary>
    public bool IsNoted { get; set; } = true;

    public long Arrived { get; set; }

    public double Hops => _ports.Length;

    public void Open()
    {
        var first = _ports[0];
        var places = IsUncounted ? new PathPlaces(_world.Limits) : first.Node.Places;
        var taken = places.TryTake(
            Id, first.Node.Self, first.Peer.Node.Self, PathKind.Own, first, _world.Now, out var lease, out _);
        if (taken != PathCloseReason.Done) return;
        if (first.Link.IsDown)
        {
            lease.Release();
            return;
        }

        Near = new(_world, this, first, isOpener: true);
        first.Paths.Open(lease, new SimOpening(Number), Near, _world.Now);
        first.Arm();
        Near.Offer();
    }

    /// <summary>The port that it leaves by from the node that it came to by another; null: it ends there.</summary>
    public SimPort? NextAfter(SimPort arrived) =>
        _ports.SkipWhile(port => port.Peer != arrived).Skip(1).FirstOrDefault();

    /// <summary>Sends a message of so many bytes at each period: something that waits for nothing.</summary>
    public void Ping(double period, int bytes)
    {
        Near?.Send(bytes);
        _world.After(period, () => Ping(period, bytes));
    }
}
