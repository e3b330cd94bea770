using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>An account in a ring: one end of a session. Rings may differ, through a gateway.</summary>
/// <param name="Ring">The account's ring.</param>
/// <param name="Account">The account.</param>
internal readonly record struct Address(RingId Ring, Did Account)
{
    /// <summary>The end for which a signer acts.</summary>
    public static Address Of(Signer signer) => new(signer.Ring, signer.Account);

    /// <summary>The end for which a delegation acts.</summary>
    public static Address Of(Delegation delegation) => new(delegation.Ring, delegation.Account);
}
