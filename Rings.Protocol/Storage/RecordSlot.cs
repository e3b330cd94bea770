namespace Rings.Protocol.Storage;

/// <summary>The place of a record under its key: the higher (seq, hash) of two for one slot stays.</summary>
/// <param name="Role">Whose word it is.</param>
/// <param name="Author">The author; for the word of a Set's owner, whose elements it ends.</param>
/// <param name="Tag">The tag; empty where there is none.</param>
internal readonly record struct RecordSlot(SlotRole Role, Did Author, RecordTag Tag)
{
    /// <summary>Role, author and tag as bytes: what stores use as a row's name.</summary>
    public byte[] ToBytes() => [(byte)Role, .. Author.ToByteArray(), .. Tag.Span];

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="ProtocolException">Something else.</exception>
    public static RecordSlot Read(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 1 + Did.Bytes && Enum.IsDefined((SlotRole)bytes[0])
            ? new((SlotRole)bytes[0], Did.Read(bytes[1..]), new(bytes[(1 + Did.Bytes)..]))
            : throw new ProtocolException("slot", "role, author and tag");
}
