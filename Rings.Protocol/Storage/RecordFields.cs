using System.Text;
using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Storage;

/// <summary>The signed fields of a record. From them alone the storer works out where it belongs.</summary>
internal sealed record RecordFields
{
    /// <summary>The name of a Register or Set; empty for a lease.</summary>
    public string Name { get; init; } = "";

    /// <summary>The owner of a Register or of an owned Set.</summary>
    public Did? Owner { get; init; }

    /// <summary>Who says so.</summary>
    public required Did Author { get; init; }

    /// <summary>Tells an author's elements apart.</summary>
    public RecordTag Tag { get; init; }

    /// <summary>Up to 32 KiB; empty for leases and removals.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Unix microseconds at signing. Of two words for one thing the higher stands.</summary>
    public required long Seq { get; init; }

    /// <summary>From when on it is gone; whole milliseconds.</summary>
    public required Instant Expires { get; init; }

    /// <summary>Of a lease: the Blob.</summary>
    public BlobHash? Hash { get; init; }

    /// <summary>Of a lease: the Blob's bytes.</summary>
    public int Size { get; init; }

    /// <summary>Of a removal by a Set's owner: whose elements end.</summary>
    public Did? Target { get; init; }

    /// <summary>Of a removal by a Set's owner: all elements of the target end, whatever their tag.</summary>
    public bool EveryTag { get; init; }

    /// <summary>The time of <see cref="Seq"/>.</summary>
    public Instant Signed => new(Seq);

    internal byte[] ToBytes() => new Proto.RecordFields
    {
        Name = Name,
        Owner = Bytes(Owner),
        Author = Bytes(Author),
        Tag = ByteString.CopyFrom(Tag.Span),
        Value = ByteString.CopyFrom(Value.Span),
        Seq = (ulong)Seq,
        ExpiresMs = (ulong)Expires.UnixMilliseconds,
        Hash = Hash is { } hash ? ByteString.CopyFrom(hash.ToArray()) : ByteString.Empty,
        Size = (uint)Size,
        Target = Bytes(Target),
        EveryTag = EveryTag,
    }.ToByteArray();

    internal static RecordFields Read(ReadOnlySpan<byte> payload)
    {
        var message = ProtoBytes.Parse(Proto.RecordFields.Parser, payload, "RecordFields");
        if (Encoding.UTF8.GetByteCount(message.Name) > RecordLimits.MaxNameBytes)
            throw new ProtocolException("RecordFields.name", $"at most {RecordLimits.MaxNameBytes} bytes");
        if (message.Value.Length > RecordLimits.MaxValueBytes)
            throw new ProtocolException("RecordFields.value", $"at most {RecordLimits.MaxValueBytes} bytes");
        if (message.Size > RecordLimits.MaxValueBytes)
            throw new ProtocolException("RecordFields.size", $"at most {RecordLimits.MaxValueBytes}");
        return new()
        {
            Name = message.Name,
            Owner = Optional(message.Owner, "RecordFields.owner"),
            Author = ProtoBytes.ReadDid(message.Author, "RecordFields.author"),
            Tag = new(message.Tag.Span),
            Value = message.Value.Memory,
            Seq = message.Seq <= long.MaxValue
                ? (long)message.Seq
                : throw new ProtocolException("RecordFields.seq", "Unix microseconds below 2^63"),
            Expires = message.ExpiresMs <= long.MaxValue / 1000
                ? Instant.FromUnixMilliseconds((long)message.ExpiresMs)
                : throw new ProtocolException("RecordFields.expires_ms", "Unix milliseconds below 2^63 / 1000"),
            Hash = message.Hash.IsEmpty ? null : BlobHash.Read(message.Hash.Span, "RecordFields.hash"),
            Size = (int)message.Size,
            Target = Optional(message.Target, "RecordFields.target"),
            EveryTag = message.EveryTag,
        };
    }

    private static ByteString Bytes(Did? did) =>
        did is { } value ? ByteString.CopyFrom(value.ToByteArray()) : ByteString.Empty;

    private static Did? Optional(ByteString bytes, string field) =>
        bytes.IsEmpty ? null : ProtoBytes.ReadDid(bytes, field);
}
