using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.Storage;

/// <summary>The longest and the latest that a record may be, and what is just beyond (protocol.md, 6).</summary>
public sealed class RecordBoundSpecs
{
    private static readonly Instant Now = TestRecords.Now;
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly RecordFields Value = TestRecords.Register(1, "r", 0, "v").Fields;
    private static readonly RecordFields Lease = TestRecords.Lease(1, Content, 0).Fields;
    private static readonly RecordFields Removal = TestRecords.OwnerRemoval(1, "s", 2, "t", 0).Fields;

    [Fact]
    public void The_longest_value_name_and_tag_are_taken()
    {
        var longest = TestRecords.Element(1, "s", "t", 0).Fields with
        {
            Name = new string('n', 255),
            Value = new byte[32 * 1024],
            Tag = new(new byte[64]),
        };

        var read = StoredRecord.Read(Sign(RecordKind.SetElement, longest).Bytes.Span);

        Assert.Equal((255, 32 * 1024, 64), (read.Fields.Name.Length, read.Fields.Value.Length, read.Fields.Tag.Span.Length));
        Refused("RecordFields.name", RecordKind.SetElement, longest with { Name = new string('ü', 128) });
        var blob = TestRecords.Lease(1, new byte[32 * 1024], 0);
        Assert.Equal(32 * 1024, StoredRecord.Read(blob.Bytes.Span).Content.Length);
        Refused("RecordFields.size", RecordKind.BlobLease, blob.Fields with { Size = (32 * 1024) + 1 }, new byte[(32 * 1024) + 1]);
    }

    [Fact]
    public void A_lease_is_of_its_content_and_nothing_else()
    {
        Refused("RecordFields.hash", RecordKind.BlobLease, Lease with { Hash = null }, Content);
        Refused("RecordFields.size", RecordKind.BlobLease, Lease with { Size = 2 }, Content);
        Refused("RecordFields.size", RecordKind.BlobLease, Lease with { Size = 4 }, Content);
        Refused("RecordFields.name", RecordKind.BlobLease, Lease with { Name = "n" }, Content);
        Refused("RecordFields.owner", RecordKind.BlobLease, Lease with { Owner = TestRecords.Author(1) }, Content);
        Refused("RecordFields.owner", RecordKind.BlobLease, Lease with { Tag = TestRecords.Tag("t") }, Content);
        Refused("RecordFields.value", RecordKind.BlobLease, Lease with { Value = Content }, Content);
        Refused("Record.content", RecordKind.Register, Value, Content);
    }

    [Fact]
    public void Only_the_owner_of_a_set_ends_what_others_put_there()
    {
        Refused("RecordFields.target", RecordKind.SetRemoval, Removal with { Owner = TestRecords.Author(2) });
        Refused("RecordFields.target", RecordKind.SetRemoval, Removal with { Owner = null });
        Refused("RecordFields.tag", RecordKind.SetRemoval, Removal with { EveryTag = true });
        Refused("RecordFields.every_tag", RecordKind.SetRemoval, Removal with { Target = null, EveryTag = true });
        Assert.Equal(SlotRole.OwnerEndsTag, Sign(RecordKind.SetRemoval, Removal).Slot.Role);
        Assert.Equal(
            SlotRole.OwnerEndsAuthor,
            Sign(RecordKind.SetRemoval, Removal with { EveryTag = true, Tag = default }).Slot.Role);
    }

    [Fact]
    public void A_record_is_signed_within_its_delegation_to_the_microsecond()
    {
        var delegation = TestRecords.Signer(1).Delegation;
        RecordVerdict Value(Instant signed, Instant expires) => TestRecords.Rules().Check(
            Sign(RecordKind.Register, RecordBoundSpecs.Value with { Seq = signed.UnixMicroseconds, Expires = expires }),
            StorageKey.OfRegister(TestRecords.Author(1), "r"), Did.Zero, signed);
        RecordVerdict Ended(Instant signed) => TestRecords.Rules().Check(
            Sign(RecordKind.SetRemoval, Removal with { Seq = signed.UnixMicroseconds }),
            StorageKey.OfSet("s", TestRecords.Author(1)), Did.Zero, signed);
        var day = TimeSpan.FromDays(1);
        var (issued, expires) = (delegation.Issued, delegation.Expires);

        Assert.Equal(RecordVerdict.Valid, Value(issued, issued + day));
        Assert.Equal(RecordVerdict.BadTime, Value(issued - Tick, issued + TimeSpan.FromHours(1)));
        Assert.Equal(RecordVerdict.Valid, Value(expires - day, expires));
        Assert.Equal(RecordVerdict.LivesTooLong, Value(expires - day, expires + TimeSpan.FromMilliseconds(1)));
        Assert.Equal(RecordVerdict.Valid, Ended(expires));
        Assert.Equal(RecordVerdict.BadTime, Ended(expires + Tick));
    }

    [Fact]
    public void A_revocation_from_the_future_and_a_forged_one_are_told_apart()
    {
        using var account = TestAccounts.Account(number: 3);
        RecordVerdict Check(StoredRecord record) =>
            TestRecords.Rules().Check(record, StorageKey.OfRevocation(account.Did, 0), Did.Zero, Now);
        var genuine = RevocationSpecs.Draft(account, TestAccounts.Ring, Now).Sign(account);
        using var other = TestAccounts.Account(number: 4);

        Assert.Equal(RecordVerdict.Valid, Check(StoredRecord.Of(genuine)));
        Assert.Equal(
            RecordVerdict.BadTime,
            Check(StoredRecord.Of(RevocationSpecs.Draft(account, TestAccounts.Ring, Now + TimeSpan.FromMinutes(3)).Sign(account))));
        Assert.Equal(
            RecordVerdict.BadTime,
            Check(StoredRecord.Of(RevocationSpecs.Draft(account, RingId.OfPublic("other"), Now).Sign(account))));
        Assert.Equal(
            RecordVerdict.WrongKey,
            Check(StoredRecord.Of(RevocationSpecs.Draft(other, TestAccounts.Ring, Now).Sign(other))));
    }

    [Fact]
    public void More_new_authors_than_a_link_may_bring_in_a_second_are_told_to_wait()
    {
        var limits = new DelegationLimits { PerLinkAndSecond = 1 };
        var rules = new RecordRules(TestAccounts.Ring, new(TestAccounts.Ring, limits), new());
        RecordVerdict Check(int author, Did link) => rules.Check(
            TestRecords.Register(author, "r", 0, "v"), StorageKey.OfRegister(TestRecords.Author(author), "r"), link, Now);

        Assert.Equal(RecordVerdict.Valid, Check(1, Did.Zero));
        Assert.Equal(RecordVerdict.Busy, Check(2, Did.Zero));
        Assert.Equal(RecordVerdict.Valid, Check(2, Did.Zero.Finger(1)));
        Assert.Equal(RecordVerdict.Valid, Check(1, Did.Zero));
    }

    [Fact]
    public void Hashes_and_tags_are_compared_from_their_first_byte_to_their_last()
    {
        byte[] Bytes(int first, int last) => [(byte)first, .. new byte[30], (byte)last];
        BlobHash[] hashes =
        [
            BlobHash.Read(Bytes(0, 0)), BlobHash.Read(Bytes(0, 1)), BlobHash.Read(Bytes(1, 0)), BlobHash.Read(Bytes(1, 1)),
        ];
        RecordTag[] tags = [new([]), new([0]), new([0, 1]), new([1])];

        for (var left = 0; left < 4; left++)
        {
            for (var right = 0; right < 4; right++)
            {
                var (one, two, tag, other) = (hashes[left], hashes[right], tags[left], tags[right]);
                var order = (left < right, left <= right, left > right, left >= right, left == right);
                Assert.Equal(order, (one < two, one <= two, one > two, one >= two, one == two));
                Assert.Equal(order, (tag < other, tag <= other, tag > other, tag >= other, tag == other));
                Assert.Equal((left != right, left == right), (tag != other, tag.Equals((object)other)));
            }
        }
    }

    [Theory]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(0)]
    public void A_hash_is_64_hex_digits(int digits)
    {
        Assert.Equal("hash", Assert.Throws<ProtocolException>(() => BlobHash.Parse(new string('0', digits))).Field);
        Assert.Equal("hash", Assert.Throws<ProtocolException>(() => BlobHash.Parse(new string('g', 64))).Field);
        Assert.Equal("hash", Assert.Throws<ProtocolException>(() => BlobHash.Read(new byte[31])).Field);
        Assert.Equal(default(BlobHash), BlobHash.Parse(new string('0', 64)));
    }

    private static StoredRecord Sign(RecordKind kind, RecordFields fields, byte[]? content = null) =>
        StoredRecord.Sign(kind, fields, TestRecords.Signer(1), content);

    private static void Refused(string field, RecordKind kind, RecordFields fields, byte[]? content = null) =>
        Assert.Equal(field, Assert.Throws<ProtocolException>(() => Sign(kind, fields, content)).Field);
}
