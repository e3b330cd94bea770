using Akka.Actor;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Storage;

/// <content>This node's records that are put again before they expire.</content>
internal sealed partial class StorageActor
{
    /// <summary>Records that one look renews.</summary>
    private const int RenewalsAtOnce = 64;

    private Renewals _renewals = null!;

    private void BeginRenewals()
    {
        _renewals = new(_node.Settings.Renewals);
        foreach (var own in _own.Load().Where(own => _renewals.HasRoomFor(own.Key, own.Record.Slot)))
            _renewals.Add(own);
        Timers.StartPeriodicTimer(RenewDue.Instance, RenewDue.Instance, _node.Settings.RenewInterval);
    }

    /// <summary>Notes what a put wants: to be renewed from now on, or no more.</summary>
    /// <exception cref="ProtocolException">There is no room for another.</exception>
    private void NoteRenewal(IRecordCommand command, Did key, StoredRecord record)
    {
        if (command.Renew)
        {
            if (!_renewals.HasRoomFor(key, record.Slot))
                throw new ProtocolException("renew", $"at most {_node.Settings.Renewals} records that are renewed");
            KeepOwn(new(key, record, record.Fields.Expires - record.Fields.Signed));
            _memory.Puts.Remove(key, record.Slot);
            return;
        }

        if (_renewals.Remove(key, record.Slot)) _own.Forget(key, record.Slot);
        if (record.IsRemoval) _memory.Puts.Remove(key, record.Slot);
        else if (record.Kind != RecordKind.BlobLease)
            _memory.Puts.Add(new(key, record, record.Fields.Expires - record.Fields.Signed));
    }

    /// <summary>Chunks of files are left out where they are not renewed: a file has thousands.</summary>
    private OwnRecords OwnNow() => new(
    [
        .. _renewals.All.Select(own => Describe(own, isRenewed: true))
            .Concat(_memory.Puts.At(_node.Now).Select(own => Describe(own, isRenewed: false)))
            .OrderBy(own => own.Expires),
    ]);

    private static OwnRecordStatus Describe(OwnRecord own, bool isRenewed)
    {
        var fields = own.Record.Fields;
        return new(
            own.Key, own.Record.Kind, own.Record.Kind == RecordKind.BlobLease ? $"{fields.Hash}" : fields.Name,
            fields.Tag.Span.ToArray(), own.Record.Kind == RecordKind.SetElement ? fields.Owner : null,
            own.Record.Kind == RecordKind.BlobLease ? fields.Size : fields.Value.Length, own.Record.Expires.ToDateTimeOffset(), isRenewed);
    }

    private void Renew()
    {
        foreach (var own in _renewals.Due(_node.Now, RenewalsAtOnce))
        {
            var record = RecordSigning.SignAgain(own, _node.Signer, NextSeq());
            // A session whose end is near signs nothing that would live longer than what is there.
            if (record.Expires <= own.Record.Expires) continue;
            if (!TryKeepOwn(own with { Record = record })) return;
            Put(own.Key, record, Consistency.Quorum, ActorRefs.Nobody, outcome => outcome);
        }
    }

    /// <summary>What cannot be kept now is due again at the next look.</summary>
    private bool TryKeepOwn(OwnRecord own)
    {
        try
        {
            KeepOwn(own);
            return true;
        }
        catch (StoreException trouble) when (trouble.IsPassing)
        {
            NoteOwnTrouble(trouble);
            return false;
        }
    }

    /// <exception cref="StoreException">The disk does not take it.</exception>
    private void KeepOwn(OwnRecord own)
    {
        _own.Keep(own);
        _renewals.Add(own);
        _ownHealth.Written();
    }

    private void NoteOwnTrouble(StoreException trouble)
    {
        if (_ownHealth.Failed(trouble.Message)) ProbeLater();
    }

    private sealed record RenewDue : INoSerializationVerificationNeeded
    {
        public static readonly RenewDue Instance = new();
    }
}
