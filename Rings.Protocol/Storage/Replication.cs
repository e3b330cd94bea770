using System.Collections.Immutable;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <summary>
/// Keeps a node's share of the ring's records: writes and reads as owner, copies as replica, and the comparing with
/// neighbours that brings every holder into step again. No I/O, clock, thread: inputs go in, effects come out.
/// </summary>
/// <remarks>
/// The host carries <see cref="IStorageEffects.Ask"/> over the ring, tells ownership and neighbours as
/// <see cref="ChordRing"/> does, and verifies a question's sender before <see cref="Receive"/>. Not thread-safe.
/// </remarks>
internal sealed partial class Replication
{
    /// <summary>
    /// How long a store that the disk refused a write keeps nothing new: long enough that a full disk costs next to
    /// nothing, and short enough that writes are taken again within 10 s.
    /// </summary>
    internal static readonly TimeSpan FullInterval = TimeSpan.FromSeconds(5);

    private readonly StorageSettings _settings;
    private readonly RecordRules _rules;
    private readonly IRecordStore _store;
    private readonly IStorageEffects _effects;
    private readonly Random _random;
    private readonly KeyedRateLimit<Did> _linkBytes;
    private readonly Dictionary<StorageRequestId, Pending> _asked = [];
    private readonly Deadlines<StorageRequestId> _deadlines = new();
    private readonly PriorityQueue<Action<Instant>, Instant> _later = new();
    private readonly Queue<(long Number, List<Waiting> Waiting)> _commits = [];
    private List<Waiting> _afterCommit = [];
    private HolderMap _map;
    private KeyRange? _owned;
    private long _lastRequest;
    private long _lastCommit;
    private int _questions;
    private Instant? _wake;
    private Instant _fullUntil;
    private bool _isLeaving;

    /// <summary>Makes the storage of a node that has no neighbours yet.</summary>
    /// <param name="self">The node.</param>
    /// <param name="settings">The numbers.</param>
    /// <param name="rules">Judges records.</param>
    /// <param name="store">Where they are kept; what it holds already is served.</param>
    /// <param name="effects">The world.</param>
    /// <param name="random">Chance, for the times of upkeep.</param>
    public Replication(
        Did self, StorageSettings settings, RecordRules rules, IRecordStore store, IStorageEffects effects,
        Random random)
    {
        (Self, _settings, _rules, _store, _effects, _random) = (self, settings, rules, store, effects, random);
        _map = new(self, settings.Copies, RingNeighbours.None);
        _leases = new(settings.Watches, settings.WatchesOfKey, settings.UnansweredNews);
        _linkBytes = new(settings.LinkBytesPerHour / 3600.0, settings.LinkBytesPerHour, capacity: 256);
    }

    /// <summary>This node.</summary>
    public Did Self { get; }

    /// <summary>The keys that this node holds.</summary>
    public KeyRange Held => _map.Held;

    /// <summary>Whether some range that it holds is not known to be complete.</summary>
    public bool IsCatchingUp => _catching.Count > 0;

    /// <summary>What the ring says about ownership: see <see cref="IRingEffects.OwnershipChanged"/>.</summary>
    public void OwnershipChanged(Did? predecessor, Instant now)
    {
        _owned = predecessor is { } after ? new(after, Self) : null;
        if (predecessor == Self) _isStarted = true;
        Settle(now);
    }

    /// <summary>Takes a question from a node whose signature was verified.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="link">The link that brought it.</param>
    /// <param name="question">What.</param>
    /// <param name="to">Where the answer goes; exactly one is given.</param>
    /// <param name="now">The time.</param>
    public void Receive(Did from, Did link, StorageMessage.Question question, StorageReplyTo to, Instant now)
    {
        if (_questions >= _settings.Questions)
        {
            _effects.Reply(to, new StorageMessage.Refused(StorageRefusal.Busy));
            return;
        }

        _questions++;
        Answer(from, link, question, answer =>
        {
            _questions--;
            _effects.Reply(to, answer);
        }, now);
        Settle(now);
    }

    /// <summary>An answer came to what was asked.</summary>
    public void Answered(StorageRequestId id, Did from, StorageMessage.Answer answer, Instant now)
    {
        if (TryEnd(id, out var pending)) pending.Then(answer, from, now);
        Settle(now);
    }

    /// <summary>No answer will come to what was asked.</summary>
    public void Undeliverable(StorageRequestId id, Instant now)
    {
        if (TryEnd(id, out var pending)) pending.Then(null, pending.Peer, now);
        Settle(now);
    }

    /// <summary>Everything written before <see cref="IStorageEffects.Commit"/> gave this number is durable.</summary>
    public void Committed(long number, Instant now) => CommitEnded(number, isDurable: true, now);

    /// <summary>
    /// Nothing is durable of what was written since the last commit and up to this number: the store is as it was, and
    /// keeps nothing new for a while (5 s). What it has is served.
    /// </summary>
    public void CommitFailed(long number, Instant now)
    {
        _fullUntil = now + FullInterval;
        CommitEnded(number, isDurable: false, now);
    }

    /// <summary>There is room again, before the time.</summary>
    public void HasRoom() => _fullUntil = default;

    /// <summary>The time asked for by <see cref="IStorageEffects.WakeAt"/> has come.</summary>
    public void Tick(Instant now)
    {
        while (_deadlines.TryTake(now, out var id))
        {
            if (_asked.Remove(id, out var pending)) pending.Then(null, pending.Peer, now);
        }

        while (_later.TryPeek(out var action, out var at) && at <= now)
        {
            _later.Dequeue();
            action(now);
        }

        Upkeep(now);
        _wake = null;
        Settle(now);
    }

    private void Answer(
        Did from, Did link, StorageMessage.Question question, Action<StorageMessage.Answer> reply, Instant now)
    {
        switch (question)
        {
            case StorageMessage.Write write:
                CoordinateWrite(write.Key, write.Record, write.Consistency, from, reply, now);
                break;

            case StorageMessage.Read read:
                CoordinateRead(read.Key, read.Consistency, read.Skip, reply, now);
                break;

            case StorageMessage.Watch watch:
                reply(GiveLease(watch.Key, from, link, now));
                break;

            case StorageMessage.News news:
                reply(TakeNews(news, from, now));
                break;

            case var _ when !_map.Near.Contains(from):
                reply(new StorageMessage.Refused(StorageRefusal.NotHere));
                break;

            case StorageMessage.Replicate replicate:
                TakeCopies(from, replicate.Items, reply, now);
                break;

            case StorageMessage.Compare compare:
                reply(AnswerCompare(compare));
                break;

            case StorageMessage.Fetch fetch:
                reply(AnswerFetch(fetch.Wanted));
                break;
        }
    }

    /// <summary>Verifies a record and merges it; a record that is refused changes nothing.</summary>
    private StorageRefusal? Keep(Did key, StoredRecord record, Did link, Instant now)
    {
        var verdict = _rules.Check(record, key, link, now);
        if (verdict != RecordVerdict.Valid)
            return verdict == RecordVerdict.Busy ? StorageRefusal.Busy : StorageRefusal.Invalid;
        if (OverQuota(record) is { } refusal) return refusal;

        var set = _store.Find(key) ?? new(key, _settings.Records);
        var changed = new List<RecordSlot>();
        var outcome = set.Merge(record, changed);
        if (outcome == MergeOutcome.Superseded) return StorageRefusal.Superseded;
        if (outcome == MergeOutcome.OverLimit) return StorageRefusal.OverLimit;
        if (outcome == MergeOutcome.Known) return null;
        if (now < _fullUntil) return StorageRefusal.Full;
        _store.Write(set, changed);
        _effects.Changed(key, record);
        Announce(key, record);
        return null;
    }

    private StorageRefusal? OverQuota(StoredRecord record)
    {
        if (record.Fields.Author == Self) return null;
        var bytes = record.Bytes.Length;
        return _store.Bytes - _store.BytesOf(Self) + bytes > _settings.ForeignBytes ? StorageRefusal.Full
            : bytes > _store.Room ? StorageRefusal.Full
            : _store.BytesOf(record.Fields.Author) + bytes > _settings.AuthorBytes ? StorageRefusal.AuthorQuota
            : null;
    }

    private void TakeCopies(
        Did from, ImmutableArray<KeyedRecord> records, Action<StorageMessage.Answer> reply, Instant now)
    {
        var refused = 0;
        foreach (var (key, record) in records)
        {
            var isRoom = _linkBytes.TryTake(from, now, record.Bytes.Length);
            if (!isRoom || !_map.Slack.Contains(key)) refused++;
            else if (Keep(key, record, from, now) is not (null or StorageRefusal.Superseded)) refused++;
        }

        AfterCommit(
            _ => reply(new StorageMessage.Kept(refused)), _ => reply(new StorageMessage.Kept(records.Length)));
    }

    private void Ask(
        RouteMode mode, Did target, StorageMessage.Question question, TimeSpan patience, Then then, Instant now)
    {
        var id = new StorageRequestId(++_lastRequest);
        _asked.Add(id, new(mode == RouteMode.Node ? target : default, then));
        _deadlines.Set(id, now + patience);
        _effects.Ask(new(id, mode, target, question));
    }

    /// <summary>Nothing is waited for any longer.</summary>
    private bool TryEnd(StorageRequestId id, out Pending pending)
    {
        _deadlines.Remove(id);
        return _asked.Remove(id, out pending);
    }

    /// <summary>Runs something once all that was written up to the end of this input is durable.</summary>
    /// <param name="then">What.</param>
    /// <param name="failed">Runs in its place where it will not be; null: nobody waits.</param>
    private void AfterCommit(Action<Instant> then, Action<Instant>? failed = null) => _afterCommit.Add(new(then, failed));

    private void CommitEnded(long number, bool isDurable, Instant now)
    {
        while (_commits.TryPeek(out var commit) && commit.Number <= number)
        {
            _commits.Dequeue();
            foreach (var waiting in commit.Waiting)
            {
                if (isDurable) waiting.Then(now);
                else waiting.Failed?.Invoke(now);
            }
        }

        Settle(now);
    }

    /// <summary>Makes what was written durable, though nobody waits for it.</summary>
    private void Commit() => AfterCommit(_ => { });

    private void Later(TimeSpan delay, Action<Instant> then, Instant now) => _later.Enqueue(then, now + delay);

    /// <summary>The end of every input: asks for durability, and for the next wake-up.</summary>
    private void Settle(Instant now)
    {
        if (_afterCommit.Count > 0)
        {
            _commits.Enqueue((++_lastCommit, _afterCommit));
            _afterCommit = [];
            _effects.Commit(_lastCommit);
        }

        var due = NextUpkeep(now);
        if (_deadlines.Next is { } deadline && deadline < due) due = deadline;
        if (_later.TryPeek(out _, out var at) && at < due) due = at;
        if (due == _wake) return;
        _wake = due;
        _effects.WakeAt(due);
    }

    private delegate void Then(StorageMessage.Answer? answer, Did from, Instant now);

    private readonly record struct Pending(Did Peer, Then Then);

    private readonly record struct Waiting(Action<Instant> Then, Action<Instant>? Failed);
}
