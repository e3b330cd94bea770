using System.Security.Cryptography;
using NBitcoin;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Chains.Utxo;

/// <summary>
/// The two transactions that spend a lock: one input, one output, and a sequence that signals replacement (BIP-125) and lets the
/// lock time count.
/// </summary>
internal static class UtxoSpends
{
    /// <summary>The most virtual bytes of a claim or refund that pays a witness key hash.</summary>
    public const int MaxVirtualBytes = 142;

    private const uint Replaceable = 0xFFFFFFFD;

    /// <summary>Takes the money with the preimage.</summary>
    public static Transaction Claim(UtxoLock locked, OutPoint output, Key key, Bytes32 preimage, Script payTo, Money fee)
    {
        var transaction = Unsigned(locked, output, payTo, fee, LockTime.Zero);
        Sign(transaction, locked, output, key, Op.GetPushOp(preimage.ToByteArray()), Op.GetPushOp((byte[])[1]));
        return transaction;
    }

    /// <summary>Takes the money back; no block takes it before the median time of the chain is past the deadline.</summary>
    public static Transaction Refund(UtxoLock locked, OutPoint output, Key key, Script payTo, Money fee)
    {
        var transaction = Unsigned(locked, output, payTo, fee, new LockTime((uint)locked.Terms.Deadline));
        Sign(transaction, locked, output, key, Op.GetPushOp(Array.Empty<byte>()));
        return transaction;
    }

    /// <summary>The preimage that the witness of a claim shows.</summary>
    /// <param name="locked">The lock.</param>
    /// <param name="witness">The items of the input that spends it.</param>
    /// <returns>Null: it is no claim.</returns>
    public static Bytes32? PreimageIn(UtxoLock locked, IReadOnlyList<byte[]> witness) =>
        witness.Count == 4 && witness[1].Length == Bytes32.Length
        && Bytes32.Read(SHA256.HashData(witness[1])) == locked.Terms.Hash
            ? Bytes32.Read(witness[1])
            : null;

    private static Transaction Unsigned(UtxoLock locked, OutPoint output, Script payTo, Money fee, LockTime time)
    {
        var transaction = Network.Main.CreateTransaction();
        transaction.Version = 2;
        transaction.LockTime = time;
        transaction.Inputs.Add(output).Sequence = new Sequence(Replaceable);
        transaction.Outputs.Add(locked.Amount - fee, payTo);
        return transaction;
    }

    private static void Sign(Transaction transaction, UtxoLock locked, OutPoint output, Key key, params Op[] choice)
    {
        var coin = new ScriptCoin(output, new TxOut(locked.Amount, locked.Output), locked.Script);
        var signature = transaction.Inputs.FindIndexedInput(0).Sign(key, coin, new SigningOptions(SigHash.All, useLowR: true));
        transaction.Inputs[0].WitScript = new WitScript(
            [Op.GetPushOp(signature.ToBytes()), .. choice, Op.GetPushOp(locked.Script.ToBytes())]);
    }
}
