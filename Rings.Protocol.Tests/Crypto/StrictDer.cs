namespace Rings.Protocol.Tests.Crypto;

/// <summary>Reads the DER form of an ECDSA signature as BIP-66 wants it, for sets that come in that form.</summary>
internal static class StrictDer
{
    /// <summary>64 bytes r ‖ s; null where the form is not strict or a number does not fit.</summary>
    public static byte[]? ToCompact(byte[] der)
    {
        if (der is not [0x30, var length, ..] || length >= 0x80 || length != der.Length - 2) return null;
        var rest = der.AsSpan(2);
        var compact = new byte[64];
        if (!ReadInteger(ref rest, compact.AsSpan(0, 32)) || !ReadInteger(ref rest, compact.AsSpan(32))) return null;
        return rest.IsEmpty ? compact : null;
    }

    private static bool ReadInteger(ref Span<byte> rest, Span<byte> target)
    {
        if (rest is not [0x02, var length, ..] || length is 0 or >= 0x80 || rest.Length < 2 + length) return false;
        var value = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        if (value[0] >= 0x80 || (value is [0, < 0x80, ..])) return false;
        if (value[0] == 0) value = value[1..];
        if (value.Length > target.Length) return false;
        value.CopyTo(target[^value.Length..]);
        return true;
    }
}
