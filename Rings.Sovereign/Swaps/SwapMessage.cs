using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>What two sides of a swap say to each other: the payloads of <c>swap/1</c>. Nothing of it is believed about a chain.</summary>
/// <param name="Id">The swap: 16 bytes that who offers it drew.</param>
public abstract record SwapMessage(SecretId Id)
{
    /// <summary>I give this for that.</summary>
    /// <param name="Id">The swap.</param>
    /// <param name="Give">Leg 1; without ClaimTo and confirmations.</param>
    /// <param name="Take">Leg 2; without RefundTo.</param>
    /// <param name="T1">From when leg 1 can be taken back, Unix seconds.</param>
    /// <param name="T2">Leg 2 likewise.</param>
    /// <param name="Hash">SHA-256 of the preimage.</param>
    /// <param name="ValidUntilMs">Until when it can be accepted, Unix milliseconds.</param>
    public sealed record Offer(
        SecretId Id, SwapLeg Give, SwapLeg Take, long T1, long T2, Bytes32 Hash, long ValidUntilMs) : SwapMessage(Id);

    /// <summary>I take it.</summary>
    /// <param name="Id">The swap.</param>
    /// <param name="GiveClaimTo">Whom leg 1 pays.</param>
    /// <param name="TakeRefundTo">Who gets leg 2 back.</param>
    /// <param name="GiveConfirmations">How deep leg 1 has to be before leg 2 is locked.</param>
    /// <param name="TermsHash">The hash of all terms.</param>
    public sealed record Accept(
        SecretId Id, ChainPlace GiveClaimTo, ChainPlace TakeRefundTo, int GiveConfirmations, Bytes32 TermsHash) : SwapMessage(Id);

    /// <summary>I am this far: a hint for people, never believed.</summary>
    /// <param name="Id">The swap.</param>
    /// <param name="Step">How far.</param>
    /// <param name="TransactionId">The transaction, as its chain writes it; may be empty.</param>
    public sealed record Note(SecretId Id, SwapStage Step, string TransactionId) : SwapMessage(Id);

    /// <summary>I do not go on. Changes nothing once the receiver has locked.</summary>
    /// <param name="Id">The swap.</param>
    /// <param name="Reason">Why: the number of a <see cref="SwapFault"/>; unknown ones are taken as they are.</param>
    public sealed record Cancel(SecretId Id, SwapFault Reason) : SwapMessage(Id);
}
