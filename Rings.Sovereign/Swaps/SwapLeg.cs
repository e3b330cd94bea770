using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>One of the two payments of a swap, as the messages say it.</summary>
/// <param name="Chain">On which chain.</param>
/// <param name="Genesis">The hash of that chain's first block.</param>
/// <param name="Asset">What its money is called.</param>
/// <param name="Amount">How much, in the smallest unit.</param>
/// <param name="RefundTo">Who locks it, and gets it back; none: not said yet.</param>
/// <param name="ClaimTo">Whom it pays; none: not said yet.</param>
/// <param name="Confirmations">How deep its lock must be for who claims it, 1 to 10,000; 0: not said yet.</param>
/// <param name="MaxFee">The most that one claim or refund of it may pay, in the smallest unit.</param>
/// <param name="Contract">The contract (EVM); none on a UTXO chain.</param>
public sealed record SwapLeg(
    ChainName Chain, Bytes32 Genesis, string Asset, Amount Amount, ChainPlace RefundTo, ChainPlace ClaimTo, int Confirmations,
    Amount MaxFee, ChainPlace Contract)
{
    /// <summary>Of which family its chain is.</summary>
    public ChainKind Kind => Chain.Kind;
}
