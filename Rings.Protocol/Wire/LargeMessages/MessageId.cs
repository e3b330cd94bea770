namespace Rings.Protocol.Wire;

/// <summary>What the parts of a large message share: 16 random bytes that its sender drew.</summary>
internal readonly record struct MessageId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = Id128.Bytes;

    private readonly Id128 _id;

    private MessageId(Id128 id) => _id = id;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes, random for a new id.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static MessageId Read(ReadOnlySpan<byte> source, string field = "message_id") => new(Id128.Read(source, field));

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray() => _id.ToByteArray();

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => _id.ToString();
}
