using System.Numerics;
using NBitcoin;
using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Benchmarks.Sovereign;

/// <summary>The transactions of a side, made and signed as for real chains, and sent nowhere.</summary>
internal sealed class SignedActions(Bytes32 account)
{
    // Nobody is asked: a client is made, and no call of it.
    private static readonly EvmRpc Rpc = new(new(new Uri("http://127.0.0.1:1/"), TimeSpan.FromSeconds(1), 1));
    private static readonly HtlcContract Contract = new(Rpc.ContractAt("0x" + new string('c', 40)));

    private readonly EvmAccount _account = new(account, 31337, Rpc);
    private long _nonce;

    /// <summary>Where money of a leg goes: a key of the swap, or the account.</summary>
    public ChainPlace PlaceOf(Bytes32 secret, ChainKind kind) =>
        kind == ChainKind.Utxo ? UtxoChain.KeyOf(secret) : EvmAccount.PlaceOf(account);

    /// <summary>Makes what is broadcast; the wallet of a UTXO chain signs what opens a lock, and is no part of this program.</summary>
    /// <returns>Characters of the transaction.</returns>
    public int Sign(ChainAction action) => action.Terms.Chain.Kind == ChainKind.Evm ? SignCall(action) : action switch
    {
        ChainAction.Claim claim => Spend(claim.Terms, claim.Key, claim.Preimage),
        ChainAction.Refund refund => Spend(refund.Terms, refund.Key, null),
        _ => UtxoLock.Of(action.Terms).Output.Length,
    };

    /// <summary>Reads a preimage as from the claim that shows it.</summary>
    public static void Read(LockTerms terms, Bytes32 preimage)
    {
        var read = terms.Chain.Kind == ChainKind.Evm
            ? HtlcContract.PreimageIn(Contract.Claim(terms, preimage), terms.Hash)
            : UtxoSpends.PreimageIn(UtxoLock.Of(terms), [[], preimage.ToByteArray(), [1], []]);
        if (read != preimage) throw new InvalidOperationException("The preimage is another one.");
    }

    private int SignCall(ChainAction action)
    {
        var (data, value) = action switch
        {
            ChainAction.Open => (Contract.Open(action.Terms), action.Terms.Amount.Units),
            ChainAction.Claim claim => (Contract.Claim(action.Terms, claim.Preimage), BigInteger.Zero),
            _ => (Contract.Refund(action.Terms), BigInteger.Zero),
        };
        var call = new EvmCall(Contract.Address, data, value, HtlcContract.GasLimit);
        return _account.Sign(call, _nonce++, new(1_000_000_000, 3_000_000_000)).Signed.Length;
    }

    private static int Spend(LockTerms terms, Bytes32 secret, Bytes32? preimage)
    {
        var locked = UtxoLock.Of(terms);
        using var key = new Key(secret.ToByteArray());
        var (output, payTo, fee) = (new OutPoint(uint256.One, 0), key.PubKey.WitHash.ScriptPubKey, Money.Satoshis(5_000));
        var transaction = preimage is { } shown
            ? UtxoSpends.Claim(locked, output, key, shown, payTo, fee)
            : UtxoSpends.Refund(locked, output, key, payTo, fee);
        return transaction.ToHex().Length;
    }
}
