using Rings.Protocol.Wire;

namespace Rings.Actors.Links;

/// <summary>Why an offer or an answer is refused, with the remedy where there is one.</summary>
internal static class RefusalWords
{
    /// <summary>The words for the one who is refused.</summary>
    public static string Of(LinkRefusal refusal) => refusal switch
    {
        LinkRefusal.PskTag => "one of the two is in a private ring, and the other is not or has another secret",
        LinkRefusal.Malformed => "it cannot be read: is it whole?",
        LinkRefusal.Time => "it is too old, or of the future: compare the clocks of both machines",
        LinkRefusal.Ring => "it is for another ring: compare the rings' names",
        LinkRefusal.Address => "it is for another Did than this node's: ask for the line that joins this node",
        LinkRefusal.Version => "no version of the protocol is common to both: one of the programs is too old",
        LinkRefusal.Unknown => "it answers no offer that still waits",
        LinkRefusal.Features => "it names features that were not offered",
        LinkRefusal.Delegation => "the delegation is not valid here: it has expired, was revoked, or was issued in the future. "
            + "Compare the clocks of both machines; rings doctor looks at the session",
        LinkRefusal.Busy => "too many newcomers at once: try again in a few seconds",
        LinkRefusal.Signature => "the signature is wrong",
        LinkRefusal.Sdp => "its session description is not one of a link",
        _ => refusal.ToString(),
    };
}
