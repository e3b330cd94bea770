namespace Rings.Protocol.Wire;

/// <summary>The name of a transaction that replies refer to: 16 random bytes that its sender drew.</summary>
/// <remarks>Believed for routing replies only. What must be unforgeable is named by
/// <see cref="PayloadHash"/>.</remarks>
internal readonly record struct TransactionId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = Id128.Bytes;

    private readonly Id128 _id;

    private TransactionId(Id128 id) => _id = id;

    /// <summary>Its last 32 bits: where it is kept in a table that is no dictionary.</summary>
    internal uint Low => _id.Low;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes, random for a new id.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static TransactionId Read(ReadOnlySpan<byte> source, string field = "id") => new(Id128.Read(source, field));

    /// <summary>Writes 16 bytes.</summary>
    public void Write(Span<byte> target) => _id.Write(target);

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray() => _id.ToByteArray();

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => _id.ToString();
}
