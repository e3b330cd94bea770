using Akka.Actor;
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

    private sealed record Check(Did To, Instant Begun, Gathering Gathering);
}
