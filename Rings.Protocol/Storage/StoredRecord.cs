using Google.Protobuf;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Storage;

/// <summary>
/// A signed record, as it is stored and as it travels. Well-formed as read; that it may be believed and kept,
/// <see cref="RecordRules"/> says.
/// </summary>
internal sealed class StoredRecord
{
    private readonly byte[] _bytes;
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly ReadOnlyMemory<byte> _delegation;
    private readonly ReadOnlyMemory<byte> _signature;
    private readonly ReadOnlyMemory<byte> _content;

    private StoredRecord(RecordKind kind, RecordFields fields, Revocation? revocation, Proto.Record message)
    {
        (Kind, Fields, Revocation) = (kind, fields, revocation);
        // The message is nobody else's and is written to no more.
        _payload = message.Payload.Memory;
        _delegation = message.Delegation.Memory;
        _signature = message.Signature.Memory;
        _content = message.Content.Memory;
        _bytes = message.ToByteArray();
        Hash = BlobHash.OfPayload(_payload.Span);
    }

    /// <summary>What it is.</summary>
    public RecordKind Kind { get; }

    /// <summary>The signed fields. Those of a revocation follow from its own.</summary>
    public RecordFields Fields { get; }

    /// <summary>The revocation, where it is one.</summary>
    public Revocation? Revocation { get; }

    /// <summary>SHA-256 of the payload: of two records with one seq the greater hash stands.</summary>
    public BlobHash Hash { get; }

    /// <summary>The whole record.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The bytes that were signed.</summary>
    public ReadOnlyMemory<byte> Payload => _payload;

    /// <summary>The author's delegation; empty for a revocation.</summary>
    public ReadOnlyMemory<byte> Delegation => _delegation;

    /// <summary>The session key's signature; empty for a revocation.</summary>
    public ReadOnlyMemory<byte> Signature => _signature;

    /// <summary>A Blob's bytes; empty for other kinds.</summary>
    public ReadOnlyMemory<byte> Content => _content;

    /// <summary>Whether it ends elements instead of being one.</summary>
    public bool IsRemoval => Kind == RecordKind.SetRemoval;

    /// <summary>The place under its key.</summary>
    public RecordSlot Slot => Fields.Target is not { } target ? new(SlotRole.Author, Fields.Author, Fields.Tag)
        : Fields.EveryTag ? new(SlotRole.OwnerEndsAuthor, target, default)
        : new(SlotRole.OwnerEndsTag, target, Fields.Tag);

    /// <summary>From when on it is gone. A removal is kept as long as anything that it ends could live.</summary>
    public Instant Expires => IsRemoval ? Fields.Signed + TimeSpan.FromDays(7) : Fields.Expires;

    /// <summary>Reads a record; nothing is verified.</summary>
    /// <exception cref="ProtocolException">
    /// Too long, malformed, or with a field that its kind does not have.
    /// </exception>
    public static StoredRecord Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > RecordLimits.MaxBytes)
            throw new ProtocolException("Record", $"at most {RecordLimits.MaxBytes} bytes");
        return From(ProtoBytes.Parse(Proto.Record.Parser, bytes, "Record"));
    }

    /// <summary>Makes and signs a record.</summary>
    /// <param name="kind">What it is: any kind but a revocation.</param>
    /// <param name="fields">Its fields; the author must be the signer's account.</param>
    /// <param name="signer">Who signs.</param>
    /// <param name="content">A Blob's bytes.</param>
    /// <exception cref="ProtocolException">A field that the kind does not have, or out of its range.</exception>
    public static StoredRecord Sign(
        RecordKind kind, RecordFields fields, Signer signer, ReadOnlySpan<byte> content = default)
    {
        var payload = fields.ToBytes();
        return From(new()
        {
            Kind = (Proto.RecordKind)kind,
            Payload = ProtoBytes.Wrap(payload),
            Delegation = ByteString.CopyFrom(signer.Delegation.Bytes.Span),
            Signature = ProtoBytes.Wrap(signer.Sign(PurposeOf(kind), payload)),
            Content = ByteString.CopyFrom(content),
        });
    }

    /// <summary>The record that keeps a revocation.</summary>
    public static StoredRecord Of(Revocation revocation) => From(new()
    {
        Kind = Proto.RecordKind.Revocation,
        Payload = ByteString.CopyFrom(revocation.Bytes.Span),
    });

    /// <summary>Whether this word stands against another for the same slot: higher (seq, hash).</summary>
    public bool Supersedes(long seq, BlobHash hash) => Fields.Seq > seq || (Fields.Seq == seq && Hash > hash);

    /// <summary>Whether a key is where this record belongs: its own key, or one of its placements.</summary>
    public bool BelongsAt(Did key)
    {
        if (Kind == RecordKind.BlobLease) return StorageKey.OfBlob(Fields.Hash!.Value) == key;
        if (Kind != RecordKind.Revocation && KeyAt(null) == key) return true;
        for (var placement = 0; placement < StorageKey.Placements; placement++)
        {
            if (KeyAt(placement) == key) return true;
        }

        return false;
    }

    /// <summary>What the session key signs a kind for.</summary>
    internal static SignaturePurpose PurposeOf(RecordKind kind) => kind switch
    {
        RecordKind.BlobLease => SignaturePurpose.BlobLease,
        RecordKind.Register => SignaturePurpose.Register,
        RecordKind.SetElement => SignaturePurpose.SetElement,
        RecordKind.SetRemoval => SignaturePurpose.SetRemoval,
        _ => throw new ProtocolException("Record.kind", "a kind that session keys sign"),
    };

    private Did KeyAt(int? placement) => Kind switch
    {
        RecordKind.Register => StorageKey.OfRegister(Fields.Author, Fields.Name, placement),
        RecordKind.Revocation => StorageKey.OfRevocation(Fields.Author, placement ?? 0),
        _ => StorageKey.OfSet(Fields.Name, Fields.Owner, placement),
    };

    private static StoredRecord From(Proto.Record message)
    {
        var kind = (RecordKind)message.Kind;
        if (!Enum.IsDefined(kind)) throw new ProtocolException("Record.kind", "a known kind");
        if (kind == RecordKind.Revocation) return OfRevocation(message);
        var fields = RecordFields.Read(message.Payload.Span);
        RecordShape.Check(kind, fields, message.Content.Length);
        return new(kind, fields, null, message);
    }

    private static StoredRecord OfRevocation(Proto.Record message)
    {
        if (message.Delegation.Length + message.Signature.Length + message.Content.Length > 0)
            throw new ProtocolException("Record.payload", "all of a revocation, without a session key's signature");
        var revocation = Revocation.Read(message.Payload.Span);
        var fields = new RecordFields
        {
            Author = revocation.Account,
            Owner = revocation.Account,
            Seq = revocation.IssuedBefore.UnixMicroseconds,
            Expires = revocation.IssuedBefore + Identity.Revocation.Retention,
        };
        return new(RecordKind.Revocation, fields, revocation, message);
    }
}
