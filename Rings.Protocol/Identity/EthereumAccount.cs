using Nethereum.Signer;
using Nethereum.Util;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// What Ethereum wallets do with a key: EIP-191 hashes, signatures r ‖ s ‖ v, addresses. The only place that calls
/// Nethereum.Signer.
/// </summary>
/// <remarks>
/// Nethereum takes more than the protocol does (docs/libraries.md lists what), so lengths, numbers and v are checked
/// here before it is called, and none of its exceptions leaves.
/// </remarks>
internal static class EthereumAccount
{
    /// <summary>Bytes of a signature: r ‖ s ‖ v.</summary>
    public const int SignatureBytes = Secp256k1.SignatureBytes + 1;

    /// <summary>The v of a signature with recovery id 0.</summary>
    public const byte RecoveryBase = 27;

    /// <summary>
    /// Without this switch, which the whole process shares, Nethereum signs by generic curve code: several times
    /// slower, and in a time that depends on the key.
    /// </summary>
    static EthereumAccount() => EthECKey.SignRecoverable = true;

    /// <summary>The address as people compare it: 0x and 40 digits in the case of EIP-55.</summary>
    public static string Address(Did account) =>
        AddressUtil.Current.ConvertToChecksumAddress(account.ToByteArray());

    /// <summary>
    /// EIP-191 version 0x45: keccak-256(0x19 ‖ "Ethereum Signed Message:\n" ‖ decimal length ‖ text).
    /// </summary>
    public static byte[] HashMessage(byte[] text) => new EthereumMessageSigner().HashPrefixedMessage(text);

    /// <summary>Signs a hash: 65 bytes, v 27 or 28.</summary>
    /// <param name="secret">32 bytes.</param>
    /// <param name="hash">32 bytes.</param>
    /// <exception cref="ProtocolException">Not a private key.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another part of the process has turned <see cref="EthECKey.SignRecoverable"/> off.
    /// </exception>
    public static byte[] Sign(ReadOnlySpan<byte> secret, byte[] hash)
    {
        if (!Secp256k1.IsPrivateKey(secret)) throw Secp256k1.NotAPrivateKey();
        if (!EthECKey.SignRecoverable)
            throw new InvalidOperationException(
                "Nothing is signed while EthECKey.SignRecoverable is false: Rings set it, and something turned it off.");
        var signature = new byte[SignatureBytes];
        // Nethereum drops the zero bytes that a key begins with and then refuses what is left: one key in 256.
        if (secret[0] == 0)
        {
            signature[^1] = (byte)(RecoveryBase + Secp256k1.Sign(secret, hash, signature));
            return signature;
        }

        var made = new EthECKey(secret.ToArray(), isPrivate: true).SignAndCalculateV(hash);
        made.R.CopyTo(signature, Secp256k1.ScalarBytes - made.R.Length);
        made.S.CopyTo(signature, Secp256k1.SignatureBytes - made.S.Length);
        signature[^1] = made.V[^1];
        return signature;
    }

    /// <summary>The account that signed a hash, for a wallet's owner to be told who he is.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="signature">65 bytes, v 27 or 28.</param>
    /// <returns>Null where no key can have made it.</returns>
    /// <remarks>
    /// What strangers send is verified by <see cref="Secp256k1.Recover"/>, at a third less, hundreds a second.
    /// </remarks>
    public static Did? Recover(byte[] hash, ReadOnlySpan<byte> signature)
    {
        if (!IsSignature(signature) || hash.Length != Hash.Bytes) return null;
        var numbers = EthECDSASignatureFactory.FromComponents(
            signature[..Secp256k1.ScalarBytes].ToArray(),
            signature[Secp256k1.ScalarBytes..Secp256k1.SignatureBytes].ToArray(),
            signature[^1]);
        try
        {
            return Did.Read(EthECKey.RecoverFromSignature(numbers, hash).GetPublicAddressAsBytes());
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or InvalidOperationException
            or NullReferenceException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether 65 bytes can be a signature: numbers in range, s in the lower half, v 27 or 28.</summary>
    public static bool IsSignature(ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureBytes
        && signature[^1] is RecoveryBase or RecoveryBase + 1
        && Secp256k1.IsSignature(signature[..^1]);
}
