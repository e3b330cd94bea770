using Akka.Actor;
using Akka.Event;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Sessions.SessionStoreProtocol;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Mail;

/// <content>This node's own mailbox and prekeys.</content>
internal sealed partial class MailboxActor
{
    private readonly Dictionary<MessageId, StoredRecord> _opened = [];
    private Instant? _published;

    /// <summary>The private half is on disk before anybody can seal for it; what is not kept is tried at the next
    /// look.</summary>
    private void Publish()
    {
        if (_prekeys.Erase(_node.Now) > 0) _memory.Changes++;
        if (_prekeys.Renew(_node.Signer, _node.Random.Fill, _node.Now) is not null)
        {
            _memory.Changes++;
            _published = null;
        }

        if (_memory.IsUnkept) _store.Tell(new KeepPrekeys([.. _prekeys.Secrets], _memory.Changes));
        else Spread();
    }

    /// <summary>Puts the bundle where others find it, once a day and when it is new.</summary>
    private void Spread()
    {
        if (_node.Now - _published < SessionRules.PrekeyInterval) return;
        var record = MailRecords.Prekeys(
            _node.Signer, _prekeys.Latest(_node.Signer)!, NextSeq(), _node.Settings.Sessions.MailLife);
        var publishing = new Publishing(_node.Now);
        foreach (var key in MailPlaces.PrekeysOf(_node.Self))
            _storage.Tell(new StorageProtocol.Put(key, record, Consistency.Quorum, Self, publishing));
    }

    private void Fetch()
    {
        var drain = new Drain(new Gathering(StorageKey.Placements));
        foreach (var key in MailPlaces.MailboxOf(_node.Self))
            _storage.Tell(new StorageProtocol.Get(key, Consistency.Quorum, Self, drain));
    }

    private void Open(IReadOnlyCollection<StoredRecord> letters)
    {
        foreach (var letter in letters.OrderBy(letter => letter.Fields.Signed))
        {
            var failure = Open(letter);
            if (failure is SessionFailure.None or SessionFailure.Repeated or SessionFailure.Busy) continue;
            // What cannot be opened today cannot be opened tomorrow: it only takes room.
            _log.Info("A letter of {From} cannot be opened and is thrown away: {Failure}", letter.Fields.Author, failure);
            Remove(letter);
        }
    }

    private SessionFailure Open(StoredRecord letter)
    {
        try
        {
            var signed = SignedPayload.Read(letter.Fields.Value.Span);
            var verdict = _node.Budget.Delegations.Check(
                signed.DelegationBytes.Span, letter.Fields.Author, _node.Now, out var from);
            // It is fetched again: the verifier has time then, and the writer's clock may be ahead only a little.
            if (verdict is DelegationVerdict.Busy or DelegationVerdict.NotYet) return SessionFailure.Busy;
            if (from is null || from.Account != letter.Fields.Author) return SessionFailure.WrongParty;
            var failure = FirstMessage.Open(
                signed, from, Address.Of(_node.Signer), _prekeys, new ReplayMemory(1), _node.Now, out var mail);
            if (failure != SessionFailure.None) return failure;
            var id = MessageId.Read(mail!.Id.Span);
            if (!_opened.TryAdd(id, letter)) return SessionFailure.Repeated;
            _gate.Tell(new DeliverSealed(
                mail.From, id, ApplicationMessage.Read(mail.Plaintext.Span), letter.Fields.Signed,
                _node.Now + SessionRules.PrekeyLifetime, null, Self));
            return SessionFailure.None;
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }

    /// <summary>A letter that no receiver takes yet stays where it is.</summary>
    private void Handled(SealedHandled handled)
    {
        if (_opened.Remove(handled.Id, out var letter) && handled.IsTaken) Remove(letter);
    }

    private void Remove(StoredRecord letter)
    {
        var removal = MailRecords.Removal(_node.Signer, letter, NextSeq(), _node.Settings.Sessions.MailLife);
        foreach (var key in MailPlaces.MailboxOf(_node.Self))
            _storage.Tell(new StorageProtocol.Put(key, removal, Consistency.Quorum, Self, null));
    }

    private sealed record Drain(Gathering Gathering);

    private sealed record Publishing(Instant At);
}
