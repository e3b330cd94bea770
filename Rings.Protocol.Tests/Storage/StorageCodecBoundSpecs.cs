using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol.Storage;
using Body = Rings.Protocol.Proto.StorageMessage.Types;

namespace Rings.Protocol.Tests.Storage;

/// <summary>The longest and the largest that a message of storage may say, and what is just beyond (protocol.md, 6).</summary>
public sealed class StorageCodecBoundSpecs
{
    private static readonly StoredRecord Record = TestRecords.Register(1, "r", 0, "value");
    private static readonly Did Key = StorageKey.OfRegister(TestRecords.Author(1), "r");
    private static readonly RecordRow Row = RecordRow.Of(Key, Record);

    [Fact]
    public void A_list_has_a_longest_length()
    {
        Longest(1024, "items", count => new StorageMessage.Replicate(Many(count, new KeyedRecord(Key, Record))));
        Longest(1024, "items", count => new StorageMessage.Records(Many(count, new KeyedRecord(Key, Record)), 1));
        Longest(1024, "Found.records", count => new StorageMessage.Found(Many(count, Record), false, false, [], []));
        Longest(256, "rows", count => new StorageMessage.Fetch(Many(count, Row)));
        Longest(16, "Differs.parts", count => new StorageMessage.Differs(Many(count, default(RangeDigest)), Standing.None));
        Longest(32, "nodes", count => new StorageMessage.Written(true, Many(count, Key)));
        Longest(32, "nodes", count => new StorageMessage.Found([], false, false, Many(count, Key), []));
        Longest(32, "nodes", count => new StorageMessage.Found([], false, false, [], Many(count, Key)));
    }

    [Fact]
    public void Numbers_are_below_2_to_the_31()
    {
        Largest("Read.skip", number => new()
        {
            Read = new() { Key = Bytes(Key), Consistency = Body.Consistency.One, Skip = number },
        });
        Largest("Kept.rejected", number => new() { Kept = new() { Rejected = number } });
        Largest("Rows.pages", number => new() { Rows = new() { Pages = number } });
        Largest("Records.taken", number => new() { Records = new() { Taken = number } });
        Largest("Compare.page", number => new() { Compare = Compare(16, 1, number) });
    }

    [Fact]
    public void A_digest_is_a_count_below_2_to_the_63_and_16_bytes()
    {
        Assert.Null(FieldOf(new() { Compare = Compare(16, long.MaxValue, 0) }));
        Assert.Equal("Digest", FieldOf(new() { Compare = Compare(16, 1UL << 63, 0) }));
        Assert.Equal("Digest", FieldOf(new() { Compare = Compare(15, 1, 0) }));
        Assert.Equal("Digest", FieldOf(new() { Compare = Compare(17, 1, 0) }));
    }

    [Fact]
    public void A_row_has_a_number_below_2_to_the_63_a_whole_slot_and_a_whole_hash()
    {
        Assert.Null(FieldOf(Fetch(long.MaxValue, 21, 32)));
        Assert.Null(FieldOf(Fetch(1, 21 + 64, 32)));
        Assert.Equal("Row.seq", FieldOf(Fetch(1UL << 63, 21, 32)));
        Assert.Equal("slot", FieldOf(Fetch(1, 20, 32)));
        Assert.Equal("RecordFields.tag", FieldOf(Fetch(1, 21 + 65, 32)));
        Assert.Equal("Row.hash", FieldOf(Fetch(1, 21, 31)));
        Assert.Equal("slot", Assert.Throws<ProtocolException>(() => RecordSlot.Read([3, .. new byte[20]])).Field);
    }

    [Fact]
    public void A_write_and_news_name_a_record_and_a_key()
    {
        Assert.Equal("Write.item", FieldOf(new() { Write = new() { Consistency = Body.Consistency.One } }));
        Assert.Equal("News.item", FieldOf(new() { News = new() }));
        Assert.Equal("Item.key", FieldOf(new() { News = new() { Item = new() { Record = ByteString.CopyFrom(Record.Bytes.Span) } } }));
        Assert.Equal("Watch.key", FieldOf(new() { Watch = new() { Key = ByteString.CopyFrom(new byte[19]) } }));
        Assert.Equal("Read.key", FieldOf(new() { Read = new() { Consistency = Body.Consistency.One } }));
    }

    [Fact]
    public void Of_words_that_are_not_known_yet_a_wish_is_refused_and_a_standing_and_a_refusal_are_the_least()
    {
        Assert.Equal("consistency", FieldOf(new() { Read = new() { Key = Bytes(Key), Consistency = 0 } }));
        Assert.Equal("consistency", FieldOf(new() { Read = new() { Key = Bytes(Key), Consistency = (Body.Consistency)4 } }));
        Assert.Equal(
            new StorageMessage.Same(Standing.None), Read(new() { Same = new() { Standing = (Body.Standing)3 } }));
        Assert.Equal(
            new StorageMessage.Refused(StorageRefusal.Invalid),
            Read(new() { Refused = new() { Refusal = (Body.Refusal)99 } }));
    }

    private static ImmutableArray<T> Many<T>(int count, T one) => [.. Enumerable.Repeat(one, count)];

    private static void Longest(int most, string field, Func<int, StorageMessage> make)
    {
        var longest = StorageCodec.Write(make(most));
        Assert.Equal(longest, StorageCodec.Write(StorageCodec.Read(longest)!));
        var longer = StorageCodec.Write(make(most + 1));
        Assert.Equal(field, Assert.Throws<ProtocolException>(() => StorageCodec.Read(longer)).Field);
    }

    private static void Largest(string field, Func<uint, Rings.Protocol.Proto.StorageMessage> make)
    {
        Assert.Null(FieldOf(make(int.MaxValue)));
        Assert.Equal(field, FieldOf(make(1U << 31)));
    }

    private static Body.Compare Compare(int sumBytes, ulong count, uint page) => new()
    {
        After = Bytes(Key),
        UpTo = Bytes(Key),
        Digest = new() { Count = count, Sum = ByteString.CopyFrom(new byte[sumBytes]) },
        Page = page,
    };

    private static Rings.Protocol.Proto.StorageMessage Fetch(ulong seq, int slotBytes, int hashBytes) => new()
    {
        Fetch = new()
        {
            Rows =
            {
                new Body.Row
                {
                    Key = Bytes(Key),
                    Slot = ByteString.CopyFrom(new byte[slotBytes]),
                    Seq = seq,
                    Hash = ByteString.CopyFrom(new byte[hashBytes]),
                },
            },
        },
    };

    private static StorageMessage? Read(Rings.Protocol.Proto.StorageMessage message) =>
        StorageCodec.Read(message.ToByteArray());

    /// <summary>Which field is refused, or null.</summary>
    private static string? FieldOf(Rings.Protocol.Proto.StorageMessage message) =>
        (Xunit.Record.Exception(() => Read(message)) as ProtocolException)?.Field;

    private static ByteString Bytes(Did did) => ByteString.CopyFrom(did.ToByteArray());
}
