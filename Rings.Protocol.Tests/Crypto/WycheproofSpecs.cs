using System.Numerics;
using System.Text.Json;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Tests.Crypto;

/// <summary>
/// The Wycheproof sets. Each deviation from a set is named by a constant: all are refusals of what the set allows.
/// </summary>
public class WycheproofSpecs
{
    private const string HighS = "A signature with s in the upper half is refused (BIP-62).";
    private const string NonceSize = "Nonces have 12 bytes, no other length.";
    private const string KeySize = "AES has 32-byte keys here, no other length.";
    private const string ZeroSecret = "An all-zero agreement is refused (RFC 7748 §6.1).";

    private static readonly BigInteger K1Order = BigInteger.Parse(
        "0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
            System.Globalization.NumberStyles.HexNumber);

    private static readonly BigInteger R1Order = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            System.Globalization.NumberStyles.HexNumber);

    [WycheproofFact]
    public void Secp256k1_agrees_where_s_is_low() => Wycheproof.Check(
        "ecdsa_secp256k1_sha256_p1363_test.json",
        (group, test) => KnownKey.Signed(
            group.GetProperty("publicKey").Hex("uncompressed"), Hash.Sha256(test.Hex("msg")), test.Hex("sig")),
        (_, test) => HighSOf(test.Hex("sig"), K1Order));

    [WycheproofFact]
    public void Secp256k1_agrees_with_Bitcoins_rule_for_strict_DER() => Wycheproof.Check(
        "ecdsa_secp256k1_sha256_bitcoin_test.json",
        (group, test) => StrictDer.ToCompact(test.Hex("sig")) is { } signature && KnownKey.Signed(
            group.GetProperty("publicKey").Hex("uncompressed"), Hash.Sha256(test.Hex("msg")), signature),
        (_, _) => null);

    [WycheproofFact]
    public void Recovery_finds_the_key_of_every_valid_signature() => Wycheproof.Check(
        "ecdsa_secp256k1_sha256_p1363_test.json",
        (group, test) =>
        {
            var key = group.GetProperty("publicKey").Hex("uncompressed");
            var hash = Hash.Sha256(test.Hex("msg"));
            return Enumerable.Range(0, 4).Any(id =>
                Secp256k1.Recover(hash, test.Hex("sig"), id, compressed: false) is { } found
                    && found.SequenceEqual(key));
        },
        (_, test) => HighSOf(test.Hex("sig"), K1Order));

    [WycheproofFact]
    public void P256_agrees_where_s_is_low() => Wycheproof.Check(
        "ecdsa_secp256r1_sha256_p1363_test.json",
        (group, test) => P256.Verify(
            group.GetProperty("publicKey").Hex("uncompressed"), test.Hex("msg"), test.Hex("sig")),
        (_, test) => HighSOf(test.Hex("sig"), R1Order));

    [WycheproofFact]
    public void Ed25519_agrees() => Wycheproof.Check(
        "ed25519_test.json",
        (group, test) => Ed25519PublicKey.TryRead(group.GetProperty("publicKey").Hex("pk"), out var key)
            && key.Verify(test.Hex("msg"), test.Hex("sig")),
        (_, _) => null);

    [WycheproofFact]
    public void X25519_agrees() => Wycheproof.Check(
        "x25519_test.json",
        (_, test) =>
        {
            using var key = X25519PrivateKey.FromBytes(test.Hex("private"));
            var secret = new byte[32];
            return X25519PublicKey.TryRead(test.Hex("public"), out var peer)
                && key.TryAgree(peer, secret)
                && secret.SequenceEqual(test.Hex("shared"));
        },
        (_, test) => test.Hex("shared").All(b => b == 0) ? ZeroSecret : null);

    [WycheproofFact]
    public void Ml_kem_makes_the_keys_of_the_seeds() => Wycheproof.Check(
        "mlkem_768_keygen_seed_test.json",
        (_, test) =>
        {
            using var key = MlKemPrivateKey.FromSeed(test.Hex("seed"));
            return key.PublicKey.Span.SequenceEqual(test.Hex("ek"));
        },
        (_, _) => null);

    [WycheproofFact]
    public void Ml_kem_encapsulates_alike_and_refuses_keys_that_are_not_reduced_or_of_another_length() =>
        Wycheproof.Check(
            "mlkem_768_encaps_test.json",
            (_, test) =>
            {
                if (!MlKemPublicKey.TryRead(test.Hex("ek"), out var key)) return false;
                var (ciphertext, secret) = (new byte[MlKemPublicKey.CiphertextBytes], new byte[32]);
                key.Encapsulate(test.Hex("m"), ciphertext, secret);
                return ciphertext.SequenceEqual(test.Hex("c")) && secret.SequenceEqual(test.Hex("K"));
            },
            (_, _) => null);

    [WycheproofFact]
    public void Ml_kem_decapsulates_alike_and_refuses_what_has_another_length() => Wycheproof.Check(
        "mlkem_768_test.json",
        (_, test) =>
        {
            if (test.Hex("seed").Length != MlKemPrivateKey.SeedBytes) return false;
            if (test.Hex("c").Length != MlKemPublicKey.CiphertextBytes) return false;
            using var key = MlKemPrivateKey.FromSeed(test.Hex("seed"));
            var secret = new byte[32];
            key.Decapsulate(test.Hex("c"), secret);
            return secret.SequenceEqual(test.Hex("K"));
        },
        (_, _) => null);

    [WycheproofFact]
    public void Aes_gcm_agrees_on_our_sizes() => Wycheproof.Check(
        "aes_gcm_test.json",
        (_, test) => test.Hex("key").Length == AeadKey.KeyBytes && Opens(AeadSuite.Aes256Gcm, test),
        (group, _) => group.GetProperty("keySize").GetInt32() != 256 ? KeySize
            : group.GetProperty("ivSize").GetInt32() != 96 ? NonceSize
            : null);

    [WycheproofFact]
    public void ChaCha20_Poly1305_agrees() => Wycheproof.Check(
        "chacha20_poly1305_test.json",
        (_, test) => Opens(AeadSuite.ChaCha20Poly1305, test),
        (_, _) => null);

    [WycheproofFact]
    public void Hkdf_agrees() => Wycheproof.Check(
        "hkdf_sha256_test.json",
        (_, test) =>
        {
            var size = test.GetProperty("size").GetInt32();
            if (size > KeyDerivation.MaxBytes) return false;
            var output = new byte[size];
            KeyDerivation.Hkdf(test.Hex("ikm"), test.Hex("salt"), test.Hex("info"), output);
            return output.SequenceEqual(test.Hex("okm"));
        },
        (_, _) => null);

    private static bool Opens(AeadSuite suite, JsonElement test)
    {
        using var key = new AeadKey(suite, test.Hex("key"));
        byte[] sealedText = [.. test.Hex("ct"), .. test.Hex("tag")];
        if (sealedText.Length < AeadKey.TagBytes) return false;
        var plaintext = new byte[sealedText.Length - AeadKey.TagBytes];
        if (!key.TryOpen(test.Hex("iv"), sealedText, test.Hex("aad"), plaintext)) return false;

        var again = new byte[sealedText.Length];
        key.Seal(test.Hex("iv"), plaintext, test.Hex("aad"), again);
        return plaintext.SequenceEqual(test.Hex("msg")) && again.SequenceEqual(sealedText);
    }

    private static string? HighSOf(byte[] signature, BigInteger order)
    {
        if (signature.Length != 64) return null;
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        return s > order >> 1 ? HighS : null;
    }
}
