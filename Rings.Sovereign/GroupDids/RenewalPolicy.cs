using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// A member's word that its node may sign renewals by itself. Whoever steals the running node's session key can renew it as
/// long: that is the price.
/// </summary>
/// <param name="Until">When it ends.</param>
/// <param name="Left">How many more.</param>
/// <param name="Last">SHA-256 of the text that was approved last: to be asked for it again costs nothing.</param>
public sealed record RenewalPolicy(Instant Until, int Left, Bytes32 Last)
{
    /// <summary>A new one.</summary>
    public static RenewalPolicy From(Instant now) =>
        new(now + GroupLimits.PolicyLife, GroupLimits.Renewals, default);

    /// <summary>What a member says to a renewal.</summary>
    /// <param name="group">Its part of the group, perhaps with a policy.</param>
    /// <param name="subject">What is asked for.</param>
    /// <param name="renewal">By whom.</param>
    /// <param name="now">The time.</param>
    /// <returns>The answer, and the part after it.</returns>
    public static (GroupAnswer Answer, StandingGroup Group) Judge(
        StandingGroup group, SigningSubject.DelegateTo subject, Renewal renewal, Instant now)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(renewal);
        if (!renewal.IsRightFor(subject, group.Key, now) || renewal.Renewed.Issued < group.FollowedFrom)
            return (GroupAnswer.WrongRenewal, group);
        if (group.Policy is not { } policy || now >= policy.Until) return (GroupAnswer.NoPolicy, group);
        if (subject.Hash == policy.Last) return (GroupAnswer.Approved, group);
        return policy.Left == 0
            ? (GroupAnswer.NoPolicy, group)
            : (GroupAnswer.Approved, group with
            {
                FollowedFrom = renewal.Renewed.Issued,
                Policy = policy with { Left = policy.Left - 1, Last = subject.Hash },
            });
    }
}
