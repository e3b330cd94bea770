using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <content>What time brings: expiry, regular repair, and sending away what is no longer this node's.</content>
internal sealed partial class Replication
{
    /// <summary>Keys that one upkeep looks at.</summary>
    private const int KeysPerUpkeep = 256;

    /// <summary>The longest wait between two tries to give something far away; what then is left goes home later.</summary>
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(32);

    private readonly HashSet<Did> _goingHome = [];
    private readonly Queue<(KeyRange Range, Instant At)> _lost = [];
    private Instant _nextUpkeep;
    private Instant _nextRepair;

    private Instant NextUpkeep(Instant now)
    {
        if (_nextUpkeep == default) _nextUpkeep = now + _settings.UpkeepInterval * _random.NextDouble();
        if (_nextRepair == default) _nextRepair = now + _settings.RepairInterval * (0.5 + _random.NextDouble());
        return _nextUpkeep < _nextRepair ? _nextUpkeep : _nextRepair;
    }

    private void Upkeep(Instant now)
    {
        if (now >= _nextUpkeep)
        {
            _nextUpkeep = now + _settings.UpkeepInterval;
            Prune(now);
            _leases.Expire(now);
            if (!IsCatchingUp) SendHome(now);
        }

        if (now < _nextRepair) return;
        _nextRepair = now + _settings.RepairInterval * (0.5 + _random.NextDouble());
        foreach (var (peer, range) in _shared.ToList()) CompareShared(peer, range, now);
    }

    private void Prune(Instant now)
    {
        foreach (var key in _store.Expired(now, KeysPerUpkeep))
        {
            if (_store.Find(key) is not { } set) continue;
            var changed = new List<RecordSlot>();
            set.Prune(now, changed);
            _store.Write(set, changed);
            Commit();
        }
    }

    private KeyRange? Lost(KeyRange before) =>
        before == _map.Held || _map.Held.IsAll || !_isStarted ? null
        : before.IsAll ? new(Self, _map.Held.After)
        : before.Contains(_map.Held.After) ? new(before.After, _map.Held.After)
        : null;

    /// <summary>
    /// What is no longer this node's goes at once to those that hold it now, for they may never have been told: near
    /// ones by comparing, far ones through the owner. It is kept for a while all the same.
    /// </summary>
    private void SendAway(KeyRange lost, Instant now)
    {
        _lost.Enqueue((lost, now));
        if (_lost.Count > KeysPerUpkeep) _lost.Dequeue();
        if (_map.NextOut is { } next)
        {
            foreach (var holder in _map.HoldersOf(next.UpTo)) PushAway(holder, next, now);
        }

        if (Far(lost, _map.NextOut) is { } far) Later(_settings.RetryInterval, then => SendFar(far, then), now);
    }

    /// <summary>What of a lost range lies beyond the neighbours that are seen; all of it where none are seen.</summary>
    private static KeyRange? Far(KeyRange lost, KeyRange? near) => near is not { } next ? lost
        : lost.After == next.After || next.Contains(lost.After) ? null
        : new(lost.After, next.After);

    private void PushAway(Did holder, KeyRange range, Instant now) => Begin(
        new(holder, range, ComparisonMode.Push, (comparison, at) =>
        {
            if (comparison.Succeeded) return;
            Later(_settings.RetryInterval, then =>
            {
                if (_map.NextOut == range && _map.Near.Contains(holder)) PushAway(holder, range, then);
            }, at);
        }), now);

    private void SendFar(KeyRange range, Instant now)
    {
        var keys = _store.Keys(range, KeysPerUpkeep);
        foreach (var key in keys.Where(key => !_map.Slack.Contains(key)))
        {
            foreach (var record in _store.Find(key)!.Records) SendFar(key, record, _settings.RetryInterval, now);
        }

        if (keys.Count == KeysPerUpkeep && keys[^1] != range.UpTo)
            Later(_settings.RetryInterval, then => SendFar(range with { After = keys[^1] }, then), now);
    }

    /// <summary>
    /// Until w copies are acknowledged: while two rings become one, whoever takes a write for the owner may not be it, nor
    /// know the other holders.
    /// </summary>
    private void SendFar(Did key, StoredRecord record, TimeSpan again, Instant now) => Ask(
        RouteMode.Owner, key, new StorageMessage.Write(key, record, Consistency.Quorum), _settings.TryPatience,
        (answer, _, at) =>
        {
            var isSettled = answer is StorageMessage.Written { IsStored: true }
                or StorageMessage.Refused { Reason: StorageRefusal.Superseded or StorageRefusal.OverLimit };
            if (isSettled || again > LastTry) return;
            Later(again, then =>
            {
                if (!_map.Slack.Contains(key)) SendFar(key, record, again * 2, then);
            }, at);
        }, now);

    /// <summary>
    /// What has been outside this node's range for long is given to its owner once more, and deleted when all n holders
    /// have it.
    /// </summary>
    private void SendHome(Instant now)
    {
        if (_map.Slack.IsAll) return;
        while (_lost.TryPeek(out var lost) && now - lost.At >= _settings.SurplusFor) _lost.Dequeue();
        var surplus = _store.Keys(new(Self, _map.Slack.After), KeysPerUpkeep)
            .Where(key => !_lost.Any(lost => lost.Range.Contains(key)));
        foreach (var key in surplus.Where(_goingHome.Add).ToList()) SendHome(key, now);
    }

    private void SendHome(Did key, Instant now)
    {
        var records = _store.Find(key)?.Records.ToList() ?? [];
        var open = records.Count;
        var missing = 0;
        if (open == 0) _goingHome.Remove(key);
        foreach (var record in records)
        {
            Ask(RouteMode.Owner, key, new StorageMessage.Write(key, record, Consistency.All),
                _settings.TryPatience, (answer, _, _) =>
                {
                    if (!IsHome(answer)) missing++;
                    if (--open > 0) return;
                    _goingHome.Remove(key);
                    if (missing > 0 || _map.Slack.Contains(key)) return;
                    _store.Delete(key);
                    Commit();
                }, now);
        }
    }

    private bool IsHome(StorageMessage.Answer? answer) => answer switch
    {
        StorageMessage.Written written => written.Copies.Length >= _settings.Copies,
        StorageMessage.Refused { Reason: StorageRefusal.Superseded or StorageRefusal.OverLimit } => true,
        _ => false,
    };
}
