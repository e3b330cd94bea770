using Rings.Host.JsonRpc;
using Rings.Sovereign.Secrets;

namespace Rings.Host.Secrets;

/// <summary>Outcomes in words, with the code of each.</summary>
internal static class SecretWords
{
    /// <summary>The error of an outcome that is none to be glad of.</summary>
    public static JsonRpcException ErrorOf(SecretOutcome outcome) => new(CodeOf(outcome), Of(outcome));

    private static JsonRpcError CodeOf(SecretOutcome outcome) => outcome switch
    {
        SecretOutcome.Unknown or SecretOutcome.NothingKept => JsonRpcError.NotFound,
        SecretOutcome.Full => JsonRpcError.Busy,
        SecretOutcome.Invalid => JsonRpcError.InvalidParams,
        SecretOutcome.NotKept => JsonRpcError.NotReady,
        _ => JsonRpcError.Refused,
    };

    private static string Of(SecretOutcome outcome) => outcome switch
    {
        SecretOutcome.Ignored => "It is under way already.",
        SecretOutcome.Unknown => "There is no such secret or claim here.",
        SecretOutcome.Full => "There are as many as there may be, or today's claims are used up.",
        SecretOutcome.WrongOwner => "The key that would be split is not this node's.",
        SecretOutcome.WrongWords => "These are not the words of this claim. After the third mistake the claim ends.",
        SecretOutcome.ClaimEnded => "The claim has ended: refused, too old, or three times the wrong words. The claimant has to claim anew.",
        SecretOutcome.NotOpened => "The claimant's node has not shown its number yet: there are no words. Wait until both nodes are up.",
        SecretOutcome.Vetoed => "The owner's Did says that this claim is not its own. It may be the thief's node that says so, or the owner: ask "
            + "again, face to face, what no stranger knows; then approve with --despite-veto, and the share goes after twice the delay.",
        SecretOutcome.NothingKept => "This node keeps nothing of that secret.",
        SecretOutcome.AlreadyApproved => "The claim is approved already.",
        SecretOutcome.Invalid => "Expected 2 to 32 different guardians, this node not among them, a threshold from 2 to their number, a delay of "
            + "0 to 720 hours, and 1 byte to 12 KiB to keep.",
        SecretOutcome.NotKept => "The disk takes no writes: nothing was done.",
        _ => "A rule forbids it.",
    };
}
