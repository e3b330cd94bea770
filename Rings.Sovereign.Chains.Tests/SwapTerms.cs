using System.Numerics;
using System.Security.Cryptography;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests;

/// <summary>Terms and secrets that the tests of chains use.</summary>
internal static class SwapTerms
{
    public static Bytes32 Preimage { get; } = Bytes32.Read(SHA256.HashData("preimage"u8));

    public static Bytes32 Hash { get; } = Bytes32.Read(SHA256.HashData(Preimage.ToByteArray()));

    public static Bytes32 ClaimKey { get; } = Bytes32.Read(SHA256.HashData("claim"u8));

    public static Bytes32 RefundKey { get; } = Bytes32.Read(SHA256.HashData("refund"u8));

    /// <summary>A lock of a UTXO chain.</summary>
    public static LockTerms Utxo(long deadline, long amount = 150_000_000, string suffix = "") => new(
        ChainName.Read(Real.Litecoin.Name + suffix), Amount.Of(amount), Hash, PlaceOf(ClaimKey), PlaceOf(RefundKey), deadline,
        ChainPlace.None);

    /// <summary>A lock of an EVM chain.</summary>
    public static LockTerms Evm(ChainPlace contract, ChainPlace claimTo, ChainPlace refundTo, long deadline, BigInteger? wei = null) =>
        new(ChainName.Read(Real.Anvil.Name), Amount.Of(wei ?? BigInteger.Pow(10, 18)), Hash, claimTo, refundTo, deadline, contract);

    /// <summary>The compressed public key of a secret.</summary>
    public static ChainPlace PlaceOf(Bytes32 secret) => UtxoChain.KeyOf(secret);
}
