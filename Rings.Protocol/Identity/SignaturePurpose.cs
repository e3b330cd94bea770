namespace Rings.Protocol.Identity;

/// <summary>
/// What a session key signs. The purpose is part of what is signed, so no signature serves two of them.
/// </summary>
public enum SignaturePurpose
{
    /// <summary>An offer to open or restart a link: <c>link-offer</c>.</summary>
    LinkOffer,

    /// <summary>The answer to an offer: <c>link-answer</c>.</summary>
    LinkAnswer,

    /// <summary>A message: <c>transaction</c>.</summary>
    Transaction,

    /// <summary>The value of a Register: <c>register</c>.</summary>
    Register,

    /// <summary>An element of a Set: <c>set-element</c>.</summary>
    SetElement,

    /// <summary>The removal of elements from a Set: <c>set-removal</c>.</summary>
    SetRemoval,

    /// <summary>A wish to keep a Blob: <c>blob-lease</c>.</summary>
    BlobLease,

    /// <summary>The first message of an end-to-end handshake: <c>e2e-hello</c>.</summary>
    EndToEndHello,

    /// <summary>Its answer: <c>e2e-reply</c>.</summary>
    EndToEndReply,

    /// <summary>A bundle of prekeys: <c>e2e-prekeys</c>.</summary>
    EndToEndPrekeys,

    /// <summary>Mail to somebody who is away: <c>e2e-first</c>.</summary>
    EndToEndFirst,

    /// <summary>What a member says while its group generates a key: <c>group-deal</c>.</summary>
    GroupDeal,

    /// <summary>The next delegation that the node of a group asks for: <c>group-renewal</c>.</summary>
    GroupRenewal,
}
