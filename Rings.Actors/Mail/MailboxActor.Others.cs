using Akka.Actor;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Sessions.SessionStoreProtocol;

namespace Rings.Actors.Mail;

/// <content>This node's letters in the mailboxes of others.</content>
internal sealed partial class MailboxActor
{
    /// <summary>Mailboxes of others that are looked at each time.</summary>
    private const int ChecksPerLook = 16;

    private void BeginCheck(Did to)
    {
        var check = new Check(to, _node.Now, new Gathering(StorageKey.Placements));
        foreach (var key in MailPlaces.MailboxOf(to))
            _storage.Tell(new StorageProtocol.Get(key, Consistency.Quorum, Self, check));
    }

    /// <summary>A letter that is in no place any more was fetched; only all of them together can say so.</summary>
    private void Compare(Check check)
    {
        if (!check.Gathering.IsFinal) return;
        var there = check.Gathering.Records.Where(record => record.Fields.Author == _node.Self)
            .Select(record => record.Fields.Tag).ToHashSet();
        foreach (var mail in _posted.Where(mail => mail.To == check.To).ToList())
        {
            if (there.Contains(new(mail.Id.ToByteArray()))) continue;
            _posted.Remove(mail);
            _store.Tell(new ForgetPosted(mail));
            Context.Parent.Tell(mail.Expires > check.Begun
                ? new MailFetched(mail.To, mail.Id.ToString())
                : new MailExpired(mail.To, mail.Id.ToString()));
        }
    }

    /// <summary>Puts the letter's end into all places of the mailbox; whoever asked hears of it when all have answered.</summary>
    private void Withdraw(string id, IActorRef asker)
    {
        var mail = _posted.FirstOrDefault(posted => posted.Id.ToString() == id);
        if (mail is null)
        {
            asker.Tell(new LetterStays(id, IsKnown: false));
            return;
        }

        var removal = MailRecords.Withdrawal(_node.Signer, mail, NextSeq(), _node.Settings.Sessions.MailLife);
        var places = MailPlaces.MailboxOf(mail.To);
        var withdrawal = new Withdrawal(mail, asker) { Open = places.Length };
        foreach (var key in places)
            _storage.Tell(new StorageProtocol.Put(key, removal, Consistency.Quorum, Self, withdrawal));
    }

    /// <summary>A place that keeps the letter still gives it to its reader: only all of them together end it.</summary>
    private void Withdrawn(Withdrawal withdrawal, bool isStored)
    {
        withdrawal.Failed |= !isStored;
        if (--withdrawal.Open > 0) return;
        if (withdrawal.Failed)
        {
            withdrawal.Asker.Tell(new LetterStays(withdrawal.Mail.Id.ToString(), IsKnown: true));
            return;
        }

        if (_posted.Remove(withdrawal.Mail)) _store.Tell(new ForgetPosted(withdrawal.Mail));
        withdrawal.Asker.Tell(new LetterWithdrawn(Describe(withdrawal.Mail)));
    }

    private static PostedLetter Describe(PostedMail mail) => new(mail.To, mail.Id.ToString(), mail.Expires.ToDateTimeOffset());

    private sealed record Withdrawal(PostedMail Mail, IActorRef Asker)
    {
        public int Open { get; set; }

        public bool Failed { get; set; }
    }

    private sealed record Check(Did To, Instant Begun, Gathering Gathering);
}
