using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Before;

/// <summary>
/// An account key under a passphrase as a Web3 Secret Storage v3 document: scrypt, AES-128-CTR and a keccak-256
/// check value (the Ethereum project's "Web3 Secret Storage Definition"). Other Ethereum software opens those of
/// kind Secp256k1 and Eip191.
/// </summary>
internal static class BouncyCastleKeystore
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
    /// A Web3 Secret Storage v3 document with scrypt; one without our kind holds a Secp256k1 key.
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
            secret = Crypt(derived, document.Counter, document.Ciphertext);
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

    private static byte[] Derive(KeystoreDocument document, string passphrase) => SCrypt.Generate(
        Encoding.UTF8.GetBytes(passphrase),
        document.Salt, document.Cost, document.BlockSize, document.Parallelism, DerivedBytes);

    private static byte[] Crypt(byte[] derived, byte[] counter, byte[] input)
    {
        var cipher = new BufferedBlockCipher(new SicBlockCipher(AesUtilities.CreateEngine()));
        cipher.Init(true, new ParametersWithIV(new KeyParameter(derived, 0, 16), counter));
        return cipher.DoFinal(input);
    }

    private static byte[] Mac(byte[] derived, byte[] ciphertext) =>
        Hash.Keccak256([.. derived.AsSpan(16, 16), .. ciphertext]);
}
