namespace Rings.Sovereign.Swaps;

/// <summary>What is assumed of the world, in seconds, and what follows from it (docs/protocol/13-swaps.md, 13.4).</summary>
/// <param name="Inclusion">D: the longest wait from broadcast to inclusion that is believed; an assumption about fees.</param>
/// <param name="Absence">P: the longest time that a side may be down.</param>
/// <param name="Reorganisation">R: so long after it was first in a block may a reorganisation change where a transaction is.</param>
/// <param name="MedianLate">L: how far a UTXO chain's median time may lag the clock.</param>
/// <param name="MedianEarly">F: how far it may run ahead of it.</param>
public sealed record SwapTimes(long Inclusion, long Absence, long Reorganisation, long MedianLate, long MedianEarly)
{
    /// <summary>For real chains: 2 h, 12 h, 1 h, 2 h, 2 h.</summary>
    public static SwapTimes Default { get; } = new(2 * 3600, 12 * 3600, 3600, 2 * 3600, 2 * 3600);

    /// <summary>T1 − T2 has to be more than this: 2D + P + R + L + F.</summary>
    public long Gap => (2 * Inclusion) + Absence + Reorganisation + MedianLate + MedianEarly;

    /// <summary>For tests: how much less than needed the offerer leaves before it reveals.</summary>
    internal long RevealSlack { get; init; }

    /// <summary>For tests: how much less than needed the taker leaves before it locks.</summary>
    internal long LockSlack { get; init; }

    /// <summary>The offerer reveals only while more than this is left until T2: D + R, and F where leg 2 is UTXO.</summary>
    public long RevealLead(ChainKind second) => Inclusion + Reorganisation + Early(second) - RevealSlack;

    /// <summary>The taker locks only while more than this is left until T2: 2D + R, the time of leg 2's confirmations, and F where it is UTXO.</summary>
    /// <param name="second">Leg 2's chain.</param>
    /// <param name="confirming">How long leg 2's confirmations take after it is in a block.</param>
    public long LockLead(ChainKind second, long confirming) =>
        (2 * Inclusion) + Reorganisation + confirming + Early(second) - LockSlack;

    /// <summary>A claim pays the ceiling at once while no more than this is left.</summary>
    public long Urgent => 2 * Inclusion;

    private long Early(ChainKind kind) => kind == ChainKind.Utxo ? MedianEarly : 0;
}
