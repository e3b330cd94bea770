namespace Rings.Protocol.Identity;

/// <summary>What kind of key an account is: which curve, how it signs, and how its Did follows from it.</summary>
public enum AccountKind
{
    /// <summary>secp256k1 held by the node itself: signs keccak-256 of the text; Did = the Ethereum address.</summary>
    Secp256k1 = 1,

    /// <summary>
    /// secp256k1 in an Ethereum wallet: signs by EIP-191 <c>personal_sign</c>; Did = the Ethereum address.
    /// </summary>
    Eip191 = 2,

    /// <summary>
    /// secp256k1 in a Bitcoin wallet: signs by BIP-137; Did = RIPEMD-160(SHA-256(public key)), the key in the form
    /// that the signature's header names.
    /// </summary>
    Bip137 = 3,

    /// <summary>P-256, as WebCrypto holds it: ECDSA over SHA-256, 64 bytes r ‖ s.</summary>
    Secp256r1 = 4,

    /// <summary>Ed25519 (RFC 8032).</summary>
    Ed25519 = 5,

    /// <summary>
    /// secp256k1 in an Ethereum wallet that shows named fields: signs typed data by EIP-712; Did = the Ethereum address.
    /// Nodes before this kind refuse it as unknown.
    /// </summary>
    Eip712 = 6,

    /// <summary>
    /// secp256k1 in a Bitcoin wallet: signs by BIP-322 for a segwit address of one key; Did = RIPEMD-160(SHA-256(public
    /// key)), compressed. Nodes before this kind refuse it as unknown.
    /// </summary>
    Bip322 = 8,
}
