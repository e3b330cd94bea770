using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>The name of a secret, of a claim or of a proof: 16 random bytes that its maker drew.</summary>
public readonly record struct SecretId
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = Id128.Bytes;

    private readonly Id128 _id;

    private SecretId(Id128 id) => _id = id;

    /// <summary>Reads 16 bytes.</summary>
    /// <param name="source">Exactly 16 bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static SecretId Read(ReadOnlySpan<byte> source, string field = "id") => new(Id128.Read(source, field));

    /// <summary>Draws a new one.</summary>
    public static SecretId Draw(Protocol.EndToEnd.RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> drawn = stackalloc byte[Bytes];
        random(drawn);
        return Read(drawn);
    }

    /// <summary>Reads 32 hex digits.</summary>
    /// <returns>False where the text is none.</returns>
    public static bool TryParse(string? text, out SecretId id)
    {
        var isId = Id128.TryParse(text, out var read);
        id = new(read);
        return isId;
    }

    /// <summary>The 16 bytes, in a new array.</summary>
    public byte[] ToByteArray() => _id.ToByteArray();

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => _id.ToString();
}
