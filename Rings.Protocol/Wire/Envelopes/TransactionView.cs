using Rings.Protocol.Identity;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>A transaction seen through the bytes that were signed. Nothing is verified by reading it.</summary>
internal ref struct TransactionView
{
    /// <summary>The protocol's version.</summary>
    public const uint Version = 1;

    /// <summary>The longest time that a transaction may be under way, in milliseconds: ten minutes.</summary>
    public const uint MaxTtlMs = 600_000;

    internal const int VersionField = 1;
    internal const int RingField = 2;
    internal const int DestinationField = 3;
    internal const int DelegationIdField = 4;
    internal const int IdField = 5;
    internal const int SequenceField = 6;
    internal const int TimestampField = 7;
    internal const int TtlField = 8;
    internal const int KindField = 9;
    internal const int ReplyToField = 10;
    internal const int WantsReceiptField = 11;
    internal const int BodyField = 15;

    /// <summary>The bytes that are signed.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The ring in which it was said.</summary>
    public RingId Ring { get; private set; }

    /// <summary>The Did it is for, or in mode <see cref="RouteMode.Owner"/> the key.</summary>
    public Did Destination { get; private set; }

    /// <summary>Which delegation's session key signed.</summary>
    public DelegationId DelegationId { get; private set; }

    /// <summary>The name that a reply refers to.</summary>
    public TransactionId Id { get; private set; }

    /// <summary>The sender's count for this destination and lane.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>When it was made: Unix milliseconds, by the sender's clock.</summary>
    public ulong TimestampMs { get; private set; }

    /// <summary>How long it may be under way: 1 to 600,000 ms.</summary>
    public uint TtlMs { get; private set; }

    /// <summary>What the body holds; may be a kind that this version does not know.</summary>
    public Kind Kind { get; private set; }

    /// <summary>The transaction that this one answers, if any.</summary>
    public TransactionId? ReplyTo { get; private set; }

    /// <summary>Whether the destination is asked for a receipt.</summary>
    public bool WantsReceipt { get; private set; }

    /// <summary>The message itself.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>When it was made and how long it holds.</summary>
    public readonly Lifetime Lifetime => new(TimestampMs, TtlMs);

    /// <summary>SHA-256 over <see cref="Bytes"/>, computed anew at each call.</summary>
    public readonly PayloadHash Hash => PayloadHash.Of(Bytes);

    /// <summary>Reads a transaction; what is wrong with it is told without an exception.</summary>
    /// <param name="bytes">The payload as received.</param>
    /// <param name="view">The transaction; only to be used if nothing is wrong.</param>
    /// <returns>What is wrong, if anything.</returns>
    public static WireFault TryRead(ReadOnlySpan<byte> bytes, out TransactionView view)
    {
        view = default;
        view.Bytes = bytes;
        return view.ReadAddress(new FieldReader(bytes));
    }

    private WireFault ReadAddress(FieldReader reader)
    {
        if (!reader.TryTag(VersionField, FieldReader.Varint) || !reader.TryVarint(out var version)
            || version != Version)
            return new("Transaction.version", "1");
        if (!TryBytes(ref reader, RingField, RingId.Bytes, out var ring)) return new("Transaction.ring", "20 bytes");
        if (!TryBytes(ref reader, DestinationField, Did.Bytes, out var destination))
            return new("Transaction.destination", "20 bytes");
        if (!TryBytes(ref reader, DelegationIdField, DelegationId.Bytes, out var delegation))
            return new("Transaction.delegation_id", "20 bytes");
        if (!TryBytes(ref reader, IdField, TransactionId.Bytes, out var id)) return new("Transaction.id", "16 bytes");
        Ring = RingId.Read(ring);
        Destination = Did.Read(destination);
        DelegationId = DelegationId.Read(delegation);
        Id = TransactionId.Read(id);
        return ReadTimes(reader);
    }

    private WireFault ReadTimes(FieldReader reader)
    {
        if (!reader.TryTag(SequenceField, FieldReader.Fixed64) || !reader.TryFixed64(out var sequence) || sequence == 0)
            return new("Transaction.sequence", "8 bytes, not zero");
        if (!reader.TryTag(TimestampField, FieldReader.Fixed64) || !reader.TryFixed64(out var time) || time == 0)
            return new("Transaction.timestamp_ms", "8 bytes, not zero");
        if (!reader.TryTag(TtlField, FieldReader.Varint) || !reader.TryUInt32(out var ttl) || ttl is 0 or > MaxTtlMs)
            return new("Transaction.ttl_ms", "1 to 600,000");
        (Sequence, TimestampMs, TtlMs) = (sequence, time, ttl);
        return ReadKind(reader);
    }

    private WireFault ReadKind(FieldReader reader)
    {
        if (!reader.TryTag(KindField, FieldReader.Varint) || !reader.TryUInt32(out var kind)
            || kind is 0 or > int.MaxValue)
            return new("Transaction.kind", "1 to 2,147,483,647");
        Kind = (Kind)kind;
        if (reader.TryTag(ReplyToField, FieldReader.Delimited))
        {
            if (!reader.TryBytes(TransactionId.Bytes, out var id)) return new("Transaction.reply_to", "16 bytes");
            ReplyTo = TransactionId.Read(id);
        }

        return ReadBody(reader);
    }

    private WireFault ReadBody(FieldReader reader)
    {
        WantsReceipt = reader.TryTag(WantsReceiptField, FieldReader.Varint);
        if (WantsReceipt && !(reader.TryVarint(out var flag) && flag == 1))
            return new("Transaction.wants_receipt", "1, or to be left out");
        if (!reader.TrySkip(WantsReceiptField, BodyField))
            return new("Transaction", "fields in ascending order, none twice");
        if (!reader.TryTag(BodyField, FieldReader.Delimited) || !reader.TryBytes(out var body) || !reader.AtEnd)
            return new("Transaction.body", "the last field");
        Body = body;
        return WireFault.None;
    }

    private static bool TryBytes(ref FieldReader reader, int field, int length, out ReadOnlySpan<byte> value)
    {
        value = default;
        return reader.TryTag(field, FieldReader.Delimited) && reader.TryBytes(length, out value);
    }
}
