using System.Collections.Immutable;
using Akka.Actor;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Actors.Public;

/// <summary>What can be asked of a node's swaps. Commands stay within their process.</summary>
public static class RingsSwapsProtocol
{
    /// <summary>Asks for something. Reply: <see cref="SwapReply"/>, unless it says another.</summary>
    public interface ISwapCommand : INoSerializationVerificationNeeded;

    /// <summary>Offers a swap.</summary>
    /// <param name="Order">What, and to whom.</param>
    public sealed record OfferSwap(SwapOrder Order) : ISwapCommand;

    /// <summary>Accepts an offer: from then on this node's money follows the other's.</summary>
    public sealed record AcceptSwap(SecretId Id) : ISwapCommand;

    /// <summary>Does not want an offer, one's own or another's; only before this side has locked.</summary>
    public sealed record DeclineSwap(SecretId Id) : ISwapCommand;

    /// <summary>Takes this side's own money back now; it is done without being asked, too.</summary>
    public sealed record RefundSwap(SecretId Id) : ISwapCommand;

    /// <summary>What anybody needs to take this side's own money back without this node. Reply: <see cref="SwapExported"/>.</summary>
    public sealed record ExportSwap(SecretId Id) : ISwapCommand;

    /// <summary>How things stand. Reply: <see cref="SwapsView"/>.</summary>
    public sealed record GetSwaps : ISwapCommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly GetSwaps Instance = new();
    }

    /// <summary>How each chain stands: all of them are asked now. Reply: <see cref="ChainsSeen"/>.</summary>
    public sealed record LookAtChains : ISwapCommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly LookAtChains Instance = new();
    }

    /// <summary>How the chains stand.</summary>
    /// <param name="Chains">All of them; none: this node is too busy to ask.</param>
    public sealed record ChainsSeen(ImmutableArray<ChainSeen> Chains) : INoSerializationVerificationNeeded;

    /// <summary>How one chain stands.</summary>
    /// <param name="Chain">Which.</param>
    /// <param name="Check">What it says; null: it cannot be asked.</param>
    /// <param name="Trouble">Why it cannot be asked; null: it answered.</param>
    public sealed record ChainSeen(ChainIdentity Chain, LegCheck? Check, string? Trouble);

    /// <summary>What became of a command.</summary>
    /// <param name="Refusal">Why it was not done; null: it was.</param>
    /// <param name="Id">The swap, where one was made.</param>
    public sealed record SwapReply(SwapRefusal? Refusal, SecretId? Id = null) : INoSerializationVerificationNeeded;

    /// <summary>What is to be laid away, or given to a friend who watches.</summary>
    /// <param name="Text">It holds a secret key where this side's leg is on a UTXO chain; null: there is nothing to take back.</param>
    public sealed record SwapExported(string? Text) : INoSerializationVerificationNeeded;

    /// <summary>All swaps of this node, at one moment.</summary>
    /// <param name="Book">The swaps; it is immutable.</param>
    /// <param name="Chains">The chains, and what keeps one from being asked; null: it answered.</param>
    /// <param name="Alarms">What this node's person has to know of a swap, the latest of each.</param>
    public sealed record SwapsView(
        SwapBook Book, ImmutableArray<(ChainIdentity Chain, string? Trouble)> Chains, ImmutableDictionary<SecretId, string> Alarms)
        : INoSerializationVerificationNeeded;
}
