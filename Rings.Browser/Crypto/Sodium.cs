using System.Runtime.InteropServices.JavaScript;

namespace Rings.Browser.Crypto;

/// <summary>libsodium.js, by <c>crypto.mjs</c>. The spans are read, and filled where they are results.</summary>
internal static partial class Sodium
{
    private const string Module = "crypto.mjs";

    [JSImport("ed25519PublicKey", Module)]
    internal static partial void Ed25519PublicKey(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> seed, [JSMarshalAs<JSType.MemoryView>] Span<byte> result);

    [JSImport("ed25519Sign", Module)]
    internal static partial void Ed25519Sign(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> seed, [JSMarshalAs<JSType.MemoryView>] Span<byte> publicKey,
        [JSMarshalAs<JSType.MemoryView>] Span<byte> data, [JSMarshalAs<JSType.MemoryView>] Span<byte> result);

    [JSImport("ed25519Verify", Module)]
    internal static partial bool Ed25519Verify(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> publicKey, [JSMarshalAs<JSType.MemoryView>] Span<byte> data,
        [JSMarshalAs<JSType.MemoryView>] Span<byte> signature);

    [JSImport("x25519PublicKey", Module)]
    internal static partial void X25519PublicKey(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> secret, [JSMarshalAs<JSType.MemoryView>] Span<byte> result);

    [JSImport("x25519", Module)]
    internal static partial bool X25519(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> secret, [JSMarshalAs<JSType.MemoryView>] Span<byte> peer,
        [JSMarshalAs<JSType.MemoryView>] Span<byte> result);

    [JSImport("seal", Module)]
    internal static partial void Seal(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> keyAndNonce, [JSMarshalAs<JSType.MemoryView>] Span<byte> plaintext,
        [JSMarshalAs<JSType.MemoryView>] Span<byte> associated, [JSMarshalAs<JSType.MemoryView>] Span<byte> result);

    [JSImport("open", Module)]
    internal static partial bool Open(
        [JSMarshalAs<JSType.MemoryView>] Span<byte> keyAndNonce, [JSMarshalAs<JSType.MemoryView>] Span<byte> sealedText,
        [JSMarshalAs<JSType.MemoryView>] Span<byte> associated, [JSMarshalAs<JSType.MemoryView>] Span<byte> result);
}
