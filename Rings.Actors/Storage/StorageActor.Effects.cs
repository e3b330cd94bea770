using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Messages;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;

namespace Rings.Actors.Storage;

/// <content>What replication does to the world.</content>
internal sealed partial class StorageActor : IStorageEffects
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    private long _commit;
    private bool _isCommitDue;

    /// <summary>Replication watches its own deadlines; the gate forgets a question when none can still run.</summary>
    private TimeSpan Patience => _node.Settings.Storage.TryPatience * 2;

    void IStorageEffects.Ask(StorageRequest request) => _memory.Gate.Tell(new GateProtocol.Originate(
        new OutboxRequest(
            Kind.Storage, request.Mode, request.Target, StorageCodec.Write(request.Message), Patience),
        Self, request.Id));

    void IStorageEffects.Reply(StorageReplyTo to, StorageMessage.Answer answer)
    {
        if (_questions.Remove(to, out var question))
            _memory.Gate.Tell(new GateProtocol.Respond(question, Kind.Storage, StorageCodec.Write(answer)));
    }

    /// <summary>What is in the mailbox by now is committed with it.</summary>
    void IStorageEffects.Commit(long number)
    {
        _commit = number;
        if (_isCommitDue) return;
        _isCommitDue = true;
        Self.Tell(CommitDue.Instance);
    }

    void IStorageEffects.PutEnded(long operation, PutOutcome outcome)
    {
        if (_puts.Remove(operation, out var put)) put.Asker.Tell(put.Say(outcome));
    }

    void IStorageEffects.GetEnded(long operation, GetOutcome outcome)
    {
        if (_gets.Remove(operation, out var get)) get.Asker.Tell(get.Say(outcome));
    }

    void IStorageEffects.Changed(Did key, StoredRecord record)
    {
        if (record.Revocation is { } revocation) Context.Parent.Tell(new IdentityProtocol.Seen(revocation));
    }

    void IStorageEffects.HandedOver() => _handOver.Tell(StorageProtocol.HandedOver.Instance);

    void IStorageEffects.WakeAt(Instant at)
    {
        var wait = at - _node.Now;
        Timers.StartSingleTimer(
            Wake.Instance, Wake.Instance,
            wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait);
    }

    private void Commit()
    {
        _isCommitDue = false;
        if (_store.Commit())
        {
            _replication.Committed(_commit, _node.Now);
            return;
        }

        if (_health.Failed(_store.Trouble ?? "the disk takes nothing")) ProbeLater();
        _replication.CommitFailed(_commit, _node.Now);
    }

    private void ProbeLater() => Timers.StartSingleTimer(ProbeDue.Instance, ProbeDue.Instance, ProbeInterval);

    /// <summary>Nobody may have anything to write for long: whether the disk takes it is tried nevertheless.</summary>
    private void Probe()
    {
        if ((_store as IProbedStore)?.Probe() is null && _health.Written()) _replication.HasRoom();
        if ((_own as IProbedStore)?.Probe() is null) _ownHealth.Written();
        if (_health.IsFailing || _ownHealth.IsFailing) ProbeLater();
    }
}
