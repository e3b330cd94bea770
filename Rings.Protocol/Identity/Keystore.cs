using System.Security.Cryptography;
using System.Text;
using Nethereum.KeyStore.Crypto;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// An account key under a passphrase as a Web3 Secret Storage v3 document: scrypt, AES-128-CTR and a keccak-256
/// check value (the Ethereum project's "Web3 Secret Storage Definition"). Other Ethereum software opens those of
/// kind Secp256k1 and Eip191. Documents with PBKDF2, which other software writes, are opened too.
/// </summary>
/// <remarks>
/// Nethereum.KeyStore derives, encrypts and checks; <see cref="KeystoreDocument"/> comes first and bounds what it is
/// given, for the library bounds nothing.
/// </remarks>
public static class Keystore
{
    /// <summary>Bytes of the randomness that <see cref="Encrypt"/> needs: salt, initial counter, document id.</summary>
    public const int RandomBytes = SaltBytes + CounterBytes + 16;

    /// <summary>
    /// The scrypt cost of new documents: 2^17, as Ethereum software writes; 128 MiB for about a second.
    /// </summary>
    public const int DefaultCost = 1 << 17;

    private const int SaltBytes = 32;
    private const int CounterBytes = 16;
    private const int DerivedBytes = 32;

    private static readonly KeyStoreCrypto Library = new();

    /// <summary>Writes a key under a passphrase.</summary>
    /// <param name="key">The account key.</param>
    /// <param name="passphrase">
    /// The passphrase; its UTF-8 counts as given. Other software normalises what is not ASCII (NFKC): so must the
    /// caller.
    /// </param>
    /// <param name="random"><see cref="RandomBytes"/> random bytes, used for nothing else.</param>
    /// <param name="cost">scrypt's N: a power of two.</param>
    /// <returns>JSON.</returns>
    public static string Encrypt(
        AccountKey key, string passphrase, ReadOnlySpan<byte> random, int cost = DefaultCost)
    {
        if (random.Length != RandomBytes) throw new ProtocolException("keystore randomness", $"{RandomBytes} bytes");
        var document = new KeystoreDocument
        {
            Kind = key.Kind,
            Did = key.Did,
            Salt = random[..SaltBytes].ToArray(),
            Counter = random.Slice(SaltBytes, CounterBytes).ToArray(),
            Id = new Guid(random[^16..]),
            Cost = cost,
        };
        var derived = Derive(document, passphrase);
        var secret = key.ExportSecret();
        try
        {
            document = document with { Ciphertext = Crypt(derived, document.Counter, secret) };
            return (document with { Mac = Mac(derived, document.Ciphertext) }).ToJson();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>Opens a document.</summary>
    /// <param name="json">
    /// A Web3 Secret Storage v3 document with scrypt or PBKDF2; one without our kind holds a Secp256k1 key.
    /// </param>
    /// <param name="passphrase">The passphrase.</param>
    /// <exception cref="ProtocolException">
    /// Malformed, another version, cipher or derivation, a cost out of bounds, a wrong passphrase, or a key that is not
    /// of the Did that the document names.
    /// </exception>
    public static AccountKey Decrypt(string json, string passphrase)
    {
        var document = KeystoreDocument.Read(json);
        var derived = Derive(document, passphrase);
        byte[]? secret = null;
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Mac(derived, document.Ciphertext), document.Mac))
                throw new ProtocolException("keystore passphrase", "the one under which the key was stored");
            secret = Widen(document.Kind, Crypt(derived, document.Counter, document.Ciphertext));
            var key = AccountKey.FromSecret(document.Kind, secret);
            if (document.Did is null || document.Did == key.Did) return key;
            key.Dispose();
            throw new ProtocolException("keystore.address", "the address of the key inside");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>
    /// Early versions of geth left out the zero bytes that a key begins with: a scalar is a number, of any length.
    /// </summary>
    private static byte[] Widen(AccountKind kind, byte[] secret)
    {
        if (secret.Length == Secp256k1.ScalarBytes || kind == AccountKind.Ed25519) return secret;
        var whole = new byte[Secp256k1.ScalarBytes];
        secret.CopyTo(whole, whole.Length - secret.Length);
        CryptographicOperations.ZeroMemory(secret);
        return whole;
    }

    private static byte[] Derive(KeystoreDocument document, string passphrase)
    {
        if (document.Iterations is { } iterations)
            return Library.GeneratePbkdf2Sha256DerivedKey(passphrase, document.Salt, iterations, DerivedBytes);
        var bytes = Encoding.UTF8.GetBytes(passphrase);
        try
        {
            // RFC 7914 allows r = 1 only below 2^16; the standard's own vector is one that breaks this.
            return Library.GenerateDerivedScryptKey(
                bytes, document.Salt, document.Cost, document.BlockSize, document.Parallelism, DerivedBytes,
                checkRandN: false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static byte[] Crypt(byte[] derived, byte[] counter, byte[] input)
    {
        var key = Library.GenerateCipherKey(derived);
        var output = Library.GenerateAesCtrCipher(counter, key, input);
        CryptographicOperations.ZeroMemory(key);
        return output;
    }

    private static byte[] Mac(byte[] derived, byte[] ciphertext) => Library.GenerateMac(derived, ciphertext);
}
