using Rings.Transport.Ice;

namespace Rings.Transport.Tests.Ice;

/// <summary>Packets between agents in virtual time: delay, loss and duplication by seed, NATs in between.</summary>
internal sealed class IceNetwork(int seed = 1)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Packet, (TimeSpan, long)> _packets = new();
    private readonly List<IceNode> _nodes = [];
    private readonly Dictionary<TransportAddress, (IceNode Node, TransportAddress Base)> _relays = [];
    private long _order;

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Added to the delay, up to this much: so packets overtake each other.</summary>
    public TimeSpan Jitter { get; init; }

    public double Duplication { get; init; }

    /// <summary>Which packets get lost, by their number; by default none.</summary>
    public Func<long, bool> IsLost { get; set; } = static _ => false;

    public long Sent { get; private set; }

    public List<(TimeSpan At, TransportAddress From, TransportAddress To)> Log { get; } = [];

    public IceCheckBudget Budget { get; } = new();

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    public IceNode Add(IceRole role, string address, NatBox? nat = null, Func<IceOptions, IceOptions>? configure = null)
    {
        var node = new IceNode(this, role, Ends.At(address), nat, configure ?? (static options => options));
        _nodes.Add(node);
        return node;
    }

    /// <summary>A relay in front of a node: what comes to it comes to the node.</summary>
    public void AddRelay(IceNode node, TransportAddress relayed) => _relays[relayed] = (node, relayed);

    public void Send(IceNode from, TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> bytes)
    {
        var source = _relays.ContainsKey(local) || from.Nat is null ? local : from.Nat.Outbound(local, remote);
        Log.Add((Now, source, remote));
        if (IsLost(Sent++))
        {
            return;
        }

        Enqueue(source, remote, bytes);
        if (_random.NextDouble() < Duplication)
        {
            Enqueue(source, remote, bytes);
        }
    }

    /// <summary>Lets time pass, handing over packets and firing timers when they are due.</summary>
    public void Run(TimeSpan duration, Func<bool>? until = null)
    {
        var end = Now + duration;
        while (until is null || !until())
        {
            var timer = _nodes.Count == 0 ? TimeSpan.MaxValue : _nodes.Min(node => node.Agent.NextTimeout);
            var arrival = _packets.TryPeek(out _, out var due) ? due.Item1 : TimeSpan.MaxValue;
            var next = timer < arrival ? timer : arrival;
            if (next > end)
            {
                Now = end;
                return;
            }

            Now = next > Now ? next : Now;
            if (arrival <= timer)
            {
                Deliver(_packets.Dequeue());
            }
            else
            {
                _nodes.Where(node => node.Agent.NextTimeout <= Now).ToList().ForEach(node =>
                    node.Agent.HandleTimeout(Now));
            }
        }
    }

    private void Enqueue(TransportAddress source, TransportAddress target, ReadOnlySpan<byte> bytes)
    {
        var at = Now + Delay + (Jitter * _random.NextDouble());
        _packets.Enqueue(new Packet(source, target, bytes.ToArray()), (at, _order++));
    }

    private void Deliver(Packet packet)
    {
        if (_relays.TryGetValue(packet.Target, out var relay))
        {
            relay.Node.Agent.HandlePacket(relay.Base, packet.Source, packet.Bytes, Now);
            return;
        }

        foreach (var node in _nodes)
        {
            var local = node.Nat is null ? packet.Target : node.Nat.Inbound(packet.Target, packet.Source);
            if (local == node.Address)
            {
                node.Agent.HandlePacket(local, packet.Source, packet.Bytes, Now);
                return;
            }
        }
    }

    private sealed record Packet(TransportAddress Source, TransportAddress Target, byte[] Bytes);
}
