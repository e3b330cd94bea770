using System.Buffers.Binary;
using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Rings.Protocol.Wire;
using Body = Rings.Protocol.Proto.StorageMessage.Types;
using What = Rings.Protocol.Proto.StorageMessage.WhatOneofCase;

namespace Rings.Protocol.Storage;

/// <summary>
/// Between a <see cref="StorageMessage"/> and its bytes: the body of a transaction of kind <c>KIND_STORAGE</c>
/// (<c>Storage/storage.proto</c>).
/// </summary>
internal static class StorageCodec
{
    /// <summary>Records in one message at most.</summary>
    public const int MaxItems = 1024;

    /// <summary>Nodes in one list at most.</summary>
    public const int MaxNodes = 32;

    /// <summary>Writes a message.</summary>
    public static byte[] Write(StorageMessage message) => ToProto(message).ToByteArray();

    /// <summary>Reads a message; null when it is one of a later version, to be answered <c>Unsupported</c>.</summary>
    /// <exception cref="ProtocolException">The bytes break a rule.</exception>
    public static StorageMessage? Read(ReadOnlySpan<byte> body)
    {
        var message = ProtoBytes.Parse(Proto.StorageMessage.Parser, body, "StorageMessage");
        return message.WhatCase switch
        {
            What.Write => ReadWrite(message.Write),
            What.Read => new StorageMessage.Read(
                Did(message.Read.Key, "Read.key"), ReadConsistency(message.Read.Consistency),
                Number(message.Read.Skip, "Read.skip")),
            What.Replicate => new StorageMessage.Replicate(Items(message.Replicate.Items)),
            What.Compare => ReadCompare(message.Compare),
            What.Fetch => new StorageMessage.Fetch(Rows(message.Fetch.Rows)),
            What.Watch => new StorageMessage.Watch(Did(message.Watch.Key, "Watch.key")),
            What.News => ReadNews(message.News),
            What.Written => new StorageMessage.Written(message.Written.Stored, Dids(message.Written.Copies)),
            What.Found => ReadFound(message.Found),
            What.Kept => new StorageMessage.Kept(Number(message.Kept.Rejected, "Kept.rejected")),
            What.Same => new StorageMessage.Same(ReadStanding(message.Same.Standing)),
            What.Differs => ReadDiffers(message.Differs),
            What.Rows => new StorageMessage.Rows(
                Rows(message.Rows.Rows_), Number(message.Rows.Pages, "Rows.pages"),
                    ReadStanding(message.Rows.Standing)),
            What.Records => new StorageMessage.Records(
                Items(message.Records.Items), Number(message.Records.Taken, "Records.taken")),
            What.Watching => StorageMessage.Watching.Instance,
            What.Refused => new StorageMessage.Refused(Enum.IsDefined((StorageRefusal)message.Refused.Refusal)
                ? (StorageRefusal)message.Refused.Refusal
                : StorageRefusal.Invalid),
            _ => null,
        };
    }

    private static StorageMessage.Write ReadWrite(Body.Write write)
    {
        var item = ReadItem(write.Item ?? throw new ProtocolException("Write.item", "to be there"));
        return new(item.Key, item.Record, ReadConsistency(write.Consistency));
    }

    private static StorageMessage.News ReadNews(Body.News news)
    {
        var item = ReadItem(news.Item ?? throw new ProtocolException("News.item", "to be there"));
        return new(item.Key, item.Record);
    }

    private static StorageMessage.Compare ReadCompare(Body.Compare compare) => new(
        new(Did(compare.After, "Compare.after"), Did(compare.UpTo, "Compare.up_to")),
        ReadDigest(compare.Digest), Number(compare.Page, "Compare.page"));

    private static StorageMessage.Found ReadFound(Body.Found found) => new(
        found.Records.Count <= MaxItems
            ? [.. found.Records.Select(record => StoredRecord.Read(record.Span))]
            : throw new ProtocolException("Found.records", $"at most {MaxItems}"),
        found.More, found.Final, Dids(found.Agreed), Dids(found.Behind));

    private static StorageMessage.Differs ReadDiffers(Body.Differs differs) => new(
        differs.Parts.Count <= Replication.Parts
            ? [.. differs.Parts.Select(ReadDigest)]
            : throw new ProtocolException("Differs.parts", $"at most {Replication.Parts}"),
        ReadStanding(differs.Standing));

    private static ImmutableArray<KeyedRecord> Items(RepeatedField<Body.Item> items) => items.Count <= MaxItems
        ? [.. items.Select(ReadItem)]
        : throw new ProtocolException("items", $"at most {MaxItems}");

    private static KeyedRecord ReadItem(Body.Item item) =>
        new(Did(item.Key, "Item.key"), StoredRecord.Read(item.Record.Span));

    private static ImmutableArray<RecordRow> Rows(RepeatedField<Body.Row> rows) => rows.Count <= Replication.PageRows
        ? [.. rows.Select(row => new RecordRow(
            Did(row.Key, "Row.key"), RecordSlot.Read(row.Slot.Span),
            row.Seq <= long.MaxValue ? (long)row.Seq : throw new ProtocolException("Row.seq", "less than 2^63"),
            BlobHash.Read(row.Hash.Span, "Row.hash")))]
        : throw new ProtocolException("rows", $"at most {Replication.PageRows}");

    private static RangeDigest ReadDigest(Body.Digest? digest) => digest is { Sum.Length: 16, Count: <= long.MaxValue }
        ? new((long)digest.Count, BinaryPrimitives.ReadUInt128BigEndian(digest.Sum.Span))
        : throw new ProtocolException("Digest", "a count and a sum of 16 bytes");

    private static Consistency ReadConsistency(Body.Consistency consistency) =>
        Enum.IsDefined((Consistency)consistency)
            ? (Consistency)consistency
            : throw new ProtocolException("consistency", "ONE, QUORUM or ALL");

    /// <summary>A standing that is not known yet is worth nothing.</summary>
    private static Standing ReadStanding(Body.Standing standing) =>
        Enum.IsDefined((Standing)standing) ? (Standing)standing : Standing.None;

    private static int Number(uint value, string field) =>
        value <= int.MaxValue ? (int)value : throw new ProtocolException(field, "less than 2^31");

    private static Did Did(ByteString bytes, string field) => ProtoBytes.ReadDid(bytes, field);

    private static ImmutableArray<Did> Dids(RepeatedField<ByteString> dids) => dids.Count <= MaxNodes
        ? [.. dids.Select(did => Did(did, "node"))]
        : throw new ProtocolException("nodes", $"at most {MaxNodes}");

    private static Proto.StorageMessage ToProto(StorageMessage message) => message switch
    {
        StorageMessage.Write write => new()
        {
            Write = new()
            {
                Item = Item(new(write.Key, write.Record)),
                Consistency = (Body.Consistency)write.Consistency,
            },
        },
        StorageMessage.Read read => new()
        {
            Read = new()
            {
                Key = Bytes(read.Key),
                Consistency = (Body.Consistency)read.Consistency,
                Skip = (uint)read.Skip,
            },
        },
        StorageMessage.Replicate replicate => new() { Replicate = new() { Items = { replicate.Items.Select(Item) } } },
        StorageMessage.Compare compare => new() { Compare = ToProto(compare) },
        StorageMessage.Fetch fetch => new() { Fetch = new() { Rows = { fetch.Wanted.Select(Row) } } },
        StorageMessage.Watch watch => new() { Watch = new() { Key = Bytes(watch.Key) } },
        StorageMessage.News news => new() { News = new() { Item = Item(new(news.Key, news.Record)) } },
        StorageMessage.Answer answer => ToProto(answer),
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };

    private static Proto.StorageMessage ToProto(StorageMessage.Answer answer) => answer switch
    {
        StorageMessage.Written written => new()
        {
            Written = new() { Stored = written.IsStored, Copies = { written.Copies.Select(Bytes) } },
        },
        StorageMessage.Found found => new() { Found = ToProto(found) },
        StorageMessage.Kept kept => new() { Kept = new() { Rejected = (uint)kept.Rejected } },
        StorageMessage.Same same => new() { Same = new() { Standing = (Body.Standing)same.Standing } },
        StorageMessage.Differs differs => new()
        {
            Differs = new() { Parts = { differs.Parts.Select(Digest) }, Standing = (Body.Standing)differs.Standing },
        },
        StorageMessage.Rows rows => new()
        {
            Rows = new()
            {
                Rows_ = { rows.Page.Select(Row) },
                Pages = (uint)rows.Pages,
                Standing = (Body.Standing)rows.Standing,
            },
        },
        StorageMessage.Records records => new()
        {
            Records = new() { Items = { records.Items.Select(Item) }, Taken = (uint)records.Taken },
        },
        StorageMessage.Watching => new() { Watching = new() },
        StorageMessage.Refused refused => new() { Refused = new() { Refusal = (Body.Refusal)refused.Reason } },
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    private static Body.Compare ToProto(StorageMessage.Compare compare) => new()
    {
        After = Bytes(compare.Range.After),
        UpTo = Bytes(compare.Range.UpTo),
        Digest = Digest(compare.Digest),
        Page = (uint)compare.Page,
    };

    private static Body.Found ToProto(StorageMessage.Found found) => new()
    {
        Records = { found.Page.Select(record => UnsafeByteOperations.UnsafeWrap(record.Bytes)) },
        More = found.More,
        Final = found.IsFinal,
        Agreed = { found.Agreed.Select(Bytes) },
        Behind = { found.Behind.Select(Bytes) },
    };

    private static Body.Item Item(KeyedRecord item) => new()
    {
        Key = Bytes(item.Key),
        Record = UnsafeByteOperations.UnsafeWrap(item.Record.Bytes),
    };

    private static Body.Row Row(RecordRow row) => new()
    {
        Key = Bytes(row.Key),
        Slot = ByteString.CopyFrom(row.Slot.ToBytes()),
        Seq = (ulong)row.Seq,
        Hash = ByteString.CopyFrom(row.Hash.ToArray()),
    };

    private static Body.Digest Digest(RangeDigest digest)
    {
        var sum = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(sum, digest.Sum);
        return new() { Count = (ulong)digest.Count, Sum = ProtoBytes.Wrap(sum) };
    }

    private static ByteString Bytes(Did did) => ByteString.CopyFrom(did.ToByteArray());
}
