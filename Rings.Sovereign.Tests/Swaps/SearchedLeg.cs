using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>One lock in the searched world. Ticks; 0 where there is none.</summary>
/// <param name="Lock">0 nowhere, 1 in the mempool until LockAt at the latest, 2 in the block of LockAt.</param>
/// <param name="LockAt">See there.</param>
/// <param name="Spend">0 nothing, 1 claimed, 2 refunded, in the block of SpendAt.</param>
/// <param name="SpendAt">See there.</param>
/// <param name="ClaimBy">The honest side's claim is in the mempool, and in a block by then; 0: it is not.</param>
/// <param name="RefundBy">Its refund likewise.</param>
internal readonly record struct SearchedLeg(byte Lock, short LockAt, byte Spend, short SpendAt, short ClaimBy, short RefundBy)
{
    /// <summary>What a broadcast makes of it.</summary>
    /// <param name="action">What is broadcast.</param>
    /// <param name="by">It is in a block by then.</param>
    public SearchedLeg Cast(ChainAction action, int by) => action switch
    {
        ChainAction.Open when Lock == 0 => this with { Lock = 1, LockAt = (short)by },
        ChainAction.Claim when ClaimBy == 0 && Spend == 0 => this with { ClaimBy = (short)by },
        ChainAction.Refund when RefundBy == 0 && Spend == 0 => this with { RefundBy = (short)by },
        _ => this,
    };

    /// <summary>What its chain says of it.</summary>
    /// <param name="tip">Where the chain stands; its height is the tick.</param>
    /// <param name="preimage">What a claim shows.</param>
    public ChainFact Fact(ChainTip tip, Bytes32 preimage)
    {
        int Depth(short at) => (int)tip.Height - at + 1;
        var depth = Lock switch { 0 => -1, 1 => 0, _ => Depth(LockAt) };
        var spend = Spend != 0 ? new LockSpend((SpendKind)Spend, Depth(SpendAt), true, "00")
            : ClaimBy > 0 ? new LockSpend(SpendKind.Claim, 0, false, "00")
            : RefundBy > 0 ? new LockSpend(SpendKind.Refund, 0, false, "00")
            : null;
        return new(tip, depth, depth > 0, spend, spend?.Kind == SpendKind.Claim ? preimage : null);
    }

    /// <summary>What a reorganisation of the blocks after a tick leaves; what was the honest side's is back R after it was first in.</summary>
    public SearchedLeg Undo(int after, int r, bool isOwn)
    {
        var leg = this;
        if (leg.Spend != 0 && leg.SpendAt > after)
        {
            // Who owns a leg refunds it, and does not claim it.
            var isHonest = isOwn == (leg.Spend == 2);
            var by = (short)(isHonest ? leg.SpendAt + r : 0);
            leg = leg with
            {
                ClaimBy = leg.Spend == 1 && isHonest ? by : leg.ClaimBy,
                RefundBy = leg.Spend == 2 && isHonest ? by : leg.RefundBy,
                Spend = 0,
                SpendAt = 0,
            };
        }

        if (leg.Lock != 2 || leg.LockAt <= after) return leg;
        return isOwn ? leg with { Lock = 1, LockAt = (short)(leg.LockAt + r) } : leg with { Lock = 0, LockAt = 0 };
    }

    /// <summary>What is older than anybody asks is the same.</summary>
    public SearchedLeg Age(int oldest) => this with
    {
        LockAt = Lock == 2 ? (short)Math.Max(LockAt, oldest) : LockAt,
        SpendAt = Spend != 0 ? (short)Math.Max(SpendAt, oldest) : SpendAt,
    };
}
