namespace Rings.Transport.Sctp;

/// <summary>Serial number arithmetic (RFC 1982) as TSNs and stream sequence numbers need it.</summary>
internal static class Serial
{
    /// <summary>Whether one TSN comes before another.</summary>
    public static bool Before(uint one, uint other) => (int)(one - other) < 0;

    /// <summary>Whether one TSN comes before another, or is it.</summary>
    public static bool UpTo(uint one, uint other) => (int)(one - other) <= 0;

    /// <summary>Whether one stream sequence number comes before another.</summary>
    public static bool Before(ushort one, ushort other) => (short)(one - other) < 0;
}
