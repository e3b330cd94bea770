using System.Security.Cryptography;
using Nethereum.ABI;
using Nethereum.Contracts;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Util;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>RingsHtlc at one address: what is said to it, and how what it says is read.</summary>
internal sealed class HtlcContract(Contract contract)
{
    /// <summary>The gas that each of its calls is given; what is not used is not paid.</summary>
    public const int GasLimit = 90_000;

    /// <summary>Bytes before the arguments of a call.</summary>
    private const int SelectorBytes = 4;

    private static readonly ABIEncode Encoder = new();

    /// <summary>Where it is, with 0x.</summary>
    public string Address => contract.Address;

    /// <summary>The three events, as a filter's first topic.</summary>
    public string[] Topics { get; } =
        [TopicOf(contract, "Opened"), TopicOf(contract, "Claimed"), TopicOf(contract, "Refunded")];

    /// <summary>The id of a lock: keccak-256 of its terms, each as a word of 32 bytes.</summary>
    public static Bytes32 IdOf(LockTerms terms) => Bytes32.Read(Encoder.GetSha3ABIEncoded(
        new ABIValue("bytes32", terms.Hash.ToByteArray()), new ABIValue("address", Hex(terms.ClaimTo)),
        new ABIValue("address", Hex(terms.RefundTo)), new ABIValue("uint64", terms.Deadline)));

    /// <summary>An address as Nethereum takes it.</summary>
    public static string Hex(ChainPlace place) => "0x" + place;

    /// <summary>What opens a lock.</summary>
    public string Open(LockTerms terms) =>
        contract.GetFunction("open").GetData(terms.Hash.ToByteArray(), Hex(terms.ClaimTo), terms.Deadline);

    /// <summary>What claims it.</summary>
    public string Claim(LockTerms terms, Bytes32 preimage) => contract.GetFunction("claim").GetData(
        preimage.ToByteArray(), Hex(terms.ClaimTo), Hex(terms.RefundTo), terms.Deadline);

    /// <summary>What refunds it.</summary>
    public string Refund(LockTerms terms) => contract.GetFunction("refund").GetData(
        terms.Hash.ToByteArray(), Hex(terms.ClaimTo), Hex(terms.RefundTo), terms.Deadline);

    /// <summary>The amount that a lock was opened with, wei; null: the event is another one.</summary>
    public Amount? OpenedWith(FilterLog log) => Is(log, 0) && Words(log.Data) is [_, _, var amount] ? Amount.Read(amount) : null;

    /// <summary>The preimage that a claim showed; null: the event is another one.</summary>
    public Bytes32? ClaimedWith(FilterLog log) => Is(log, 1) && Words(log.Data) is [var preimage] ? Bytes32.Read(preimage) : null;

    /// <summary>Whether it tells a refund.</summary>
    public bool IsRefunded(FilterLog log) => Is(log, 2);

    /// <summary>
    /// The preimage of a hash in what was said to any contract, in a call that succeeded, failed or waits: one of its words.
    /// </summary>
    public static Bytes32? PreimageIn(string input, Bytes32 hash)
    {
        var bytes = input.HexToByteArray();
        for (var at = SelectorBytes; at + Bytes32.Length <= bytes.Length; at += Bytes32.Length)
            if (Bytes32.Read(SHA256.HashData(bytes.AsSpan(at, Bytes32.Length))) == hash)
                return Bytes32.Read(bytes.AsSpan(at, Bytes32.Length));
        return null;
    }

    private static string TopicOf(Contract contract, string name) =>
        "0x" + contract.GetEvent(name).EventABI.Sha3Signature.RemoveHexPrefix();

    private bool Is(FilterLog log, int topic) =>
        log.Topics is [string first, ..] && first == Topics[topic] && log.Address.IsTheSameAddress(Address);

    private static byte[][] Words(string data) => [.. data.HexToByteArray().Chunk(Bytes32.Length)];
}
