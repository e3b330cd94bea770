namespace Rings.Sovereign.Swaps;

/// <summary>What a node's operator demands of one chain.</summary>
/// <param name="Confirmations">How deep a lock of the other side has to be, 1 to 10,000 blocks.</param>
/// <param name="Deep">How deep a claim or refund has to be until it counts as done, in blocks.</param>
/// <param name="BlockSeconds">How long a block takes at most, as far as planning goes.</param>
/// <param name="FinalSeconds">How long finality takes (EVM); 0 on a UTXO chain.</param>
/// <param name="MaxFee">The most that one claim or refund may pay, in the smallest unit.</param>
public sealed record ChainPolicy(int Confirmations, int Deep, long BlockSeconds, long FinalSeconds, Amount MaxFee)
{
    /// <summary>How long a lock takes from its first block to so many confirmations, in seconds.</summary>
    public long Confirming(int confirmations) => Math.Max((confirmations - 1) * BlockSeconds, FinalSeconds);
}
