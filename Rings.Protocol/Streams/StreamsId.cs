namespace Rings.Protocol.Streams;

/// <summary>The name of a stream set: 16 bytes that its opener drew.</summary>
internal readonly record struct StreamsId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = Id128.Bytes;

    private readonly Id128 _id;

    private StreamsId(Id128 id) => _id = id;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes, random for a new set.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static StreamsId Read(ReadOnlySpan<byte> source, string field = "streams_id") => new(Id128.Read(source, field));

    /// <summary>Writes the 16 bytes.</summary>
    public void Write(Span<byte> target) => _id.Write(target);

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray() => _id.ToByteArray();

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => _id.ToString();
}
