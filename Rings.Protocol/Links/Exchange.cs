using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Links;

/// <summary>An offer and its answer under way: those that begin a link, or those of an ICE restart.</summary>
/// <param name="Way">How they travel.</param>
internal sealed record Exchange(LinkWay Way)
{
    /// <summary>The offer; null while this node has not made its own yet.</summary>
    public LinkOffer? Offer { get; init; }

    /// <summary>The hash of the offer's payload.</summary>
    public PayloadHash Hash { get; init; }

    /// <summary>This node's delegation that its offer was signed under.</summary>
    public DelegationId Under { get; init; }
}
