namespace Rings.Protocol.EndToEnd;

/// <summary>The private half of a prekey, as a node keeps it on disk until it is erased.</summary>
/// <param name="Id">The prekey's number.</param>
/// <param name="BundleHash">SHA-256 of the bundle's payload, 32 bytes.</param>
/// <param name="Key">
/// The X25519 private key, 32 bytes; behind it the seed of ML-KEM-768, 64 bytes, where there is one.
/// </param>
/// <param name="Issued">When it was made.</param>
internal sealed record PrekeySecret(uint Id, ReadOnlyMemory<byte> BundleHash, ReadOnlyMemory<byte> Key, Instant Issued);
