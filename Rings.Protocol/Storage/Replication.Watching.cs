using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <content>
/// Watching keys: as the node that wants to hear of what comes, and as the holder that tells it. News is a hint: a lease
/// that was lost or never given, or a message, is made good by the read that <see cref="IStorageEffects.Watched"/> calls
/// for.
/// </content>
internal sealed partial class Replication
{
    private readonly Dictionary<Did, OwnWatch> _watched = [];
    private readonly WatchLeases _leases;

    /// <summary>Begins to watch a key, until <see cref="Unwatch"/>.</summary>
    public void Watch(Did key, Instant now)
    {
        var watch = new OwnWatch();
        if (!_watched.TryAdd(key, watch)) return;
        AskForNews(key, watch, now);
        Settle(now);
    }

    /// <summary>Nobody here watches the key any more. Its holder finds that out at the next news, or at the lease's end.</summary>
    public void Unwatch(Did key) => _watched.Remove(key);

    private void AskForNews(Did key, OwnWatch watch, Instant now)
    {
        if (_watched.GetValueOrDefault(key) != watch) return;
        void Next(StorageMessage.Answer? answer, Did from, Instant at)
        {
            if (_watched.GetValueOrDefault(key) != watch) return;
            if (watch.IsReadDue(answer is StorageMessage.Watching, at, _settings.WatchLease / 2)) _effects.Watched(key);
            Later(NextAsk(watch, answer), then => AskForNews(key, watch, then), at);
        }

        if (_owned?.Contains(key) == true) Next(GiveLease(key, Self, link: null, now), Self, now);
        else Ask(RouteMode.Owner, key, new StorageMessage.Watch(key), _settings.TryPatience, Next, now);
    }

    /// <summary>A holder without room is asked ever more seldom, a lease is renewed when half of it is over.</summary>
    private TimeSpan NextAsk(OwnWatch watch, StorageMessage.Answer? answer)
    {
        var isBusy = answer is StorageMessage.Refused { Reason: StorageRefusal.Busy };
        watch.Refusals = isBusy ? Math.Min(watch.Refusals + 1, 16) : 0;
        if (answer is StorageMessage.Watching) return _settings.WatchLease / 2;
        var pause = _settings.RetryInterval * Math.Pow(2, Math.Max(0, watch.Refusals - 1));
        return pause < _settings.WatchLease / 2 ? pause : _settings.WatchLease / 2;
    }

    private StorageMessage.Answer GiveLease(Did key, Did watcher, Did? link, Instant now) =>
        !_map.HoldersOf(key).Contains(Self) || _isLeaving ? new StorageMessage.Refused(StorageRefusal.NotHere)
        : _leases.TryGive(key, watcher, link, now + _settings.WatchLease) ? StorageMessage.Watching.Instance
        : new StorageMessage.Refused(StorageRefusal.Busy);

    /// <summary>What is told is durable here.</summary>
    private void Announce(Did key, StoredRecord record)
    {
        if (!_leases.Has(key)) return;
        AfterCommit(now =>
        {
            foreach (var watcher in _leases.Tell(key, now)) Tell(watcher, key, record, now);
        });
    }

    private void Tell(Did watcher, Did key, StoredRecord record, Instant now)
    {
        void Next(StorageMessage.Answer? answer, Did from, Instant at)
        {
            if (answer is StorageMessage.Watching) _leases.Answered(key, watcher);
            else _leases.End(key, watcher);
        }

        var news = new StorageMessage.News(key, record);
        if (watcher == Self) Next(TakeNews(news, Self, now), Self, now);
        else Ask(RouteMode.Node, watcher, news, _settings.NeighbourPatience, Next, now);
    }

    /// <summary>Believes no holder: a record that is not valid at the key is no news.</summary>
    private StorageMessage.Answer TakeNews(StorageMessage.News news, Did from, Instant now)
    {
        if (!_watched.ContainsKey(news.Key)) return new StorageMessage.Refused(StorageRefusal.NotHere);
        if (_rules.Check(news.Record, news.Key, from, now) != RecordVerdict.Valid)
            return new StorageMessage.Refused(StorageRefusal.Invalid);
        _effects.News(news.Key, news.Record);
        return StorageMessage.Watching.Instance;
    }

    /// <summary>A watch of this node's own.</summary>
    private sealed class OwnWatch
    {
        private Instant? _readAt;

        /// <summary>How often a holder had no room for it since it last stood.</summary>
        public int Refusals { get; set; }

        /// <summary>Whether the key is to be read now: a lease begins, or it was not read for as long as a lease's half.</summary>
        public bool IsReadDue(bool stands, Instant now, TimeSpan interval)
        {
            if (!stands && _readAt is { } before && now - before < interval) return false;
            _readAt = now;
            return true;
        }
    }
}
