using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Paths;

/// <summary>
/// The paths that a node has room for, and the memory that it promises them: charged to the link that opened each
/// (docs/protocol, 7.1, rule 1). Where all places are taken, of the node or of an outgoing link, a link below its even share
/// gets one of the link that has most.
/// </summary>
/// <remarks>
/// One for a node, part of <see cref="NodeBudget"/>. Safe for use by several threads: one lock, taken when a path is
/// opened, ends, or its window grows or shrinks; never for a packet.
/// </remarks>
/// <param name="limits">The bounds.</param>
internal sealed class PathPlaces(PathLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TransactionId, PathLease> _leases = [];
    private readonly Dictionary<Did, HashSet<PathLease>> _ofLink = [];
    private readonly Dictionary<Did, HashSet<PathLease>> _byLink = [];
    private readonly Dictionary<Did, long> _growthOf = [];
    private long _growth;

    /// <summary>Rules broken on purpose by a test.</summary>
    internal PathRules Broken { get; init; }

    /// <summary>The bounds.</summary>
    public PathLimits Limits => limits;

    /// <summary>Places that are taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _leases.Count;
        }
    }

    /// <summary>Bytes that are promised: the two first windows of each path, and what windows have grown.</summary>
    public long Promised
    {
        get
        {
            lock (_gate) return (_leases.Count * 2L * PathFrame.LeastWindow) + _growth;
        }
    }

    /// <summary>Takes a place.</summary>
    /// <param name="id">The path.</param>
    /// <param name="from">The link that opens it; the node itself for its own, which have no bound but the node's.</param>
    /// <param name="to">Where it goes on; the node itself where it ends.</param>
    /// <param name="kind">Whether the node itself opens it, passes it on, or is its end.</param>
    /// <param name="holder">See <see cref="PathLease.Holder"/>.</param>
    /// <param name="now">The present.</param>
    /// <param name="lease">The place, if there is one.</param>
    /// <param name="evicted">Another path that has lost its place to it: to be closed as <c>Full</c>, and released.</param>
    /// <returns>
    /// <c>Done</c>: taken. <c>NoRoute</c>: this path is here already. <c>Full</c>: no room.
    /// </returns>
    public PathCloseReason TryTake(
        TransactionId id, Did from, Did to, PathKind kind, object? holder, Instant now,
        [NotNull] out PathLease? lease, out PathLease? evicted)
    {
        lease = new(this, id, from, to, holder, now);
        evicted = null;
        lock (_gate)
        {
            if (_leases.ContainsKey(id)) return PathCloseReason.NoRoute;
            var paths = _ofLink.GetValueOrDefault(from);
            if (kind != PathKind.Own && paths is not null && IsOver(paths, to, kind)) return PathCloseReason.Full;
            if (kind != PathKind.Ends && !HasRoomTowards(to, from, out evicted)) return PathCloseReason.Full;
            if (_leases.Count >= limits.Places && !TryEvict(_ofLink.Values, limits.Places, paths?.Count ?? 0, out evicted))
                return PathCloseReason.Full;
            _leases.Add(id, lease);
            Add(_ofLink, from, lease);
            if (kind != PathKind.Ends) Add(_byLink, to, lease);
            return PathCloseReason.Done;
        }
    }

    internal bool Holds(PathLease lease)
    {
        lock (_gate) return _leases.TryGetValue(lease.Id, out var held) && held == lease;
    }

    internal void Accepted(PathLease lease)
    {
        lock (_gate) lease.IsAsked = false;
    }

    internal void Release(PathLease lease)
    {
        lock (_gate) Remove(lease);
    }

    internal bool TryGrow(Did from, long bytes)
    {
        lock (_gate)
        {
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_growthOf, from, out _);
            if (_growth + bytes > limits.Growth
                || (own + bytes > limits.GrowthPerLink && !Broken.HasFlag(PathRules.NobodyPays))) return false;
            own += bytes;
            _growth += bytes;
            return true;
        }
    }

    internal void Shrink(Did from, long bytes)
    {
        lock (_gate)
        {
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_growthOf, from, out _);
            own -= bytes;
            _growth -= bytes;
            if (own == 0) _growthOf.Remove(from);
        }
    }

    private bool IsOver(HashSet<PathLease> paths, Did to, PathKind kind)
    {
        if (Broken.HasFlag(PathRules.NobodyPays)) return false;
        if (paths.Count >= limits.PerLink) return true;
        var (asked, there) = (0, 0);
        foreach (var path in paths)
        {
            if (path.IsAsked) asked++;
            if (path.To == to) there++;
        }

        return asked >= limits.Asked || (kind == PathKind.Passes && there >= limits.PerPair);
    }

    /// <summary>
    /// Whether the next node takes another path from this one, as far as can be known: it counts those of this link, too.
    /// A few that it has closed may not be out of its count yet.
    /// </summary>
    private bool HasRoomTowards(Did to, Did from, out PathLease? evicted)
    {
        evicted = null;
        if (Broken.HasFlag(PathRules.NobodyPays)) return true;
        var places = limits.PerLink - (limits.PerLink / 8);
        if (!_byLink.TryGetValue(to, out var paths) || paths.Count < places) return true;
        var shares = paths.GroupBy(path => path.From).Select(share => share.ToList()).ToList();
        return TryEvict(shares, places, shares.Find(share => share[0].From == from)?.Count ?? 0, out evicted);
    }

    /// <summary>Takes a place from the link that has most, for one that has less than its even share.</summary>
    private bool TryEvict(
        IReadOnlyCollection<IReadOnlyCollection<PathLease>> shares, int places, int own,
        [NotNullWhen(true)] out PathLease? evicted)
    {
        evicted = null;
        if (Broken.HasFlag(PathRules.NobodyPays)) return false;
        var most = shares.MaxBy(paths => paths.Count)!;
        var links = shares.Count + (own == 0 ? 1 : 0);
        if (own >= places / links || most.Count <= own + 1) return false;
        evicted = most.Where(path => path.IsAsked).MinBy(path => path.UsedAt) ?? most.MinBy(path => path.UsedAt)!;
        Remove(evicted);
        return true;
    }

    private void Remove(PathLease lease)
    {
        if (!_leases.TryGetValue(lease.Id, out var held) || held != lease) return;
        _leases.Remove(lease.Id);
        Remove(_ofLink, lease.From, lease);
        Remove(_byLink, lease.To, lease);
    }

    private static void Add(Dictionary<Did, HashSet<PathLease>> links, Did link, PathLease lease)
    {
        if (!links.TryGetValue(link, out var paths)) links.Add(link, paths = []);
        paths.Add(lease);
    }

    private static void Remove(Dictionary<Did, HashSet<PathLease>> links, Did link, PathLease lease)
    {
        if (!links.TryGetValue(link, out var paths)) return;
        paths.Remove(lease);
        if (paths.Count == 0) links.Remove(link);
    }
}
