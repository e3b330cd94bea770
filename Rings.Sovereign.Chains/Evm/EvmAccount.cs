using System.Numerics;
using Nethereum.Model;
using Rings.Protocol.Crypto;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>
/// The account that pays and is paid on an EVM chain. It has one row of numbered transactions, used by nothing else: a transaction
/// that waits is replaced under the same number with a higher fee.
/// </summary>
internal sealed class EvmAccount(Bytes32 secret, BigInteger chainId, EvmRpc rpc)
{
    /// <summary>Transactions that are remembered, at most; what is forgotten is sent under a new number.</summary>
    public const int MaxRemembered = 256;

    private readonly List<EvmSent> _sent = [];

    /// <summary>Its address, with 0x, lower case.</summary>
    public string Address { get; } = "0x" + Convert.ToHexStringLower(PlaceOf(secret).ToByteArray());

    /// <summary>The address of a key: the end of keccak-256 of its public key.</summary>
    public static ChainPlace PlaceOf(Bytes32 secret)
    {
        var point = Secp256k1.PublicKey(secret.ToByteArray(), compressed: false);
        return ChainPlace.Read(Nethereum.Util.Sha3Keccack.Current.CalculateHash(point[1..]).AsSpan(12));
    }

    /// <summary>Sends a call, or raises the fee of the same call where it waits.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="price">What a unit of gas pays at first, and the most.</param>
    /// <param name="goesFirst">Whether it takes the number of a call of this account that waits and does not go first.</param>
    /// <param name="cancel">Its deadline.</param>
    public async Task<BroadcastResult> SendAsync(EvmCall call, EvmPrice price, bool goesFirst, CancellationToken cancel)
    {
        var mined = await rpc.NonceAsync(Address, withWaiting: false, cancel).ConfigureAwait(false);
        _sent.RemoveAll(one => one.Nonce < mined);
        var same = _sent.Find(one => one.Call == call);
        var before = same ?? (goesFirst ? _sent.Where(one => !one.GoesFirst).MinBy(one => one.Nonce) : null);
        if (before is null)
        {
            var next = await rpc.NonceAsync(Address, withWaiting: true, cancel).ConfigureAwait(false);
            return await SendAsync(call, next, price.First(), goesFirst, null, cancel).ConfigureAwait(false);
        }

        if (!await rpc.HasAsync(before.Id, cancel).ConfigureAwait(false))
            return await SendAsync(call, before.Nonce, price.First(), goesFirst, before, cancel).ConfigureAwait(false);
        if (same is not null && !price.IsHigher(same.Price)) return new(BroadcastOutcome.AlreadyThere, same.Id);

        var raised = price.Above(before.Price);
        return raised is null
            ? new(BroadcastOutcome.AlreadyThere, same?.Id, "it pays the most already")
            : await SendAsync(call, before.Nonce, raised.Value, goesFirst, before, cancel).ConfigureAwait(false);
    }

    private async Task<BroadcastResult> SendAsync(
        EvmCall call, long nonce, GasPrice price, bool goesFirst, EvmSent? before, CancellationToken cancel)
    {
        var (id, signed) = Sign(call, nonce, price);
        var refused = await rpc.SendAsync(signed, cancel).ConfigureAwait(false);
        if (refused is not null && !refused.Contains("already", StringComparison.OrdinalIgnoreCase))
            return new(Refusal(refused), null, refused);
        if (before is not null) _sent.Remove(before);
        _sent.Add(new(call, nonce, price, goesFirst, id));
        if (_sent.Count > MaxRemembered) _sent.RemoveAt(0);
        return new(BroadcastOutcome.Sent, id);
    }

    private static BroadcastOutcome Refusal(string words) => words switch
    {
        _ when words.Contains("insufficient funds", StringComparison.OrdinalIgnoreCase) => BroadcastOutcome.NoMoney,
        // What waits there pays as much or more.
        _ when words.Contains("underpriced", StringComparison.OrdinalIgnoreCase) => BroadcastOutcome.AlreadyThere,
        _ => BroadcastOutcome.Refused,
    };

    /// <summary>A call as it is sent, and its id.</summary>
    internal (string Id, string Signed) Sign(EvmCall call, long nonce, GasPrice price)
    {
        var transaction = new Transaction1559(
            chainId, nonce, price.Tip, price.Most, call.GasLimit, call.To, call.Value, call.Data, []);
        // Nethereum takes no key that begins with a zero byte; the signature is the same.
        Span<byte> made = stackalloc byte[Secp256k1.SignatureBytes];
        var recovery = Secp256k1.Sign(secret.ToByteArray(), transaction.RawHash, made);
        transaction.SetSignature(new Signature(
            made[..Secp256k1.ScalarBytes].ToArray(), made[Secp256k1.ScalarBytes..].ToArray(), [(byte)recovery]));
        return ("0x" + Convert.ToHexStringLower(transaction.Hash), "0x" + Convert.ToHexStringLower(transaction.GetRLPEncoded()));
    }
}
