using System.Collections.Immutable;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>
/// A few rings' nodes in one place and one order of events: messages take random times and so overtake each other,
/// links come up by offers that are routed, and the dead are found out late. The same seed gives the same history.
/// </summary>
internal sealed class RingWorld(int seed, RingSettings settings)
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private long _order;
    private long _lookups;

    public RingSettings Settings { get; } = settings;

    public Random Random { get; } = new(seed);

    public RingRules Broken { get; init; }

    /// <summary>One-way delays of a link, in milliseconds.</summary>
    public (int Least, int Most) Delay { get; init; } = (10, 80);

    /// <summary>How long a death stays unnoticed by each neighbour, in milliseconds.</summary>
    public (int Least, int Most) Detection { get; init; } = (200, 1500);

    /// <summary>The share of messages that arrive twice.</summary>
    public double Duplicates { get; init; }

    public Instant Now { get; private set; } = Instant.FromUnixMilliseconds(1_700_000_000_000);

    public SortedDictionary<Did, RingHost> Hosts { get; } =
        new(Comparer<Did>.Create((left, right) => Did.Zero.DistanceTo(left).CompareTo(Did.Zero.DistanceTo(right))));

    public IEnumerable<RingHost> Members => Hosts.Values.Where(host => host.Ring.Phase == RingPhase.Member);

    /// <summary>Messages sent over links: questions, replies and the rest, each at every hop.</summary>
    public long Sent { get; set; }

    /// <summary>Called after each event that changed somebody's neighbours or phase, or who is alive.</summary>
    public Action? AfterChange { get; set; }

    /// <summary>Counts such changes.</summary>
    public long Changes { get; set; }

    public RingHost this[Did did] => Hosts[did];

    public bool IsAlive(Did did) => Hosts.ContainsKey(did);

    public Did AnyDid()
    {
        var bytes = new byte[Did.Bytes];
        Random.NextBytes(bytes);
        return Did.Read(bytes);
    }

    /// <summary>A new node; with a contact it dials that one, without it is a ring of one.</summary>
    public RingHost Add(Did did, Did? contact)
    {
        var host = new RingHost(this, did) { Contact = contact };
        Hosts.Add(did, host);
        host.Ring.Start(contact is not null, Now);
        if (contact is { } peer) Link(did, peer, LinkSource.Contact);
        return host;
    }

    /// <summary>Members with ideal tables, all at once.</summary>
    public void AddIdeal(IReadOnlyCollection<Did> dids)
    {
        var ring = dids.OrderBy(Did.Zero.DistanceTo).ToArray();
        var length = Math.Min(Settings.Successors, ring.Length - 1);
        foreach (var did in ring) Hosts.Add(did, new(this, did));
        for (var index = 0; index < ring.Length; index++)
        {
            for (var step = 1; step <= length; step++) Raise(ring[index], ring[(index + step) % ring.Length]);
        }

        for (var index = 0; index < ring.Length; index++)
        {
            var (at, count) = (index, ring.Length);
            ImmutableArray<Did> successors = [.. Enumerable.Range(1, length).Select(step => ring[(at + step) % count])];
            ImmutableArray<Did> predecessors =
                [.. Enumerable.Range(1, length).Select(step => ring[(at - step + count) % count])];
            this[ring[index]].Ring.Start(new RingCheckpoint(predecessors, successors, []), Now);
        }

        void Raise(Did one, Did other)
        {
            this[one].Up(other, RingPhase.Member, LinkSource.Ring);
            this[other].Up(one, RingPhase.Member, LinkSource.Ring);
        }
    }

    /// <summary>Opens a link between two living nodes, after a handshake's time.</summary>
    public void Link(Did one, Did other, LinkSource source) => After(RandomDelay() * 2, () =>
    {
        if (!IsAlive(one) || !IsAlive(other)) return;
        this[one].Up(other, this[other].Ring.Phase, source);
        this[other].Up(one, this[one].Ring.Phase, source);
    });

    /// <summary>The member that owns a key: the first at or after it.</summary>
    public Did OwnerOf(Did key) => Members.Select(host => host.Did).MinBy(key.DistanceTo);

    /// <summary>Looks a key up at a node and runs until the outcome; null if it failed.</summary>
    public LookupAnswer? Lookup(Did at, Did key, LookupStyle style = LookupStyle.Recursive)
    {
        var host = this[at];
        var id = new LookupId(++_lookups);
        host.Ring.Lookup(id, key, style, Now);
        var end = Now + TimeSpan.FromMinutes(1);
        while (!host.Answers.ContainsKey(id) && !host.Failures.ContainsKey(id) && Now < end) Step();
        return host.Answers.GetValueOrDefault(id);
    }

    /// <summary>A node vanishes; its neighbours find out later, each for itself.</summary>
    public void Kill(Did did)
    {
        var host = this[did];
        Hosts.Remove(did);
        Changes++;
        foreach (var peer in host.Links)
        {
            After(Random.Next(Detection.Least, Detection.Most), () => Lose(peer, did));
        }
    }

    /// <summary>A node leaves: says so, then is gone.</summary>
    public void Leave(Did did)
    {
        this[did].Ring.Leave(Now);
        Kill(did);
    }

    private void Lose(Did peer, Did gone)
    {
        if (IsAlive(peer) && !IsAlive(gone)) this[peer].Down(gone);
    }

    public int RandomDelay() => Random.Next(Delay.Least, Delay.Most);

    public void After(int milliseconds, Action action) => At(Now + TimeSpan.FromMilliseconds(milliseconds), action);

    public void At(Instant time, Action action) =>
        _events.Enqueue(action, (Math.Max(time.UnixMicroseconds, Now.UnixMicroseconds), _order++));

    /// <summary>Runs until so much time has passed.</summary>
    public void Run(TimeSpan span)
    {
        var end = Now + span;
        while (_events.TryPeek(out _, out var next) && next.Time <= end.UnixMicroseconds) Step();
        Now = end;
    }

    /// <summary>Runs until <paramref name="done"/>, which is asked after each change, for no longer than so much time;
    /// whether it came to that.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan longest)
    {
        var end = Now + longest;
        for (var seen = -1L; seen == Changes || !done();)
        {
            seen = Changes;
            if (!_events.TryPeek(out _, out var next) || next.Time > end.UnixMicroseconds) return false;
            Step();
        }

        return true;
    }

    /// <summary>Each node with its phase, predecessor and successors, by the first bytes of their Dids.</summary>
    public override string ToString() => string.Join('\n', Hosts.Values.Select(host =>
        $"{Short(host.Did)} {host.Ring.Phase} < {Short(host.Ring.Neighbours.Predecessor)}"
        + $" > {string.Join(' ', host.Ring.Neighbours.Successors.Select(did => Short(did)))}"));

    private static string Short(Did? did) => did is { } point ? Convert.ToHexStringLower(point.ToByteArray().AsSpan(0, 3)) : "-";

    private void Step()
    {
        _events.TryDequeue(out var action, out var priority);
        Now = new(priority.Time);
        var before = Changes;
        action!();
        if (Changes != before) AfterChange?.Invoke();
    }
}
