using NBitcoin;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>
/// The script of a lock on a UTXO chain, and the output that it stands behind (P2WSH): a preimage of exactly 32 bytes and the
/// claimer's signature, or, after the deadline in seconds of median time (BIP-65, BIP-113), the signature of who locked.
/// </summary>
internal sealed class UtxoLock
{
    /// <summary>Below this, a lock time counts blocks (BIP-65).</summary>
    public const long FirstSecond = 500_000_000;

    /// <summary>84 million coins of 10^8 units: no chain of this family has more.</summary>
    public const long MaxUnits = 84_000_000L * 100_000_000;

    private UtxoLock(LockTerms terms)
    {
        Terms = terms;
        Script = new Script(
            OpcodeType.OP_IF,
            OpcodeType.OP_SIZE, Op.GetPushOp(32), OpcodeType.OP_EQUALVERIFY,
            OpcodeType.OP_SHA256, Op.GetPushOp(terms.Hash.ToByteArray()), OpcodeType.OP_EQUALVERIFY,
            Op.GetPushOp(terms.ClaimTo.ToByteArray()),
            OpcodeType.OP_ELSE,
            Op.GetPushOp(terms.Deadline), OpcodeType.OP_CHECKLOCKTIMEVERIFY, OpcodeType.OP_DROP,
            Op.GetPushOp(terms.RefundTo.ToByteArray()),
            OpcodeType.OP_ENDIF,
            OpcodeType.OP_CHECKSIG);
        Output = Script.WitHash.ScriptPubKey;
        Amount = Money.Satoshis((long)terms.Amount.Units);
    }

    /// <summary>What it was made of.</summary>
    public LockTerms Terms { get; }

    /// <summary>The script that is shown when the output is spent.</summary>
    public Script Script { get; }

    /// <summary>The script of the output.</summary>
    public Script Output { get; }

    /// <summary>The output's amount.</summary>
    public Money Amount { get; }

    /// <summary>The lock of these terms.</summary>
    /// <exception cref="ArgumentException">They are not of a UTXO chain, or no output can hold them.</exception>
    public static UtxoLock Of(LockTerms terms)
    {
        if (!terms.ClaimTo.Fits(ChainKind.Utxo) || !terms.RefundTo.Fits(ChainKind.Utxo))
            throw new ArgumentException("A lock of a UTXO chain pays two keys.", nameof(terms));
        if (terms.Deadline is < FirstSecond or > uint.MaxValue)
            throw new ArgumentException("A lock of a UTXO chain ends at a second below 2^32.", nameof(terms));
        if (terms.Amount.Units <= 0 || terms.Amount.Units > MaxUnits)
            throw new ArgumentException("No output holds such an amount.", nameof(terms));
        return new(terms);
    }

    /// <summary>Which output of a transaction is the lock: its script and exactly its amount.</summary>
    public OutPoint? FindIn(Transaction transaction)
    {
        var index = transaction.Outputs.FindIndex(output => output.ScriptPubKey == Output && output.Value == Amount);
        return index < 0 ? null : new OutPoint(transaction, index);
    }
}
