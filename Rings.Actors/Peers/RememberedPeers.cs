using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Actors.Peers;

/// <summary>
/// The peers that a node had links with, a bounded number: whom it can ask when its seeds are gone. No clock, disk or
/// actor.
/// </summary>
/// <remarks>
/// At the bound one without a link goes first, of these one without an address (it is no way back into the ring), of
/// these the one that was seen longest ago.
/// </remarks>
/// <param name="capacity">The most that are remembered; at least 1.</param>
internal sealed class RememberedPeers(int capacity)
{
    /// <summary>Longer addresses are not remembered, in characters.</summary>
    public const int MaxAddress = 512;

    private readonly Dictionary<Did, Entry> _peers = [];
    private readonly HashSet<Did> _linked = [];

    /// <summary>All of them, in no order.</summary>
    public ImmutableArray<RememberedPeer> All => [.. _peers.Values.Select(entry => entry.Peer)];

    /// <summary>
    /// The addresses of those that have one, the most promising first: the fewest failures since they were linked,
    /// then the last seen. The Did that has to answer is in the fragment.
    /// </summary>
    public ImmutableArray<PeerContact> Contacts =>
    [
        .. _peers.Values
            .Where(entry => entry.Peer.Address is not null)
            .OrderBy(entry => entry.Failures)
            .ThenByDescending(entry => entry.Peer.LastSeen)
            .ThenBy(entry => Did.Zero.DistanceTo(entry.Peer.Did))
            .Select(entry => new PeerContact(
                entry.Peer.Did, new Uri($"{entry.Peer.Address!.AbsoluteUri}#{entry.Peer.Did}"))),
    ];

    /// <summary>Takes in what was written down. A time that is not over yet counts as now: clocks are set.</summary>
    public void Restore(IEnumerable<RememberedPeer> peers, Instant now)
    {
        foreach (var peer in peers) Set(new(peer.LastSeen > now ? peer with { LastSeen = now } : peer, Failures: 0));
    }

    /// <summary>A link to a peer came up.</summary>
    public void Linked(Did peer, Instant now)
    {
        _linked.Add(peer);
        Saw(peer, now);
    }

    /// <summary>The link to a peer is down: until now it was seen.</summary>
    public void Unlinked(Did peer, Instant now)
    {
        if (_linked.Remove(peer)) Saw(peer, now);
    }

    /// <summary>All that are linked are seen now.</summary>
    public void Refresh(Instant now)
    {
        foreach (var peer in _linked) Saw(peer, now);
    }

    /// <summary>A linked peer answers offers at an address.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="address">Where; one that is too long is not taken.</param>
    /// <param name="announced">
    /// Whether the peer said so, rather than answered there. Such a number does not replace a name that a person chose.
    /// </param>
    /// <param name="now">The time.</param>
    public void Reached(Did peer, Uri address, bool announced, Instant now)
    {
        if (address.AbsoluteUri.Length > MaxAddress) return;
        if (announced && AddressOf(peer) is { HostNameType: UriHostNameType.Dns }) return;
        Set(new(new(peer, now, address), Failures: 0));
    }

    /// <summary>A peer did not answer at its address: others are tried first.</summary>
    public void Missed(Did peer)
    {
        if (_peers.TryGetValue(peer, out var entry)) _peers[peer] = entry with { Failures = entry.Failures + 1 };
    }

    private Uri? AddressOf(Did peer) => _peers.TryGetValue(peer, out var entry) ? entry.Peer.Address : null;

    private void Saw(Did peer, Instant now) => Set(new(new(peer, now, AddressOf(peer)), Failures: 0));

    private void Set(Entry entry)
    {
        _peers[entry.Peer.Did] = entry;
        if (_peers.Count <= capacity) return;
        _peers.Remove(_peers.Values
            .OrderBy(other => _linked.Contains(other.Peer.Did))
            .ThenBy(other => other.Peer.Address is not null)
            .ThenBy(other => other.Peer.LastSeen)
            .ThenBy(other => Did.Zero.DistanceTo(other.Peer.Did))
            .First().Peer.Did);
    }

    private sealed record Entry(RememberedPeer Peer, int Failures);
}
