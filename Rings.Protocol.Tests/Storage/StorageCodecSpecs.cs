using CsCheck;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

public class StorageCodecSpecs
{
    private static readonly StoredRecord Record = TestRecords.Register(1, "r", 0, "value");
    private static readonly Did Key = StorageKey.OfRegister(TestRecords.Author(1), "r");
    private static readonly RangeDigest Digest = default(RangeDigest).Add(Key, Record);

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, All.Length)];

    private static readonly StorageMessage[] All =
    [
        new StorageMessage.Write(Key, Record, Consistency.Quorum),
        new StorageMessage.Read(Key, Consistency.All, 7),
        new StorageMessage.Replicate([new(Key, Record), new(Key.Finger(1), Record)]),
        new StorageMessage.Compare(new(Key, Key.Finger(100)), Digest, 3),
        new StorageMessage.Fetch([RecordRow.Of(Key, Record)]),
        new StorageMessage.Written(true, [Key, Key.Finger(3)]),
        new StorageMessage.Found([Record], true, false, [Key], [Key.Finger(4)]),
        new StorageMessage.Kept(2),
        new StorageMessage.Same(Standing.InStep),
        new StorageMessage.Differs([Digest, default], Standing.Informed),
        new StorageMessage.Rows([RecordRow.Of(Key, Record)], 2, Standing.None),
        new StorageMessage.Records([new(Key, Record)], 5),
        new StorageMessage.Refused(StorageRefusal.Full),
        new StorageMessage.Watch(Key),
        new StorageMessage.News(Key, Record),
        StorageMessage.Watching.Instance,
    ];

    [Theory, MemberData(nameof(Samples))]
    public void Every_message_is_read_back(int sample)
    {
        var bytes = StorageCodec.Write(All[sample]);

        var read = StorageCodec.Read(bytes)!;

        Assert.Equal(All[sample].GetType(), read.GetType());
        Assert.Equal(bytes, StorageCodec.Write(read));
    }

    [Fact]
    public void Vectors_hold_both_ways()
    {
        var vectors = Repository.Vectors("storage.json");
        var messages = vectors["messages"]!.AsArray();
        foreach (var vector in messages)
        {
            var bytes = Convert.FromHexString(vector!["bytes"]!.GetValue<string>());
            var message = StorageCodec.Read(bytes)!;
            Assert.Equal(vector["name"]!.GetValue<string>(), message.GetType().Name);
            Assert.Equal(bytes, StorageCodec.Write(message));
        }

        var records = vectors["records"]!.AsArray();
        foreach (var vector in records)
        {
            var record = StoredRecord.Read(Convert.FromHexString(vector!["bytes"]!.GetValue<string>()));
            var key = Did.Parse(vector["key"]!.GetValue<string>());
            Assert.Equal(vector["kind"]!.GetValue<string>(), record.Kind.ToString());
            Assert.Equal(vector["slot"]!.GetValue<string>(), Convert.ToHexStringLower(record.Slot.ToBytes()));
            Assert.Equal(vector["hash"]!.GetValue<string>(), record.Hash.ToString());
            Assert.True(record.BelongsAt(key));
            var digest = default(RangeDigest).Add(key, record);
            Assert.Equal(vector["digest_sum"]!.GetValue<string>(), digest.Sum.ToString("x32", null));
        }

        Assert.Equal(16, messages.Count);
        Assert.Equal(7, records.Count);
    }

    [Fact]
    public void Mutated_bytes_give_a_message_or_the_typed_error() =>
        Gen.Select(Gen.Int[0, All.Length - 1], Gen.Int[0, 100_000], Gen.Byte, Gen.Int[0, 3]).Sample((sample, at,
            value, how) =>
        {
            var bytes = StorageCodec.Write(All[sample]).ToList();
            var position = at % bytes.Count;
            if (how == 0) bytes[position] = value;
            if (how == 1) bytes.Insert(position, value);
            if (how == 2) bytes.RemoveAt(position);
            if (how == 3) bytes.RemoveRange(position, bytes.Count - position);

            var error = ErrorOf(() => StorageCodec.Read(bytes.ToArray()));

            Assert.True(error is null or ProtocolException, error?.ToString());
        }, iter: 20_000);

    [Fact]
    public void What_is_not_known_yet_is_told_apart_from_what_is_wrong()
    {
        Assert.Null(StorageCodec.Read([]));
        Assert.Throws<ProtocolException>(() => StorageCodec.Read([0x0a, 0x00]));
        Assert.Throws<ProtocolException>(() => StorageCodec.Read([0x22, 0x00]));
    }

    private static Exception? ErrorOf(Action action) => Xunit.Record.Exception(action);
}
