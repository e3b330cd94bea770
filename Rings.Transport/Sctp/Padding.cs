namespace Rings.Transport.Sctp;

/// <summary>Chunks and parameters are padded to 4 bytes (RFC 9260, section 3.2).</summary>
internal static class Padding
{
    /// <summary>A length with its padding.</summary>
    public static int Padded(int length) => (length + 3) & ~3;
}
