using Rings.Protocol.Ring;
using Rings.Simulation.Engine;

namespace Rings.Simulation.World;

/// <content>Storage beside the rings, over the same network and clock; and the faults that try it.</content>
internal sealed partial class RingWorld
{
    private static readonly TimeSpan HandOverPatience = TimeSpan.FromSeconds(10);

    /// <summary>What storage has sent until now.</summary>
    public StorageTraffic Traffic { get; } = new();

    /// <summary>What the nodes' storage is made of; null where they keep nothing.</summary>
    internal StorageOptions? Storage => _options.Storage;

    /// <summary>Chance for one node's storage.</summary>
    internal SplitRandom SplitStorageStream() => _storage.Split();

    /// <summary>Does something as a node, unless it has stopped by then; a paused node does it when it goes on.</summary>
    internal void At(RingNode node, TimeSpan after, Action action) =>
        Schedule(after, WorldEventKind.Action, node.Index, -1, 0, action);

    /// <summary>Routes a question of storage from its origin.</summary>
    internal void Route(RingNode from, Envelope envelope) => Route(from, null, envelope);

    /// <summary>Sends an answer of storage back.</summary>
    internal void Answer(RingNode from, Envelope envelope) => TurnBack(from, envelope, null);

    /// <summary>Lets a node hand over its records, and then leave.</summary>
    internal void LeaveInOrder(RingNode node)
    {
        var storage = node.Storage!;
        storage.Leave(() => At(node, TimeSpan.Zero, () => Leave(node)));
        At(node, HandOverPatience, () => Leave(node));
    }

    /// <summary>A node's storage fails and is started again from what was durable; the node itself goes on.</summary>
    internal void RestartStorage(RingNode node)
    {
        node.IsDiskBroken = false;
        var disk = node.Storage!.Disk;
        disk.Crash();
        node.Storage = new(this, node, disk);
        node.Storage.OwnershipChanged(node.OwnedAfter);
        node.Storage.NeighboursChanged(node.Ring.Neighbours);
    }

    /// <summary>Starts a node that had crashed again, under its Did and with its disk, or with an empty one.</summary>
    /// <returns>Its new life, which has yet to join.</returns>
    internal RingNode Revive(RingNode dead, bool withDisk)
    {
        var node = new RingNode(this, _nodes.Count, dead.Did, _streams.Split(), _waits.Split())
        {
            Before = dead,
            Side = dead.Side,
            IsHidden = dead.IsHidden,
            ClockOffset = dead.ClockOffset,
        };
        _nodes.Add(node);
        _indexes[dead.Did] = node.Index;
        if (Storage is not { } options) return node;
        var disk = withDisk ? dead.Storage!.Disk : new SimulatedDisk(options.Settings.Records);
        disk.Crash();
        node.Storage = new(this, node, disk);
        return node;
    }

    /// <summary>Stops a node for a time, as a suspended machine: whatever happens to it happens when it goes on.</summary>
    internal void Pause(RingNode node, TimeSpan span)
    {
        node.PausedUntil = Now + span;
        foreach (var peer in node.Links.Keys)
            if (_nodes[peer].Links.ContainsKey(node.Index)) ExpectSilence(_nodes[peer], node.Index);
        At(node, span, () =>
        {
            foreach (var peer in node.Links.Keys.Where(peer => _nodes[peer].IsAlive).ToArray())
                Restore(_nodes[peer], node.Index);
        });
    }

    private void Deliver(StorageHost? storage, RingNode node, Envelope envelope)
    {
        if (storage is null || !node.IsMember)
        {
            TurnBack(node, envelope, null);
            return;
        }

        if (envelope.Mode == RouteMode.Owner) Traffic.Hops.Add(envelope.Path.Count);
        storage.Receive(envelope);
    }
}
