using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>
/// Records with what a holder says of them (section 5.2): <c>Malformed</c> gets no answer, what breaks a rule is
/// <c>INVALID</c>, <c>Valid</c> is kept. The right one of each kind differs from a wrong one in what the name says.
/// </summary>
internal static class JudgedRecordVectors
{
    private static readonly byte[] Content = Bytes(0, 40);

    private static readonly Did Other = Did.Zero.Finger(150);

    public static JsonArray Make(Signer signer, Instant now) => new(
    [
        .. Shapes(signer, now).Select(item => Judge(item, "Malformed", signer.Ring, now)),
        .. Rules(signer, now).Select(item => Judge(item.Item, item.Verdict.ToString(), signer.Ring, now)),
        .. Kept(signer, now).Select(item => Judge(item, nameof(RecordVerdict.Valid), signer.Ring, now)),
    ]);

    private static IEnumerable<Item> Shapes(Signer signer, Instant now)
    {
        var register = new Parts(RecordKind.Register, Register(signer, now), signer);
        var element = new Parts(RecordKind.SetElement, Element(signer, now), signer);
        var removal = new Parts(RecordKind.SetRemoval, Element(signer, now).Without(5), signer);
        var lease = new Parts(RecordKind.BlobLease, Lease(signer, now), signer, Content);
        var (self, dids) = (signer.Account.ToByteArray(), Other.ToByteArray());
        yield return register.Item("Register: a tag", fields => fields.With(4, [1]));
        yield return register.Item("Register: an owner other than the author", fields => fields.With(2, dids));
        yield return register.Item("Register: no owner", fields => fields.Without(2));
        yield return register.Item("Register: a target", fields => fields.With(10, self));
        yield return register.Item("Register: a hash", fields => fields.With(8, Bytes(0, 32)));
        yield return register.Item("Register: no name", fields => fields.Without(1));
        yield return register.Item("Register: a name of 256 bytes", fields => fields.With(1, new byte[256]));
        yield return register.Item("Register: no author", fields => fields.Without(3));
        yield return register.Item("Register: content", fields => fields, other: [1]);
        yield return register.Item("Register: a value of 32,769 bytes", fields => fields.With(5, new byte[32_769]));
        yield return element.Item("SetElement: a tag of 65 bytes", fields => fields.With(4, Bytes(0, 65)));
        yield return element.Item("SetElement: every_tag", fields => fields.WithVarint(11, 1));
        yield return element.Item("SetElement: a size", fields => fields.WithVarint(9, 1));
        yield return removal.Item("SetRemoval: a value", fields => fields.With(5, [1]));
        yield return removal.Item("SetRemoval: every_tag without a target", fields => fields.WithVarint(11, 1));
        yield return removal.Item("SetRemoval: a target in an open Set", fields => fields.With(10, dids));
        yield return removal.Item("SetRemoval: a target, not by the owner",
            fields => fields.With(2, dids).With(10, self));
        yield return removal.Item("SetRemoval: every_tag and a tag",
            fields => fields.With(2, self).With(10, dids).WithVarint(11, 1));
        yield return lease.Item("BlobLease: a name", fields => fields.With(1, "name"u8));
        yield return lease.Item("BlobLease: an owner", fields => fields.With(2, self));
        yield return lease.Item("BlobLease: a tag", fields => fields.With(4, [1]));
        yield return lease.Item("BlobLease: a value", fields => fields.With(5, [1]));
        yield return lease.Item("BlobLease: no hash", fields => fields.Without(8));
        yield return lease.Item("BlobLease: a size that is not the content's", fields => fields.WithVarint(9, 41));
        yield return new("kind 0", Other, ProtoFields.Of(register.Record().ToBytes()).Without(1).ToBytes());
        yield return new("kind 6", Other, ProtoFields.Of(register.Record().ToBytes()).WithVarint(1, 6).ToBytes());
        yield return new("Revocation: a signature beside it", Other,
            register.Record().WithVarint(1, (byte)RecordKind.Revocation).ToBytes());
    }

    private static IEnumerable<(Item Item, RecordVerdict Verdict)> Rules(Signer signer, Instant now)
    {
        var register = new Parts(RecordKind.Register, Register(signer, now), signer);
        var service = new Parts(RecordKind.SetElement, Element(signer, now).With(1, "service/x"u8), signer);
        var lease = new Parts(RecordKind.BlobLease, Lease(signer, now), signer, Content);
        var (ms, us) = ((ulong)now.UnixMilliseconds, (ulong)now.UnixMicroseconds);
        var key = StorageKey.OfRegister(signer.Account, "profile");
        const ulong Day = 24 * 3_600_000;
        yield return (new("another key", Other, register.Record().ToBytes()), RecordVerdict.WrongKey);
        yield return (Item("its time is over", fields => fields.WithFixed64(7, ms)), RecordVerdict.Expired);
        yield return (Item("seq more than a minute ahead",
            fields => fields.WithFixed64(6, us + 60_000_001)), RecordVerdict.BadTime);
        yield return (Item("seq before the delegation", fields => fields.WithFixed64(6, us - 3_600_000_001)),
            RecordVerdict.BadTime);
        yield return (Item("longer than 7 days", fields => fields.WithFixed64(7, ms + (7 * Day) + 1)),
            RecordVerdict.LivesTooLong);
        yield return (service.Item("longer than 2 minutes in a service Set",
            fields => fields.WithFixed64(7, ms + 120_001), StorageKey.OfSet("service/x")), RecordVerdict.LivesTooLong);
        yield return (Item("an author other than the delegation's account",
            fields => fields.With(2, Other.ToByteArray()).With(3, Other.ToByteArray()),
            StorageKey.OfRegister(Other, "profile")), RecordVerdict.WrongAuthor);
        yield return (new("signed for another kind", key, register.Record(SignaturePurpose.SetElement).ToBytes()),
            RecordVerdict.Forged);
        yield return (new("a delegation that its account did not sign", key, Altered(register.Record(), 3)),
            RecordVerdict.Forged);
        yield return (new("a signature one bit off", key, Altered(register.Record(), 4)), RecordVerdict.Forged);
        yield return (lease.Item("content of another hash", fields => fields,
            StorageKey.OfBlob(BlobHash.OfChunk(Content)), With(Content, 0, 0xFF)), RecordVerdict.WrongContent);
        Item Item(string name, Func<ProtoFields, ProtoFields> change, Did? at = null) =>
            register.Item(name, change, at ?? key);
    }

    private static IEnumerable<Item> Kept(Signer signer, Instant now)
    {
        var register = new Parts(RecordKind.Register, Register(signer, now), signer);
        var element = new Parts(RecordKind.SetElement, Element(signer, now), signer);
        var manifest = new Parts(RecordKind.BlobLease,
            Lease(signer, now).With(8, BlobHash.OfManifest(Content).ToArray()), signer, Content);
        var (key, topic) = (StorageKey.OfRegister(signer.Account, "profile"), StorageKey.OfSet("topic"));
        yield return register.Item("an empty value", fields => fields.Without(5), key);
        yield return element.Item("no tag", fields => fields.Without(4), topic);
        yield return register.Item("a field of a later version in the payload", fields => fields.With(15, [1]), key);
        yield return register.Item("at its second placement", fields => fields,
            StorageKey.OfRegister(signer.Account, "profile", 1));
        yield return manifest.Item("a manifest of any bytes: holders do not parse it", fields => fields,
            StorageKey.OfBlob(BlobHash.OfManifest(Content)));
    }

    private static ProtoFields Register(Signer signer, Instant now) => Common(signer, now)
        .With(1, "profile"u8).With(2, signer.Account.ToByteArray()).With(5, "value"u8);

    private static ProtoFields Element(Signer signer, Instant now) =>
        Common(signer, now).With(1, "topic"u8).With(4, "tag"u8).With(5, "value"u8);

    private static ProtoFields Lease(Signer signer, Instant now) =>
        Common(signer, now).With(8, BlobHash.OfChunk(Content).ToArray()).WithVarint(9, (byte)Content.Length);

    private static ProtoFields Common(Signer signer, Instant now) => ProtoFields.Of([])
        .With(3, signer.Account.ToByteArray()).WithFixed64(6, (ulong)now.UnixMicroseconds)
        .WithFixed64(7, (ulong)(now + TimeSpan.FromDays(1)).UnixMilliseconds);

    private static byte[] Altered(ProtoFields record, int field)
    {
        var content = record.Content(field);
        return record.With(field, With(content, content.Length - 1, (byte)(content[^1] ^ 1))).ToBytes();
    }

    /// <summary>What is said of it is the expected, or there is no file.</summary>
    private static JsonObject Judge(Item item, string expected, RingId ring, Instant now)
    {
        var rules = new RecordRules(ring, new(ring, new()), new());
        var verdict = "Malformed";
        try
        {
            verdict = rules.Check(StoredRecord.Read(item.Bytes), item.Key, default, now).ToString();
        }
        catch (ProtocolException) when (expected == verdict)
        {
            // As expected.
        }

        return verdict == expected
            ? new JsonObject
            {
                ["name"] = item.Name,
                ["key"] = item.Key.ToString(),
                ["at_ms"] = now.UnixMilliseconds,
                ["verdict"] = verdict,
                ["bytes"] = Hex(item.Bytes),
            }
            : throw new InvalidOperationException($"'{item.Name}' is {verdict}, not {expected}.");
    }

    private sealed record Item(string Name, Did Key, byte[] Bytes);

    /// <summary>A right record of a kind, to be changed in one thing and signed again.</summary>
    private sealed class Parts(RecordKind kind, ProtoFields fields, Signer signer, byte[]? content = null)
    {
        public Item Item(
            string name, Func<ProtoFields, ProtoFields> change, Did? key = null, byte[]? other = null) =>
            new(name, key ?? Other, Record(change(fields), null, other).ToBytes());

        public ProtoFields Record(SignaturePurpose? purpose = null) => Record(fields, purpose, null);

        private ProtoFields Record(ProtoFields changed, SignaturePurpose? purpose, byte[]? other)
        {
            var payload = changed.ToBytes();
            var record = ProtoFields.Of([]).WithVarint(1, (byte)kind).With(2, payload)
                .With(3, signer.Delegation.Bytes.Span).With(4, signer.Sign(purpose ?? Purpose, payload));
            return (other ?? content) is { } bytes ? record.With(5, bytes) : record;
        }

        private SignaturePurpose Purpose => kind switch
        {
            RecordKind.BlobLease => SignaturePurpose.BlobLease,
            RecordKind.Register => SignaturePurpose.Register,
            RecordKind.SetElement => SignaturePurpose.SetElement,
            _ => SignaturePurpose.SetRemoval,
        };
    }
}
