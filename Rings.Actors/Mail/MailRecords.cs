using Rings.Actors.Sessions;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;

namespace Rings.Actors.Mail;

/// <summary>The records in which prekeys and letters are kept.</summary>
internal static class MailRecords
{
    /// <summary>An account's prekey bundle.</summary>
    public static StoredRecord Prekeys(Signer self, SignedPayload bundle, long seq, TimeSpan life) => StoredRecord.Sign(
        RecordKind.Register,
        New(self, MailPlaces.PrekeysName, self.Account, seq, life) with { Value = bundle.Bytes }, self);

    /// <summary>A letter in its recipient's mailbox.</summary>
    public static StoredRecord Letter(
        Signer self, Did to, MessageId id, SignedPayload letter, long seq, TimeSpan life) => StoredRecord.Sign(
        RecordKind.SetElement,
        New(self, MailPlaces.MailboxName, to, seq, life) with
        {
            Tag = new(id.ToByteArray()),
            Value = letter.Bytes,
        }, self);

    /// <summary>The end of a letter, by the owner of the mailbox.</summary>
    public static StoredRecord Removal(Signer self, StoredRecord letter, long seq, TimeSpan life) => StoredRecord.Sign(
        RecordKind.SetRemoval,
        New(self, MailPlaces.MailboxName, self.Account, Math.Max(seq, letter.Fields.Seq), life) with
        {
            Tag = letter.Fields.Tag,
            Target = letter.Fields.Author,
        }, self);

    /// <summary>The end of a letter, by its writer.</summary>
    public static StoredRecord Withdrawal(Signer self, PostedMail mail, long seq, TimeSpan life) => StoredRecord.Sign(
        RecordKind.SetRemoval,
        New(self, MailPlaces.MailboxName, mail.To, seq, life) with { Tag = new(mail.Id.ToByteArray()) }, self);

    private static RecordFields New(Signer self, string name, Did owner, long seq, TimeSpan life)
    {
        var (expires, last) = (new Instant(seq) + life, self.Delegation.Expires);
        return new()
        {
            Name = name,
            Owner = owner,
            Author = self.Account,
            Seq = seq,
            Expires = Instant.FromUnixMilliseconds((expires < last ? expires : last).UnixMilliseconds),
        };
    }
}
