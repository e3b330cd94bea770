using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <content>Writes: as the node that wants them, and as the owner that sees to them.</content>
internal sealed partial class Replication
{
    private int _operations;

    /// <summary>
    /// Puts a record of this node's user into the ring. It is tried again where its owner cannot be reached; the same
    /// record twice does no harm.
    /// </summary>
    /// <param name="operation">To be returned with the outcome.</param>
    /// <param name="key">Where the record belongs.</param>
    /// <param name="record">The record.</param>
    /// <param name="consistency">When the put ends.</param>
    /// <param name="now">The time.</param>
    public void Put(long operation, Did key, StoredRecord record, Consistency consistency, Instant now)
    {
        if (_operations >= _settings.Operations)
        {
            _effects.PutEnded(operation, new PutOutcome.Refused(StorageRefusal.Busy));
            return;
        }

        _operations++;
        TryPut(new(key, record, consistency), _settings.Tries, outcome =>
        {
            _operations--;
            _effects.PutEnded(operation, outcome);
        }, now);
        Settle(now);
    }

    private void TryPut(StorageMessage.Write write, int tries, Action<PutOutcome> end, Instant now)
    {
        void Next(StorageMessage.Answer? answer, Did from, Instant at)
        {
            if (Outcome(answer) is { } outcome) end(outcome);
            else if (tries > 1) Later(_settings.RetryInterval, then => TryPut(write, tries - 1, end, then), at);
            else if (answer is StorageMessage.Refused refused) end(new PutOutcome.Refused(refused.Reason));
            else end(new PutOutcome.Unknown());
        }

        if (_owned?.Contains(write.Key) == true)
            CoordinateWrite(write.Key, write.Record, write.Consistency, Self, answer => Next(answer, Self, now), now);
        else
            Ask(RouteMode.Owner, write.Key, write, _settings.TryPatience, Next, now);
    }

    /// <summary>What an answer means for good; null where another try may help.</summary>
    private static PutOutcome? Outcome(StorageMessage.Answer? answer) => answer switch
    {
        StorageMessage.Written { IsStored: true } written => new PutOutcome.Stored(written.Copies),
        StorageMessage.Written written => new PutOutcome.StoredLocally(written.Copies),
        StorageMessage.Refused { Reason: StorageRefusal.NotHere or StorageRefusal.Busy } => null,
        StorageMessage.Refused refused => new PutOutcome.Refused(refused.Reason),
        _ => null,
    };

    private void CoordinateWrite(
        Did key, StoredRecord record, Consistency consistency, Did from, Action<StorageMessage.Answer> reply,
        Instant now)
    {
        var holders = _map.HoldersOf(key);
        if (!holders.Contains(Self) || _isLeaving)
        {
            reply(new StorageMessage.Refused(StorageRefusal.NotHere));
            return;
        }

        if (Keep(key, record, from, now) is { } refusal)
        {
            reply(new StorageMessage.Refused(refusal));
            return;
        }

        var needed = consistency switch
        {
            Consistency.One => 1,
            Consistency.Quorum => _settings.WriteCopies,
            _ => _settings.Copies,
        };
        var write = new WriteUnderWay(holders.Count, needed, _settings.WriteCopies, reply);
        AfterCommit(_ => write.Add(Self), _ => write.Refuse(StorageRefusal.Full));
        foreach (var holder in holders.Where(holder => holder != Self)) Copy(key, record, holder, write, now);
    }

    private void Copy(Did key, StoredRecord record, Did holder, WriteUnderWay write, Instant now) =>
        Ask(RouteMode.Node, holder, new StorageMessage.Replicate([new(key, record)]), _settings.NeighbourPatience,
            (answer, _, at) =>
            {
                if (answer is StorageMessage.Kept { Rejected: 0 })
                {
                    write.Add(holder);
                    return;
                }

                write.Miss();
                Later(_settings.RetryInterval, then => CompareKey(holder, key, then), at);
            }, now);
}
