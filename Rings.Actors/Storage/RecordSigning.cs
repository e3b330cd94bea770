using System.Text;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Storage;

/// <summary>Makes signed records of what a node's users want to be kept.</summary>
internal static class RecordSigning
{
    /// <summary>Signs the record that a command stands for.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="signer">The node's keys.</param>
    /// <param name="seq">Unix microseconds; above that of all earlier records of this node.</param>
    /// <exception cref="ProtocolException">A field is out of its range.</exception>
    public static StoredRecord Sign(IRecordCommand command, Signer signer, long seq)
    {
        var author = signer.Account;
        var fields = new RecordFields { Author = author, Seq = seq, Expires = default };
        return command switch
        {
            PutRegister put => Sign(RecordKind.Register, fields with
            {
                Name = Named(put.Name),
                Owner = author,
                Value = Sized(put.Value),
                Expires = ExpiryOf(RecordKind.Register, put.Name, put.Life, seq, signer),
            }, signer),
            AddElement add => Sign(RecordKind.SetElement, fields with
            {
                Name = Named(add.Set),
                Owner = add.Owner,
                Tag = new(add.Tag),
                Value = Sized(add.Value),
                Expires = ExpiryOf(RecordKind.SetElement, add.Set, add.Life, seq, signer),
            }, signer),
            RemoveElement remove => Sign(RecordKind.SetRemoval, fields with
            {
                Name = Named(remove.Set),
                Owner = remove.Owner,
                Tag = new(remove.Tag),
                Target = remove.Author == author ? null : remove.Author,
                Expires = ExpiryOf(RecordKind.SetRemoval, remove.Set, null, seq, signer),
            }, signer),
            PutBlob put => StoredRecord.Sign(RecordKind.BlobLease, fields with
            {
                Hash = HashOf(put),
                Size = Sized(put.Content).Length,
                Expires = ExpiryOf(RecordKind.BlobLease, "", put.Life, seq, signer),
            }, signer, put.Content),
            PutRevocation put => StoredRecord.Of(RevocationOf(put)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no record"),
        };
    }

    /// <summary>Signs a record's last word again, with a later seq and expiry.</summary>
    /// <param name="own">The record.</param>
    /// <param name="signer">The node's keys.</param>
    /// <param name="seq">Unix microseconds; above that of all earlier records of this node.</param>
    public static StoredRecord SignAgain(OwnRecord own, Signer signer, long seq) => StoredRecord.Sign(
        own.Record.Kind,
        own.Record.Fields with
        {
            Seq = seq,
            Expires = ExpiryOf(own.Record.Kind, own.Record.Fields.Name, own.Life, seq, signer),
        },
        signer, own.Record.Content.Span);

    /// <summary>Where the record of a command belongs.</summary>
    /// <param name="command">What is wanted.</param>
    /// <param name="self">The node.</param>
    public static Did KeyOf(IRecordCommand command, Did self) => command switch
    {
        PutRegister put => StorageKey.OfRegister(self, put.Name),
        AddElement add => StorageKey.OfSet(add.Set, add.Owner),
        RemoveElement remove => StorageKey.OfSet(remove.Set, remove.Owner),
        PutBlob put => StorageKey.OfBlob(HashOf(put)),
        PutRevocation put => StorageKey.OfRevocation(RevocationOf(put).Account, put.Placement),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no record"),
    };

    /// <summary>Where what a query asks for belongs.</summary>
    /// <exception cref="ProtocolException">A name is out of its range.</exception>
    public static Did KeyOf(IRecordQuery query) => query switch
    {
        GetRegister get => StorageKey.OfRegister(get.Owner, Named(get.Name)),
        GetSet get => StorageKey.OfSet(Named(get.Set), get.Owner),
        GetBlob get => StorageKey.OfBlob(get.Hash),
        _ => throw new ArgumentOutOfRangeException(nameof(query), query, "no record"),
    };

    /// <summary>The name of a Blob's bytes.</summary>
    public static BlobHash HashOf(PutBlob put) =>
        put.IsManifest ? BlobHash.OfManifest(put.Content) : BlobHash.OfChunk(put.Content);

    private static Revocation RevocationOf(PutRevocation put)
    {
        if (put.Placement is < 0 or >= StorageKey.Placements) throw new ProtocolException("placement", "0, 1 or 2");
        var revocation = Revocation.Read(put.Revocation);
        return revocation.IsSignedByAccount()
            ? revocation
            : throw new ProtocolException("revocation", "one that its account signed");
    }

    private static StoredRecord Sign(RecordKind kind, RecordFields fields, Signer signer) =>
        StoredRecord.Sign(kind, fields, signer);

    private static string Named(string name) =>
        Encoding.UTF8.GetByteCount(name) is > 0 and <= RecordLimits.MaxNameBytes
            ? name
            : throw new ProtocolException("name", $"1 to {RecordLimits.MaxNameBytes} bytes of UTF-8");

    private static byte[] Sized(byte[] value) => value.Length <= RecordLimits.MaxValueBytes
        ? value
        : throw new ProtocolException("value", $"at most {RecordLimits.MaxValueBytes} bytes");

    /// <summary>As long as was asked for, as long as the kind allows, and no longer than the delegation.</summary>
    private static Instant ExpiryOf(RecordKind kind, string name, TimeSpan? life, long seq, Signer signer)
    {
        var longest = new RecordLimits().LifeOf(kind, name);
        if (life <= TimeSpan.Zero || life > longest) throw new ProtocolException("life", $"more than 0, at most {longest}");
        var expires = new Instant(seq) + (life ?? longest);
        var last = signer.Delegation.Expires;
        return Instant.FromUnixMilliseconds((expires < last ? expires : last).UnixMilliseconds);
    }
}
