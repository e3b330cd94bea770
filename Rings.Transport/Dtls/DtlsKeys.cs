namespace Rings.Transport.Dtls;

/// <summary>The traffic keys of one DTLS 1.2 connection with AES-128-GCM (RFC 5288, section 3).</summary>
/// <param name="WriteKey">16 bytes, for what this side sends.</param>
/// <param name="WriteIv">The 4 fixed bytes of this side's nonces.</param>
/// <param name="ReadKey">16 bytes, for what the other side sends.</param>
/// <param name="ReadIv">The 4 fixed bytes of the other side's nonces.</param>
internal sealed record DtlsKeys(byte[] WriteKey, byte[] WriteIv, byte[] ReadKey, byte[] ReadIv);
