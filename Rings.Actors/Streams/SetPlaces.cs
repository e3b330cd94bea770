using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Paths;
using Rings.Protocol;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using static Rings.Actors.Paths.PathProtocol;

namespace Rings.Actors.Streams;

/// <summary>
/// Where the paths of one set begin: by their index, as the set knows them, and by their id, as the links do. Lets packets
/// wait that come before a path's keys are there, and gives back their room in few words.
/// </summary>
internal sealed class SetPlaces
{
    /// <summary>Room that is given back at once; less waits until the actor has read what it was told.</summary>
    private const int FreeStep = 64 * 1024;

    private const int MostTried = 2;

    private readonly Dictionary<uint, Entry> _entries = [];
    private readonly Dictionary<TransactionId, Entry> _byId = [];
    private readonly HashSet<Entry> _owed = [];

    /// <summary>First hops that failed since a path stood.</summary>
    public ImmutableArray<Did> Tried { get; private set; } = [];

    /// <summary>Whether room is to be given back that was not yet.</summary>
    public bool IsOwing => _owed.Count > 0;

    public void Add(uint index, PathPlace place, bool hasKeys)
    {
        var entry = new Entry(index, place) { HasKeys = hasKeys };
        _entries.Add(index, entry);
        _byId.Add(place.Id, entry);
    }

    public uint? IndexOf(TransactionId id) => _byId.TryGetValue(id, out var entry) ? entry.Index : null;

    public void Carry(uint index, PathPacket packet)
    {
        if (_entries.TryGetValue(index, out var entry)) entry.Place.Link.Tell(new CarryPacket(entry.Place.Id, packet));
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

    /// <summary>A packet was taken into the streams.</summary>
    public void Taken(uint index, int cost)
    {
        if (!_entries.TryGetValue(index, out var entry)) return;
        entry.Owed += cost;
        if (entry.Owed < FreeStep) _owed.Add(entry);
        else GiveBack(entry);
    }

    /// <summary>Gives back all room that is owed.</summary>
    public void GiveBack()
    {
        foreach (var entry in _owed.ToList()) GiveBack(entry);
    }

    /// <summary>A path is over.</summary>
    /// <param name="index">Which.</param>
    /// <param name="reason">What its link is told; null: it was the link that said it.</param>
    /// <param name="isFailure">Whether its first hop is to be avoided.</param>
    public void Remove(uint index, PathCloseReason? reason, bool isFailure)
    {
        if (!_entries.Remove(index, out var entry)) return;
        _byId.Remove(entry.Place.Id);
        _owed.Remove(entry);
        if (isFailure && Tried.Length < MostTried && !Tried.Contains(entry.Place.Neighbour))
            Tried = Tried.Add(entry.Place.Neighbour);
        foreach (var packet in entry.Waiting) packet.Release();
        if (reason is { } why) entry.Place.Link.Tell(new ClosePath(entry.Place.Id, why));
    }

    private void GiveBack(Entry entry)
    {
        _owed.Remove(entry);
        entry.Place.Link.Tell(new FreePath(entry.Place.Id, entry.Owed));
        entry.Owed = 0;
    }

    private sealed class Entry(uint index, PathPlace place)
    {
        public uint Index => index;

        public PathPlace Place => place;

        public bool HasKeys { get; set; }

        public int Owed { get; set; }

        public Queue<PathPacket> Waiting { get; } = new();
    }
}
