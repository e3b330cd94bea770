using Rings.Protocol;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// Whom a lock pays: a compressed key of 33 bytes of this swap alone (UTXO), or an account's or contract's address of 20 bytes
/// (EVM).
/// </summary>
public readonly record struct ChainPlace
{
    /// <summary>Bytes of a compressed secp256k1 key.</summary>
    public const int KeyBytes = 33;

    /// <summary>Bytes of an address.</summary>
    public const int AddressBytes = 20;

    private readonly string? _hex;

    private ChainPlace(string hex) => _hex = hex;

    /// <summary>No place: not known yet.</summary>
    public static ChainPlace None => default;

    /// <summary>Whether it is not known yet.</summary>
    public bool IsNone => _hex is null;

    /// <summary>Reads a place.</summary>
    /// <param name="source">33 or 20 bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length, a key that does not begin with 2 or 3, or an address of zeros.</exception>
    public static ChainPlace Read(ReadOnlySpan<byte> source, string field = "place") => source.Length switch
    {
        KeyBytes when source[0] is 2 or 3 => new(Convert.ToHexStringLower(source)),
        AddressBytes when source.ContainsAnyExcept((byte)0) => new(Convert.ToHexStringLower(source)),
        _ => throw new ProtocolException(field, "a key of 33 bytes or an address of 20 bytes"),
    };

    /// <summary>Whether a lock of such a chain can pay it.</summary>
    public bool Fits(ChainKind kind) => _hex?.Length == 2 * (kind == ChainKind.Utxo ? KeyBytes : AddressBytes);

    /// <summary>What <see cref="Fits"/> demands, for a refusal.</summary>
    internal static string Expected(ChainKind kind) => kind == ChainKind.Utxo ? "a key of 33 bytes" : "an address of 20 bytes";

    /// <summary>The bytes, in a new array; none where it is not known.</summary>
    public byte[] ToByteArray() => _hex is null ? [] : Convert.FromHexString(_hex);

    /// <summary>Lower-case hex digits.</summary>
    public override string ToString() => _hex ?? "";
}
