using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.Storage;

public class StoredRecordSpecs
{
    private static readonly Instant Now = TestRecords.Now;
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, All().Length)];

    private static (StoredRecord Record, Did Key)[] All() =>
    [
        (TestRecords.Register(1, "profile", 0, "value"), StorageKey.OfRegister(TestRecords.Author(1), "profile")),
        (TestRecords.Element(1, "topic", "t", 0), StorageKey.OfSet("topic")),
        (TestRecords.Element(1, "mailbox", "t", 0, owner: 2), StorageKey.OfSet("mailbox", TestRecords.Author(2), 1)),
        (TestRecords.Removal(1, "topic", "t", 0), StorageKey.OfSet("topic")),
        (TestRecords.OwnerRemoval(2, "box", 1, null, 0), StorageKey.OfSet("box", TestRecords.Author(2))),
        (TestRecords.Lease(1, Content, 0), StorageKey.OfBlob(BlobHash.OfChunk(Content))),
        (Revoked(), StorageKey.OfRevocation(TestAccounts.Account(number: 3).Did, 2)),
    ];

    [Theory, MemberData(nameof(Samples))]
    public void Every_kind_is_read_back_and_valid_at_its_key(int sample)
    {
        var (record, key) = All()[sample];

        var read = StoredRecord.Read(record.Bytes.Span);

        Assert.Equal(record.Kind, read.Kind);
        Assert.Equal(record.Hash, read.Hash);
        Assert.Equal(record.Slot, read.Slot);
        Assert.Equal(record.Slot, RecordSlot.Read(record.Slot.ToBytes()));
        Assert.Equal(RecordVerdict.Valid, TestRecords.Rules().Check(read, key, Did.Zero, Now));
        Assert.Equal(RecordVerdict.WrongKey, TestRecords.Rules().Check(read, key.Finger(3), Did.Zero, Now));
    }

    /// <summary>P-19: no bit of a record can change without refusal.</summary>
    [Theory, MemberData(nameof(Samples))]
    public void Every_single_bit_change_is_refused(int sample)
    {
        var (record, key) = All()[sample];
        var bytes = record.Bytes.ToArray();
        var limits = new DelegationLimits { PerLinkAndSecond = 1_000_000, PerSecond = 1_000_000 };
        var rules = new RecordRules(TestAccounts.Ring, new(TestAccounts.Ring, limits), new());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(IsAccepted(rules, bytes, key), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Nobody_speaks_for_another()
    {
        var rules = TestRecords.Rules();
        var fields = TestRecords.Register(1, "profile", 0, "value").Fields;
        var stolen = StoredRecord.Sign(RecordKind.Register, fields, TestRecords.Signer(2));
        var elsewhere = StoredRecord.Sign(
            RecordKind.Register,
            fields with
            {
                Author = TestAccounts.Account().Did,
                Owner = TestAccounts.Account().Did,
            },
            TestAccounts.Signer(ring: RingId.OfPublic("other")));

        Assert.Equal(RecordVerdict.WrongAuthor, Check(rules, stolen, StorageKey.OfRegister(fields.Author, "profile")));
        Assert.Equal(
            RecordVerdict.WrongAuthor,
            Check(rules, elsewhere, StorageKey.OfRegister(TestAccounts.Account().Did, "profile")));
    }

    [Fact]
    public void A_signature_of_one_kind_is_none_of_another()
    {
        var element = TestRecords.Element(1, "topic", "t", 0, owner: 1);
        var message = Rings.Protocol.Proto.Record.Parser.ParseFrom(element.Bytes.Span);
        var fields = Rings.Protocol.Proto.RecordFields.Parser.ParseFrom(message.Payload);
        Assert.True(fields.Value.Length > 0);
        message.Kind = Rings.Protocol.Proto.RecordKind.SetRemoval;

        Assert.Throws<ProtocolException>(() =>
            StoredRecord.Read(Google.Protobuf.MessageExtensions.ToByteArray(message)));
    }

    [Fact]
    public void Times_are_checked_at_both_ends()
    {
        var rules = TestRecords.Rules();
        var owner = TestRecords.Author(1);
        RecordVerdict At(int seconds, TimeSpan life, Instant now) => rules.Check(
            TestRecords.Register(1, "r", seconds, "v", life), StorageKey.OfRegister(owner, "r"), Did.Zero, now);
        var day = TimeSpan.FromDays(1);

        Assert.Equal(RecordVerdict.Valid, At(60, day, Now));
        Assert.Equal(RecordVerdict.BadTime, At(61, day, Now));
        Assert.Equal(RecordVerdict.Valid, At(0, TimeSpan.FromDays(7), Now));
        Assert.Equal(RecordVerdict.LivesTooLong, At(0, TimeSpan.FromDays(7) + TimeSpan.FromMilliseconds(1), Now));
        Assert.Equal(RecordVerdict.Expired, At(0, day, Now + day));
        Assert.Equal(RecordVerdict.BadTime, At(-7200, day, Now));
        Assert.Equal(RecordVerdict.LivesTooLong, At(86400 * 10, TimeSpan.FromDays(5), Now + TimeSpan.FromDays(10)));
    }

    [Fact]
    public void Service_announcements_live_two_minutes()
    {
        var key = StorageKey.OfSet("service/web");

        Assert.Equal(
            RecordVerdict.Valid,
            Check(TestRecords.Rules(), TestRecords.Element(1, "service/web", "t", 0, null, TimeSpan.FromMinutes(2)),
                key));
        Assert.Equal(
            RecordVerdict.LivesTooLong,
            Check(TestRecords.Rules(), TestRecords.Element(1, "service/web", "t", 0, null, TimeSpan.FromMinutes(3)),
                key));
    }

    [Fact]
    public void A_register_of_such_a_name_lives_as_long_as_any()
    {
        var manifest = TestRecords.Register(1, "service/web", 0, "manifest", TimeSpan.FromDays(7));

        Assert.Equal(RecordVerdict.Valid, Check(TestRecords.Rules(), manifest, StorageKey.OfRegister(TestRecords.Author(1), "service/web")));
    }

    [Fact]
    public void A_removal_stays_valid_beyond_its_delegation_and_a_value_does_not()
    {
        var late = TestAccounts.Now + TimeSpan.FromDays(13);
        var seconds = (int)(late - Now).TotalSeconds;
        var after = TestAccounts.Now + TimeSpan.FromDays(15);
        var removal = TestRecords.Removal(1, "topic", "t", seconds);

        Assert.Equal(RecordVerdict.Valid, TestRecords.Rules().Check(removal, StorageKey.OfSet("topic"), Did.Zero,
            after));
        Assert.Equal(late + TimeSpan.FromDays(7), removal.Expires);
        Assert.Equal(
            RecordVerdict.Expired,
            TestRecords.Rules().Check(
                TestRecords.Element(1, "topic", "t", seconds), StorageKey.OfSet("topic"), Did.Zero, after));
    }

    [Fact]
    public void A_revoked_session_key_writes_nothing_any_more()
    {
        var verifier = new DelegationVerifier(TestAccounts.Ring, new());
        var rules = new RecordRules(TestAccounts.Ring, verifier, new());
        var record = TestRecords.Register(2, "r", 0, "v");
        using var account = TestAccounts.Account(number: 3);
        var revocation = RevocationSpecs.Draft(account, null, Now).Sign(account);
        var key = StorageKey.OfRegister(TestRecords.Author(2), "r");

        Assert.Equal(RecordVerdict.Valid, rules.Check(record, key, Did.Zero, Now));
        verifier.Revocations.Learn(revocation, Now);
        Assert.Equal(RecordVerdict.Revoked, rules.Check(record, key, Did.Zero, Now));
    }

    [Fact]
    public void A_Blob_is_known_by_its_bytes()
    {
        var lease = TestRecords.Lease(1, Content, 0);
        var message = Rings.Protocol.Proto.Record.Parser.ParseFrom(lease.Bytes.Span);
        message.Content = Google.Protobuf.ByteString.CopyFrom([.. Content[..^1], 0]);
        var forged = StoredRecord.Read(Google.Protobuf.MessageExtensions.ToByteArray(message));

        Assert.Equal(
            RecordVerdict.WrongContent,
            Check(TestRecords.Rules(), forged, StorageKey.OfBlob(BlobHash.OfChunk(Content))));
        Assert.NotEqual(BlobHash.OfChunk(Content), BlobHash.OfManifest(Content));
        Assert.Equal(BlobHash.OfChunk(Content), BlobHash.Parse(BlobHash.OfChunk(Content).ToString()));
    }

    [Fact]
    public void Fields_out_of_range_are_named()
    {
        var fields = TestRecords.Register(1, "r", 0, "v").Fields;
        void Refused(string field, RecordKind kind, RecordFields changed) => Assert.Equal(
            field, Assert.Throws<ProtocolException>(() => StoredRecord.Sign(kind, changed,
                TestRecords.Signer(1))).Field);

        Refused("RecordFields.value", RecordKind.Register, fields with { Value = new byte[32 * 1024 + 1] });
        Refused("RecordFields.name", RecordKind.Register, fields with { Name = new string('n', 256) });
        Refused("RecordFields.name", RecordKind.Register, fields with { Name = "" });
        Refused("RecordFields.owner", RecordKind.Register, fields with { Owner = TestRecords.Author(2) });
        Refused("RecordFields.owner", RecordKind.Register, fields with { Tag = TestRecords.Tag("t") });
        Refused("RecordFields.hash", RecordKind.Register, fields with { Hash = default(BlobHash) });
        Refused("RecordFields.size", RecordKind.Register, fields with { Size = 1 });
        Refused("RecordFields.value", RecordKind.SetRemoval, fields);
        Refused("RecordFields.target", RecordKind.Register, fields with { Target = TestRecords.Author(2) });
        Refused("RecordFields.every_tag", RecordKind.SetElement, fields with { EveryTag = true });
        Assert.Throws<ProtocolException>(() => StoredRecord.Read(new byte[RecordLimits.MaxBytes + 1]));
        Assert.Throws<ProtocolException>(() => new RecordTag(new byte[65]));
    }

    private static StoredRecord Revoked()
    {
        using var account = TestAccounts.Account(number: 3);
        return StoredRecord.Of(RevocationSpecs.Draft(account, TestAccounts.Ring, Now).Sign(account));
    }

    private static RecordVerdict Check(RecordRules rules, StoredRecord record, Did key) =>
        rules.Check(record, key, Did.Zero, Now);

    private static bool IsAccepted(RecordRules rules, byte[] bytes, Did key)
    {
        try
        {
            return rules.Check(StoredRecord.Read(bytes), key, Did.Zero, Now) == RecordVerdict.Valid;
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}
