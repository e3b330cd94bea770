using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <content>
/// Watching keys: as the node that wants to hear of what comes, and as the holder that tells it. News is a hint: a lease
/// that was lost, or a message, is made good by the read that <see cref="IStorageEffects.Watched"/> calls for.
/// </content>
internal sealed partial class Replication
{
    private readonly Dictionary<Did, long> _watched = [];
    private readonly WatchLeases _leases;
    private long _lastWatch;

    /// <summary>Begins to watch a key, until <see cref="Unwatch"/>.</summary>
    public void Watch(Did key, Instant now)
    {
        if (!_watched.TryAdd(key, _lastWatch + 1)) return;
        AskForNews(key, ++_lastWatch, now);
        Settle(now);
    }

    /// <summary>Nobody here watches the key any more. Its holder finds that out at the next news, or at the lease's end.</summary>
    public void Unwatch(Did key) => _watched.Remove(key);

    private void AskForNews(Did key, long watch, Instant now)
    {
        if (_watched.GetValueOrDefault(key) != watch) return;
        void Next(StorageMessage.Answer? answer, Did from, Instant at)
        {
            if (_watched.GetValueOrDefault(key) != watch) return;
            var stands = answer is StorageMessage.Watching;
            if (stands) _effects.Watched(key);
            Later(stands ? _settings.WatchLease / 2 : _settings.RetryInterval, then => AskForNews(key, watch, then), at);
        }

        if (_owned?.Contains(key) == true) Next(GiveLease(key, Self, now), Self, now);
        else Ask(RouteMode.Owner, key, new StorageMessage.Watch(key), _settings.TryPatience, Next, now);
    }

    private StorageMessage.Answer GiveLease(Did key, Did watcher, Instant now) =>
        !_map.HoldersOf(key).Contains(Self) || _isLeaving ? new StorageMessage.Refused(StorageRefusal.NotHere)
        : _leases.TryGive(key, watcher, now + _settings.WatchLease) ? StorageMessage.Watching.Instance
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
}
