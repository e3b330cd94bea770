using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Storage;

/// <content>Watchers of this node's own: what is there is read for them, what comes is told by the key's holders.</content>
internal sealed partial class StorageActor
{
    /// <summary>A lease begins: what came before is read, after the input that said so.</summary>
    void IStorageEffects.Watched(Did key) => Self.Tell(new ReadWatched(key));

    /// <summary>The end of an element is no record to tell: readers no longer find the element.</summary>
    void IStorageEffects.News(Did key, StoredRecord record)
    {
        if (record.Kind is RecordKind.Register or RecordKind.SetElement or RecordKind.BlobLease)
            TellWatchers(key, new RecordsSeen(key, [Describe(record)]));
    }

    private void ReceiveFromWatchers(object message)
    {
        switch (message)
        {
            case WatchRecords watch:
                Watch(watch, Sender);
                break;

            case WatcherGone gone:
                Forget(gone.Watcher);
                break;

            case ReadWatched read:
                ReadForWatchers(read.Key);
                break;

            case WatchedRead { Outcome: GetOutcome.Found found } read:
                TellWatchers(read.Key, new RecordsSeen(read.Key, [.. found.Records.Select(Describe)]));
                break;

            case WatchedRead:
                break; // Nobody answered: the watch is renewed before long, and then it is read again.

            default:
                Unhandled(message);
                break;
        }
    }

    private void Watch(WatchRecords watch, IActorRef asker)
    {
        try
        {
            var key = RecordSigning.KeyOf(watch.Query);
            if (_memory.Watched.Values.Sum(watched => watched.Watchers.Count) >= _node.Settings.Watchers)
            {
                asker.Tell(new RecordRefused(key, StorageRefusal.Busy));
                return;
            }

            asker.Tell(new RecordsWatched(key));
            Add(key, watch);
        }
        catch (ProtocolException wrong)
        {
            asker.Tell(new RecordInvalid(wrong.Field, wrong.Expected));
        }
    }

    private void Add(Did key, WatchRecords watch)
    {
        if (!Watches(watch.Watcher)) Context.WatchWith(watch.Watcher, new WatcherGone(watch.Watcher));
        if (_memory.Watched.TryGetValue(key, out var watched))
        {
            watched.Watchers.Add(watch.Watcher);
            ReadForWatchers(key);
            return;
        }

        _memory.Watched.Add(key, (watch.Query, [watch.Watcher]));
        _replication.Watch(key, _node.Now);
    }

    /// <summary>After a restart.</summary>
    private void WatchAgain()
    {
        foreach (var watcher in _memory.Watched.Values.SelectMany(watched => watched.Watchers).Distinct())
            Context.WatchWith(watcher, new WatcherGone(watcher));
        foreach (var key in _memory.Watched.Keys) _replication.Watch(key, _node.Now);
    }

    private bool Watches(IActorRef watcher) =>
        _memory.Watched.Values.Any(watched => watched.Watchers.Contains(watcher));

    private void Forget(IActorRef watcher)
    {
        foreach (var (key, watched) in _memory.Watched.ToArray())
        {
            if (!watched.Watchers.Remove(watcher) || watched.Watchers.Count > 0) continue;
            _memory.Watched.Remove(key);
            _replication.Unwatch(key);
        }
    }

    private void ReadForWatchers(Did key)
    {
        if (_memory.Watched.TryGetValue(key, out var watched))
            Get(key, watched.Query.Consistency, Self, outcome => new WatchedRead(key, outcome));
    }

    private void TellWatchers(Did key, RecordsSeen seen)
    {
        if (!_memory.Watched.TryGetValue(key, out var watched)) return;
        foreach (var watcher in watched.Watchers) watcher.Tell(seen);
    }

    private sealed record ReadWatched(Did Key) : INoSerializationVerificationNeeded;

    private sealed record WatchedRead(Did Key, GetOutcome Outcome) : INoSerializationVerificationNeeded;

    private sealed record WatcherGone(IActorRef Watcher) : INoSerializationVerificationNeeded;
}
