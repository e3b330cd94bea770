using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <content>Who holds what changed: catching up, bringing neighbours into step, handing over.</content>
internal sealed partial class Replication
{
    private readonly List<CatchUp> _catching = [];
    private readonly HashSet<(Did Peer, KeyRange Range)> _shared = [];
    private bool _isStarted;

    /// <summary>What the ring says about the neighbours: see <see cref="IRingEffects.NeighboursChanged"/>.</summary>
    public void NeighboursChanged(RingNeighbours neighbours, Instant now)
    {
        var before = _map;
        _map = new(Self, _settings.Copies, neighbours);
        if (Lost(before.Held) is { } lost) SendAway(lost, now);
        foreach (var catching in _catching) catching.Waiting.RemoveWhere(peer => !_map.Near.Contains(peer));
        _catching.RemoveAll(catching => !Overlap(catching.Range, _map.Held));
        foreach (var catching in _catching) catching.Narrow(_map.Held);
        CatchUpWith(before, now);
        FinishCatchUps(now);
        BringIntoStep(now);
        Settle(now);
    }

    /// <summary>
    /// Hands what this node holds to those that will hold it, before it leaves; takes no more writes.
    /// <see cref="IStorageEffects.HandedOver"/> follows.
    /// </summary>
    public void Leave(Instant now)
    {
        _isLeaving = true;
        var heirs = _map.Heirs().ToList();
        var open = heirs.Count;
        if (open == 0) _effects.HandedOver();
        foreach (var (heir, range) in heirs)
        {
            Begin(new(heir, range, ComparisonMode.Push, (_, _) =>
            {
                if (--open == 0) _effects.HandedOver();
            }), now);
        }

        Settle(now);
    }

    /// <summary>What this node's word about a range is worth.</summary>
    private Standing StandingIn(KeyRange range)
    {
        var isHolder = _map.Held.IsAll || (_map.Held.Contains(range.UpTo) && !range.IsAll);
        var catching = _catching.Where(catching => Overlap(catching.Range, range)).ToList();
        if (isHolder && catching.Count == 0) return Standing.InStep;
        var knew = isHolder || _lost.Any(lost => lost.Range.Contains(range.UpTo));
        return knew && catching.TrueForAll(catching => catching.WasAlone) ? Standing.Informed : Standing.None;
    }

    private static bool Overlap(KeyRange left, KeyRange right) =>
        left.IsAll || right.IsAll || left.Contains(right.UpTo) || right.Contains(left.UpTo);

    /// <summary>What was gained has to be completed from every neighbour; a new neighbour may know more, too.</summary>
    private void CatchUpWith(HolderMap before, Instant now)
    {
        foreach (var catching in _catching) PullFrom(catching, _map.Near.Except(before.Near), now);
        if (_map.Near.IsEmpty) return;
        var wasAlone = _isStarted && before.Near.IsEmpty;
        var gained = wasAlone || !_isStarted ? _map.Held : Gained(before.Held);
        _isStarted = true;
        if (gained is not { } range) return;
        var added = new CatchUp(range, now, wasAlone);
        _catching.Add(added);
        PullFrom(added, _map.Near, now);
    }

    private KeyRange? Gained(KeyRange before) => before == _map.Held || before.IsAll ? null
        : _map.Held.IsAll ? new(Self, before.After)
        : before.Contains(_map.Held.After) ? null
        : new(_map.Held.After, before.After);

    private void PullFrom(CatchUp catching, IEnumerable<Did> peers, Instant now)
    {
        foreach (var peer in peers.ToList())
        {
            if (catching.Waiting.Add(peer)) Pull(catching, peer, now);
        }
    }

    private void Pull(CatchUp catching, Did peer, Instant now) => Begin(
        new(peer, catching.Range, ComparisonMode.Pull, (comparison, at) =>
        {
            if (!catching.Waiting.Contains(peer)) return;
            if (comparison.Succeeded)
            {
                catching.IsInformed |= comparison.PeerStanding >= Standing.Informed;
                catching.Waiting.Remove(peer);
                FinishCatchUps(at);
            }
            else
            {
                Later(AgainAfter(comparison), then =>
                {
                    if (catching.Waiting.Contains(peer)) Pull(catching, peer, then);
                }, at);
            }
        }), now);

    /// <summary>
    /// Ends what is complete. Where all that were asked are newcomers themselves, they are asked again; patience ends
    /// where all who knew are gone.
    /// </summary>
    private void FinishCatchUps(Instant now)
    {
        _catching.RemoveAll(catching => catching.Waiting.Count == 0
            && (catching.IsInformed || _map.Near.IsEmpty || now - catching.Since >= _settings.CatchUpPatience));
        foreach (var catching in _catching.Where(catching => catching.Waiting.Count == 0))
            Later(_settings.RetryInterval, then => AskAgain(catching, then), now);
    }

    private void AskAgain(CatchUp catching, Instant now)
    {
        if (_catching.Contains(catching) && catching.Waiting.Count == 0) PullFrom(catching, _map.Near, now);
    }

    /// <summary>Compares with each neighbour whose share with this node is not what it was.</summary>
    private void BringIntoStep(Instant now)
    {
        var shares = _map.Near.SelectMany(peer => _map.SharedWith(peer).Select(range => (peer, range))).ToHashSet();
        _shared.IntersectWith(shares);
        foreach (var (peer, range) in shares)
        {
            if (_shared.Add((peer, range))) CompareShared(peer, range, now);
        }
    }

    private void CompareShared(Did peer, KeyRange range, Instant now) => Begin(
        new(peer, range, ComparisonMode.Both, (comparison, at) =>
        {
            if (comparison.Succeeded) return;
            Later(AgainAfter(comparison), then =>
            {
                if (_shared.Contains((peer, range))) CompareShared(peer, range, then);
            }, at);
        }), now);

    private TimeSpan AgainAfter(Comparison comparison) => comparison.WasFull ? FullInterval : _settings.RetryInterval;

    /// <summary>Brings one key into step with a holder that missed a write; else the next repair does.</summary>
    private void CompareKey(Did peer, Did key, Instant now)
    {
        if (_map.Near.Contains(peer))
            Begin(new(peer, new(key - Distance.PowerOfTwo(0), key), ComparisonMode.Both, (_, _) => { }), now);
    }
}
