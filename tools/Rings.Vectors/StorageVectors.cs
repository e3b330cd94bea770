using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 5: every kind of record, and every message.</summary>
internal static class StorageVectors
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);

    private static readonly byte[] Content = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];

    public static JsonObject Make()
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Bytes(0x10, 32));
        using var session = SessionKey.FromSeed(Bytes(0x20, 32));
        var delegation = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("vectors"),
            Now - TimeSpan.FromHours(1), Now + TimeSpan.FromDays(13), Bytes(0x30, 16)).Sign(account);
        var records = Records(new Signer(session, delegation), account).ToList();
        return new()
        {
            ["records"] = new JsonArray([.. records.Select(item => Describe(item.Key, item.Record))]),
            ["messages"] = new JsonArray([.. Messages(records[0].Key, records[0].Record).Select(Describe)]),
            ["refused_messages"] = new JsonArray(
                [.. RefusedMessages().Select(static vector => (JsonNode)Describe(vector))]),
            ["unsupported_messages"] = new JsonArray(
                Describe(("no message", [])), Describe(("message 99, of a later version", [0x9A, 0x06, 0x00]))),
            ["ring"] = delegation.Ring.ToString(),
            ["judged_records"] = JudgedRecordVectors.Make(new Signer(session, delegation), Now),
            ["files"] = FileVectors.Files(),
            ["directories"] = FileVectors.Directories(),
            ["refused_manifests"] = FileVectors.Refused(),
        };
    }

    private static IEnumerable<KeyedRecord> Records(Signer signer, AccountKey account)
    {
        var owner = signer.Account;
        var other = Did.Zero.Finger(150);
        KeyedRecord Sign(Did key, RecordKind kind, RecordFields fields, byte[]? content = null) =>
            new(key, StoredRecord.Sign(kind, fields, signer, content));
        var value = "value"u8.ToArray();
        var tag = new RecordTag("tag"u8);

        yield return Sign(StorageKey.OfRegister(owner, "profile"), RecordKind.Register,
            Fields(owner, "profile") with { Owner = owner, Value = value });
        yield return Sign(StorageKey.OfSet("topic"), RecordKind.SetElement,
            Fields(owner, "topic") with { Tag = tag, Value = value });
        yield return Sign(StorageKey.OfSet("mailbox", other, 1), RecordKind.SetElement,
            Fields(owner, "mailbox") with { Owner = other, Tag = tag, Value = value });
        yield return Sign(StorageKey.OfSet("topic"), RecordKind.SetRemoval, Fields(owner, "topic") with { Tag = tag });
        yield return Sign(StorageKey.OfSet("box", owner), RecordKind.SetRemoval,
            Fields(owner, "box") with { Owner = owner, Target = other, EveryTag = true });
        yield return Sign(StorageKey.OfBlob(BlobHash.OfChunk(Content)), RecordKind.BlobLease,
            Fields(owner, "") with { Hash = BlobHash.OfChunk(Content), Size = Content.Length }, Content);
        yield return new(StorageKey.OfRevocation(owner, 2), StoredRecord.Of(new RevocationDraft(
            account.Kind, owner, account.CarriedPublicKey.Span, null, Now, Bytes(0x50, 16)).Sign(account)));
    }

    private static RecordFields Fields(Did author, string name) => new()
    {
        Name = name,
        Author = author,
        Seq = Now.UnixMicroseconds + 7,
        Expires = Now + TimeSpan.FromDays(1),
    };

    private static IEnumerable<StorageMessage> Messages(Did key, StoredRecord record)
    {
        var digest = default(RangeDigest).Add(key, record);
        yield return new StorageMessage.Write(key, record, Consistency.Quorum);
        yield return new StorageMessage.Read(key, Consistency.All, 7);
        yield return new StorageMessage.Replicate([new(key, record)]);
        yield return new StorageMessage.Compare(new(key, key.Finger(100)), digest, 3);
        yield return new StorageMessage.Fetch([RecordRow.Of(key, record)]);
        yield return new StorageMessage.Written(true, [key, key.Finger(3)]);
        yield return new StorageMessage.Found([record], true, true, [key], [key.Finger(4)]);
        yield return new StorageMessage.Kept(2);
        yield return new StorageMessage.Same(Standing.InStep);
        yield return new StorageMessage.Differs([digest, default], Standing.Informed);
        yield return new StorageMessage.Rows([RecordRow.Of(key, record)], 2, Standing.InStep);
        yield return new StorageMessage.Records([new(key, record)], 1);
        yield return new StorageMessage.Refused(StorageRefusal.Full);
        yield return new StorageMessage.Watch(key);
        yield return new StorageMessage.News(key, record);
        yield return StorageMessage.Watching.Instance;
    }

    private static JsonObject Describe(Did key, StoredRecord record) => new JsonObject
    {
        ["kind"] = record.Kind.ToString(),
        ["key"] = key.ToString(),
        ["payload"] = Convert.ToHexStringLower(record.Payload.Span),
        ["bytes"] = Convert.ToHexStringLower(record.Bytes.Span),
        ["slot"] = Convert.ToHexStringLower(record.Slot.ToBytes()),
        ["hash"] = record.Hash.ToString(),
        ["digest_sum"] = default(RangeDigest).Add(key, record).Sum.ToString("x32", null),
    };

    /// <summary>Bodies that break their form, and so get no answer.</summary>
    private static IEnumerable<(string Name, byte[] Body)> RefusedMessages()
    {
        var (key, hash) = (Field(1, Bytes(0, 20)), Bytes(0, 32));
        byte[] digest = [0x08, 1, .. Field(2, Bytes(0, 15))];
        byte[] row = [.. key, .. Field(2, Bytes(0, 20)), .. Field(4, hash)];
        yield return ("Write without an item", Field(1, [0x10, 1]));
        yield return ("Read of a key of 19 bytes", Field(2, [.. Field(1, Bytes(0, 19)), 0x10, 1]));
        yield return ("Read without a consistency", Field(2, key));
        yield return ("Read with consistency 4", Field(2, [.. key, 0x10, 4]));
        yield return ("Compare with a sum of 15 bytes",
            Field(4, [.. key, .. Field(2, Bytes(0, 20)), .. Field(3, digest)]));
        yield return ("Fetch of a row whose slot has 20 bytes", Field(5, Field(1, row)));
        yield return ("Watch without a key", Field(6, []));
        yield return ("News without an item", Field(7, []));
        yield return ("Written with 33 copies",
            Field(8, [.. Enumerable.Repeat(Field(2, Bytes(0, 20)), 33).SelectMany(static copy => copy)]));
        yield return ("Found with a record that is none", Field(9, Field(1, [0xFF])));
        yield return ("no message of Protocol Buffers", [0x0A, 0x05]);
    }

    private static JsonObject Describe((string Name, byte[] Body) vector) => new()
    {
        ["name"] = vector.Name,
        ["body"] = Convert.ToHexStringLower(vector.Body),
    };

    private static JsonNode Describe(StorageMessage message) => new JsonObject
    {
        ["name"] = message.GetType().Name,
        ["bytes"] = Convert.ToHexStringLower(StorageCodec.Write(message)),
    };

}
