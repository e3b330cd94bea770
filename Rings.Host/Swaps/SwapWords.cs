using Rings.Host.JsonRpc;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Swaps;

/// <summary>Refusals and stages in words.</summary>
internal static class SwapWords
{
    /// <summary>The error of a refusal.</summary>
    public static JsonRpcException ErrorOf(SwapRefusal refusal) => new(
        refusal.Fault switch
        {
            SwapFault.Unknown => JsonRpcError.NotFound,
            SwapFault.Full or SwapFault.FullOfPeer => JsonRpcError.Busy,
            SwapFault.ChainSilent or SwapFault.NotKept or SwapFault.ClockOff => JsonRpcError.NotReady,
            _ => JsonRpcError.Refused,
        },
        Of(refusal), refusal.Field);

    /// <summary>A refusal: why, which field, and what would do. Amounts are in the smallest unit.</summary>
    public static string Of(SwapRefusal refusal) => $"{Of(refusal.Fault)} {refusal.Field}: expected {refusal.Allowed}.";

    /// <summary>Why.</summary>
    public static string Of(SwapFault fault) => fault switch
    {
        SwapFault.Declined => "A person said no.",
        SwapFault.Unknown => "There is no such swap here.",
        SwapFault.OutOfTurn => "The swap is too far for that, or not far enough.",
        SwapFault.ChainUnknown => "The chain is not configured.",
        SwapFault.OtherGenesis => "The chain has another first block.",
        SwapFault.OtherContract => "The contract, or the code at it, is another one.",
        SwapFault.RealMoney => "The chain is no known test chain, so it counts as real money.",
        SwapFault.SameChain => "Both legs are on one chain.",
        SwapFault.OtherAsset => "The chain's money has another name.",
        SwapFault.GapTooSmall => "The refund times are too near to each other: a silence or a late claim could lose a leg.",
        SwapFault.TooLate => "There is too little time.",
        SwapFault.TooFar => "The money would wait too long.",
        SwapFault.Expired => "The offer's life is over.",
        SwapFault.LivesTooLong => "The offer lives too long.",
        SwapFault.AmountTooSmall => "The amount is not above dust and the fees of all that may follow.",
        SwapFault.AmountTooLarge => "A lock of such a chain cannot hold so much.",
        SwapFault.FeeTooSmall => "The ceiling of a fee is below what a claim may need.",
        SwapFault.NoMoney => "The wallet has not the money.",
        SwapFault.NoGas => "The account that claims or refunds has not the gas.",
        SwapFault.ReceiverHasCode => "A receiver is a contract, which might refuse the money.",
        SwapFault.WrongPlace => "A key or address does not fit its chain.",
        SwapFault.WrongHash => "The hash is of zeros.",
        SwapFault.Reused => "The id, the hash or a key was in another swap.",
        SwapFault.TooFewConfirmations => "That is fewer confirmations than this node demands.",
        SwapFault.OtherTerms => "The other side has other terms.",
        SwapFault.Full => "As many swaps are open as may be.",
        SwapFault.FullOfPeer => "As many swaps are open with this peer as may be.",
        SwapFault.ClockOff => "This node's clock and the chain's do not fit.",
        SwapFault.ChainSilent => "A chain cannot be asked now: rings swap chains says why.",
        SwapFault.NotKept => "The disk takes no writes: nothing was done.",
        _ => "The other side has a reason that this program does not know.",
    };

    /// <summary>How far a swap is, as its side sees it.</summary>
    public static string Of(SwapSide swap) => (swap.Shown, swap.Role) switch
    {
        (SwapStage.Proposed, SwapRole.Offerer) => "is offered",
        (SwapStage.Proposed, _) => "waits for you",
        (SwapStage.Agreed, SwapRole.Offerer) => "is agreed; this node locks next",
        (SwapStage.Agreed, _) => "is agreed; the other side locks next",
        (SwapStage.Leg1Sent, SwapRole.Offerer) => "this node's lock is sent",
        (SwapStage.Leg1Sent, _) => "the other side's lock is seen",
        (SwapStage.Leg1Locked, SwapRole.Offerer) => "this node's lock is deep; the other side locks next",
        (SwapStage.Leg1Locked, _) => "the other side's lock is deep; this node locks next",
        (SwapStage.Leg2Sent, SwapRole.Offerer) => "the other side's lock is seen",
        (SwapStage.Leg2Sent, _) => "this node's lock is sent",
        (SwapStage.Leg2Locked, SwapRole.Offerer) => "the other side's lock is deep; this node claims next",
        (SwapStage.Leg2Locked, _) => "both locks are deep; the other side claims next",
        (SwapStage.Revealing or SwapStage.Claiming, _) => "this node claims",
        (SwapStage.Claimed, _) => "this node's claim is in a block",
        (SwapStage.Refunding, _) => "this node's money is on its way back",
        (SwapStage.Done, _) => "is done: this node has what it was to get",
        (SwapStage.Refunded, _) => "is over: this node has its own money back",
        (SwapStage.Abandoned, _) => "ended before this node locked anything",
        _ => "IS LOST: the other side has both",
    };
}
