using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// A replay window per delegation and lane. Bounded: a full table refuses new delegations and evicts no live entry, and
/// one incoming link may bring at most an eighth of them (protocol.md, section 3).
/// </summary>
/// <remarks>
/// Ask <see cref="Check"/> before the signature, <see cref="Accept"/> after it. For kinds that are not idempotent,
/// the caller stores the mark before it acts on the message, and gives the marks back after a restart.
/// </remarks>
/// <typeparam name="TLink">How the caller names its links.</typeparam>
/// <param name="limits">The bounds.</param>
internal sealed class ReplayTable<TLink>(ReplayLimits limits)
    where TLink : notnull
{
    private readonly Dictionary<(DelegationId, Lane), Entry> _entries = [];
    private readonly Dictionary<TLink, int> _introduced = [];
    private readonly PriorityQueue<Entry, long> _byDeadline = new();

    /// <summary>Windows held now.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes back a mark that was stored before a restart. Marks count to no link.</summary>
    public void Restore(in ReplayMark mark, Instant now)
    {
        if (mark.Until < now) return;
        var window = new ReplayWindow(mark.Highest);
        var entry = new Entry((mark.Delegation, mark.Lane), window, default, hasLink: false) { Until = mark.Until };
        if (_entries.TryAdd(entry.Key, entry)) Schedule(entry);
    }

    /// <summary>What <see cref="Accept"/> would say. Changes nothing that a later verdict depends on.</summary>
    public ReplayVerdict Check(DelegationId delegation, Lane lane, ulong sequence, TLink link, Instant now)
    {
        Expire(now);
        if (_entries.TryGetValue((delegation, lane), out var entry))
            return entry.Window.IsNew(sequence) ? ReplayVerdict.New : ReplayVerdict.Seen;
        return _entries.Count < limits.Total && _introduced.GetValueOrDefault(link) < limits.PerLink
            ? ReplayVerdict.New
            : ReplayVerdict.Busy;
    }

    /// <summary>Marks a transaction as seen. Its signature has been verified.</summary>
    /// <param name="delegation">Whose it is.</param>
    /// <param name="lane">The lane of its kind.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="deadline">Its deadline: the window is kept until then and a minute more.</param>
    /// <param name="link">The link that it came in by.</param>
    /// <param name="now">The present.</param>
    /// <param name="mark">What to store before acting on it; null if what is stored already guards against it.</param>
    public ReplayVerdict Accept(
        DelegationId delegation, Lane lane, ulong sequence, Instant deadline, TLink link, Instant now,
        out ReplayMark? mark)
    {
        mark = null;
        var verdict = Check(delegation, lane, sequence, link, now);
        if (verdict != ReplayVerdict.New) return verdict;
        if (!_entries.TryGetValue((delegation, lane), out var entry)) entry = Introduce((delegation, lane), link);
        var highest = entry.Window.Highest;
        entry.Window.TryAccept(sequence);
        var until = deadline + limits.KeptAfterDeadline;
        var isLonger = until > entry.Until;
        if (isLonger) entry.Until = until;
        if (!entry.IsScheduled) Schedule(entry);
        if (sequence > highest || isLonger) mark = new(delegation, lane, entry.Window.Highest, entry.Until);
        return ReplayVerdict.New;
    }

    /// <summary>Drops the windows that no message in time can hit any more. <see cref="Check"/> does it too.</summary>
    public void Expire(Instant now)
    {
        while (_byDeadline.TryPeek(out var entry, out var due) && due < now.UnixMicroseconds)
        {
            _byDeadline.Dequeue();
            if (entry.Until >= now) Schedule(entry);
            else Remove(entry);
        }
    }

    private Entry Introduce((DelegationId, Lane) key, TLink link)
    {
        var entry = new Entry(key, new(), link, hasLink: true);
        _entries.Add(key, entry);
        _introduced[link] = _introduced.GetValueOrDefault(link) + 1;
        return entry;
    }

    private void Schedule(Entry entry)
    {
        entry.IsScheduled = true;
        _byDeadline.Enqueue(entry, entry.Until.UnixMicroseconds);
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Key);
        if (!entry.HasLink) return;
        if (_introduced[entry.Link!] == 1) _introduced.Remove(entry.Link!);
        else _introduced[entry.Link!]--;
    }

    private sealed class Entry((DelegationId, Lane) key, ReplayWindow window, TLink? link, bool hasLink)
    {
        public (DelegationId, Lane) Key => key;

        public ReplayWindow Window => window;

        public TLink? Link => link;

        public bool HasLink => hasLink;

        public Instant Until { get; set; }

        public bool IsScheduled { get; set; }
    }
}
