namespace Rings.Sovereign.Swaps;

/// <summary>How far a swap is, as one side sees it.</summary>
public enum SwapStage
{
    /// <summary>Offered; nothing is agreed and nothing is locked.</summary>
    Proposed = 1,

    /// <summary>Agreed; this side has locked nothing.</summary>
    Agreed = 2,

    /// <summary>The offerer has sent its lock, leg 1.</summary>
    Leg1Sent = 3,

    /// <summary>Leg 1 is as deep as was agreed.</summary>
    Leg1Locked = 4,

    /// <summary>The taker has sent its lock, leg 2.</summary>
    Leg2Sent = 5,

    /// <summary>Leg 2 is as deep as was agreed.</summary>
    Leg2Locked = 6,

    /// <summary>The offerer has decided to claim leg 2; whether its preimage is out is not known after a crash.</summary>
    Revealing = 7,

    /// <summary>The preimage is out, or known: this side claims, and does not give that up.</summary>
    Claiming = 8,

    /// <summary>This side's claim is in a block.</summary>
    Claimed = 9,

    /// <summary>This side's money is on its way back.</summary>
    Refunding = 10,

    /// <summary>This side has what it was to get, deep enough to stay.</summary>
    Done = 11,

    /// <summary>This side has its own money back, deep enough to stay.</summary>
    Refunded = 12,

    /// <summary>It ended before this side locked anything.</summary>
    Abandoned = 13,

    /// <summary>The other side has both: an assumption about time did not hold.</summary>
    Lost = 14,
}
