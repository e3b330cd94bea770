using System.Collections.Immutable;
using Rings.Actors.Paths;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using static Rings.Actors.Paths.PathProtocol;

namespace Rings.Actors.Streams;

/// <summary>
/// Where the paths of one set begin: by their index, as the set knows them, and by their id, as the links do. Lets packets
/// wait that come before a path's keys are there.
/// </summary>
/// <param name="outbox">What is said to the links.</param>
internal sealed class SetPlaces(PathOutbox outbox)
{
    private const int MostTried = 2;

    private readonly Dictionary<uint, Entry> _entries = [];
    private readonly Dictionary<TransactionId, Entry> _byId = [];

    /// <summary>First hops that failed since a path stood.</summary>
    public ImmutableArray<Did> Tried { get; private set; } = [];

    /// <summary>The first hop of the path that failed last after it stood; null: none did.</summary>
    public Did? Former { get; private set; }

    /// <summary>A path has a place.</summary>
    /// <param name="index">Which path.</param>
    /// <param name="place">Where it begins.</param>
    /// <param name="peer">The other end's delegation that its session stands on; null: it is not known.</param>
    /// <param name="hasKeys">Whether packets can be opened.</param>
    public void Add(uint index, PathPlace place, Delegation? peer, bool hasKeys)
    {
        var entry = new Entry(index, place, peer) { HasKeys = hasKeys };
        _entries.Add(index, entry);
        _byId.Add(place.Id, entry);
    }

    /// <summary>The paths whose other end has a delegation of which something holds.</summary>
    public IReadOnlyList<uint> StandingOn(Func<Delegation, bool> holds) =>
        [.. _entries.Values.Where(entry => entry.Peer is { } peer && holds(peer)).Select(entry => entry.Index)];

    public uint? IndexOf(TransactionId id) => _byId.TryGetValue(id, out var entry) ? entry.Index : null;

    public void Carry(uint index, PathPacket packet)
    {
        if (_entries.TryGetValue(index, out var entry)) outbox.Add(entry.Place.Link, new CarryPacket(entry.Place.Id, packet));
        else packet.Release();
    }

    /// <summary>A packet came: whether it can be opened now. If not it waits, or is released where nobody waits for it.</summary>
    public bool TryTake(CarryPacket carry, out uint index)
    {
        index = 0;
        if (!_byId.TryGetValue(carry.Id, out var entry))
        {
            carry.Packet.Release();
            return false;
        }

        index = entry.Index;
        if (entry.HasKeys) return true;
        entry.Waiting.Enqueue(carry.Packet);
        return false;
    }

    /// <summary>The keys are there: what waited.</summary>
    public Queue<PathPacket> Ready(uint index)
    {
        if (!_entries.TryGetValue(index, out var entry)) return [];
        entry.HasKeys = true;
        Tried = [];
        return entry.Waiting;
    }

    /// <summary>A packet was taken into the streams: there is room for another.</summary>
    public void Taken(uint index, int cost)
    {
        if (_entries.TryGetValue(index, out var entry)) outbox.Add(entry.Place.Link, new FreePath(entry.Place.Id, cost));
    }

    /// <summary>A path is over.</summary>
    /// <param name="index">Which.</param>
    /// <param name="reason">What its link is told; null: it was the link that said it.</param>
    /// <param name="isFailure">Whether its first hop is to be avoided.</param>
    public void Remove(uint index, PathCloseReason? reason, bool isFailure)
    {
        if (!_entries.Remove(index, out var entry)) return;
        _byId.Remove(entry.Place.Id);
        if (isFailure && entry.HasKeys) Former = entry.Place.Neighbour;
        if (isFailure && Tried.Length < MostTried && !Tried.Contains(entry.Place.Neighbour))
            Tried = Tried.Add(entry.Place.Neighbour);
        foreach (var packet in entry.Waiting) packet.Release();
        if (reason is { } why) outbox.Add(entry.Place.Link, new ClosePath(entry.Place.Id, why));
    }

    private sealed class Entry(uint index, PathPlace place, Delegation? peer)
    {
        public uint Index => index;

        public Delegation? Peer => peer;

        public PathPlace Place => place;

        public bool HasKeys { get; set; }

        public Queue<PathPacket> Waiting { get; } = new();
    }
}
