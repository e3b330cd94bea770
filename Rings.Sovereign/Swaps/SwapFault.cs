namespace Rings.Sovereign.Swaps;

/// <summary>Why something of a swap was refused. The numbers go over the wire in <c>SwapCancel</c>.</summary>
public enum SwapFault
{
    /// <summary>A person said no.</summary>
    Declined = 0,

    /// <summary>There is no such swap here.</summary>
    Unknown = 1,

    /// <summary>It is too far, or not far enough, for that.</summary>
    OutOfTurn = 2,

    /// <summary>This node's operator has configured no such chain.</summary>
    ChainUnknown = 3,

    /// <summary>The chain has another first block.</summary>
    OtherGenesis = 4,

    /// <summary>The contract is another than the one this node ships, or its code is.</summary>
    OtherContract = 5,

    /// <summary>The chain is no known test chain, and the operator has not allowed real money.</summary>
    RealMoney = 6,

    /// <summary>Both legs are on one chain.</summary>
    SameChain = 7,

    /// <summary>What its money is called is not what the chain's is.</summary>
    OtherAsset = 8,

    /// <summary>T1 − T2 is too small: a silence or a late claim could lose a leg.</summary>
    GapTooSmall = 9,

    /// <summary>T2 is too soon for all that has to happen before.</summary>
    TooLate = 10,

    /// <summary>T1 is too far away: the money would wait too long.</summary>
    TooFar = 11,

    /// <summary>The offer's life is over.</summary>
    Expired = 12,

    /// <summary>The offer lives too long.</summary>
    LivesTooLong = 13,

    /// <summary>The amount is not above dust and the fees of all that may follow.</summary>
    AmountTooSmall = 14,

    /// <summary>More than a lock of such a chain can hold.</summary>
    AmountTooLarge = 15,

    /// <summary>The ceiling of a fee is below what a claim may need.</summary>
    FeeTooSmall = 16,

    /// <summary>The wallet has not the money.</summary>
    NoMoney = 17,

    /// <summary>The account that has to claim or refund has not the gas.</summary>
    NoGas = 18,

    /// <summary>A receiver is a contract, which might refuse the money.</summary>
    ReceiverHasCode = 19,

    /// <summary>A key or address that does not fit its chain, or that the other side has to say.</summary>
    WrongPlace = 20,

    /// <summary>The hash is of zeros.</summary>
    WrongHash = 21,

    /// <summary>The id, the hash or a key was in another swap.</summary>
    Reused = 22,

    /// <summary>Fewer confirmations than this node's policy.</summary>
    TooFewConfirmations = 23,

    /// <summary>The terms that the other side hashed are not these.</summary>
    OtherTerms = 24,

    /// <summary>As many swaps are open as may be.</summary>
    Full = 25,

    /// <summary>As many swaps are open with this peer as may be.</summary>
    FullOfPeer = 26,

    /// <summary>This node's clock and a chain's do not fit: nothing new begins.</summary>
    ClockOff = 27,

    /// <summary>A chain cannot be asked now.</summary>
    ChainSilent = 28,

    /// <summary>The disk did not take it: nothing has happened.</summary>
    NotKept = 29,
}
