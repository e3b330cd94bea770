using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Wire;

/// <summary>
/// What a relay remembers of requests that want a reply: by which link each came and by which it went on, so that the
/// reply finds back to a node that no routing table holds (protocol.md, section 3).
/// </summary>
/// <remarks>
/// The first writer of an id and link out wins, so nobody can draw another's replies to himself; a request that is sent
/// again and goes on by another link leaves a crumb there, too. A link holds at most a quarter of
/// the table and pushes out its own oldest crumbs, so a flood over one link costs the others nothing. In a full table
/// a link that has no crumb takes the place of the oldest of all. Entries are reused: a crumb makes no garbage. Safe
/// for use by several threads: one lock, held for one look-up.
/// </remarks>
/// <typeparam name="TLink">How the caller names its links.</typeparam>
/// <param name="limits">The bounds.</param>
internal sealed class Crumbs<TLink>(CrumbLimits limits)
    where TLink : notnull, IEquatable<TLink>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, int> _index = [];
    private readonly Dictionary<TLink, Chain> _chains = [];
    private readonly Chain _all = new();
    private Crumb[] _crumbs = [];
    private int _free = -1;
    private int _used;

    /// <summary>Crumbs held now.</summary>
    public int Count => _index.Count;

    /// <summary>Links that hold crumbs now.</summary>
    public int LinkCount => _chains.Count;

    /// <summary>Leaves a crumb for a request that is forwarded.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="from">The link that it came in by.</param>
    /// <param name="to">The link that it goes out by.</param>
    /// <param name="now">The present.</param>
    /// <returns>False if the id has a live crumb by that link already: the first one stays.</returns>
    public bool Leave(TransactionId id, TLink from, TLink to, Instant now)
    {
        lock (_gate)
        {
            DropLate(now);
            if (_index.ContainsKey(new(id, to))) return false;
            if (_chains.TryGetValue(from, out var chain) && (chain.Count >= limits.PerLink || Count >= limits.Total))
                Remove(chain.Oldest);
            else if (Count >= limits.Total)
                Remove(_all.Oldest);
            Add(new() { Id = id, From = from, To = to, Deadline = now + limits.Time });
            return true;
        }
    }

    /// <summary>Finds the way of a reply in mode <see cref="Ring.RouteMode.Back"/>.</summary>
    /// <param name="replyTo">The reply's <c>reply_to</c>.</param>
    /// <param name="arrivedBy">The link that the reply came in by.</param>
    /// <param name="now">The present.</param>
    /// <param name="next">The link that the request had come in by.</param>
    /// <returns>False if there is no live crumb, or the reply came by another link than the request went.</returns>
    public bool TryFollow(
        TransactionId replyTo, TLink arrivedBy, Instant now, [MaybeNullWhen(false)] out TLink next)
    {
        next = default;
        lock (_gate)
        {
            if (!_index.TryGetValue(new(replyTo, arrivedBy), out var index)) return false;
            ref var crumb = ref _crumbs[index];
            if (crumb.Deadline < now) return false;
            next = crumb.From;
            return true;
        }
    }

    /// <summary>Drops the crumbs whose time is over. <see cref="Leave"/> does it too.</summary>
    internal void Expire(Instant now)
    {
        lock (_gate) DropLate(now);
    }

    private void DropLate(Instant now)
    {
        while (_all.Count > 0 && _crumbs[_all.Oldest].Deadline < now) Remove(_all.Oldest);
    }

    private void Add(in Crumb crumb)
    {
        var index = Take();
        _crumbs[index] = crumb;
        _index.Add(new(crumb.Id, crumb.To), index);
        if (!_chains.TryGetValue(crumb.From, out var chain)) _chains.Add(crumb.From, chain = new());
        Append(_all, index, own: false);
        Append(chain, index, own: true);
    }

    private void Remove(int index)
    {
        ref var crumb = ref _crumbs[index];
        var chain = _chains[crumb.From];
        _index.Remove(new(crumb.Id, crumb.To));
        Unlink(_all, index, own: false);
        Unlink(chain, index, own: true);
        if (chain.Count == 0) _chains.Remove(crumb.From);
        crumb = default;
        crumb.All.Next = _free;
        _free = index;
    }

    private int Take()
    {
        if (_free >= 0)
        {
            var index = _free;
            _free = _crumbs[index].All.Next;
            return index;
        }

        if (_used == _crumbs.Length) Array.Resize(ref _crumbs, Math.Min(Math.Max(_used * 2, 64), limits.Total));
        return _used++;
    }

    private ref Neighbours At(int index, bool own) => ref own ? ref _crumbs[index].Own : ref _crumbs[index].All;

    private void Append(Chain chain, int index, bool own)
    {
        At(index, own) = new() { Previous = chain.Newest, Next = -1 };
        if (chain.Count++ == 0) chain.Oldest = index;
        else At(chain.Newest, own).Next = index;
        chain.Newest = index;
    }

    private void Unlink(Chain chain, int index, bool own)
    {
        var (previous, next) = (At(index, own).Previous, At(index, own).Next);
        if (previous >= 0) At(previous, own).Next = next;
        else chain.Oldest = next;
        if (next >= 0) At(next, own).Previous = previous;
        else chain.Newest = previous;
        chain.Count--;
    }

    /// <summary>Compared without comparers, which box a link until the runtime has optimised them.</summary>
    private readonly struct Key(TransactionId id, TLink to) : IEquatable<Key>
    {
        private readonly TransactionId _id = id;
        private readonly TLink _to = to;

        public bool Equals(Key other) => _id == other._id && _to.Equals(other._to);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => unchecked((_id.GetHashCode() * 397) ^ _to.GetHashCode());
    }

    /// <summary>A list through the entries, oldest first.</summary>
    private sealed class Chain
    {
        public int Oldest { get; set; } = -1;

        public int Newest { get; set; } = -1;

        public int Count { get; set; }
    }

    private struct Neighbours
    {
        public int Previous;
        public int Next;
    }

    private struct Crumb
    {
        public TransactionId Id;
        public TLink From;
        public TLink To;
        public Instant Deadline;
        public Neighbours All;
        public Neighbours Own;
    }
}
