using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// A member's word that its node may sign renewals by itself. Whoever steals the running node's session key can renew it as
/// long: that is the price.
/// </summary>
/// <param name="Until">When it ends.</param>
/// <param name="Left">How many more.</param>
/// <param name="Newest">When the newest delegation was issued that a renewal has followed: none that is older is followed again.</param>
/// <param name="Last">SHA-256 of the text that was approved last: to be asked for it again costs nothing.</param>
public sealed record RenewalPolicy(Instant Until, int Left, Instant Newest, Bytes32 Last)
{
    /// <summary>A new one.</summary>
    public static RenewalPolicy From(Instant now) =>
        new(now + GroupLimits.PolicyLife, GroupLimits.Renewals, Instant.Epoch, default);

    /// <summary>What it says to a renewal.</summary>
    /// <param name="policy">The policy; null: there is none.</param>
    /// <param name="subject">What is asked for.</param>
    /// <param name="renewal">By whom.</param>
    /// <param name="key">The group.</param>
    /// <param name="now">The time.</param>
    /// <returns>The answer, and the policy after it.</returns>
    public static (GroupAnswer Answer, RenewalPolicy? Policy) Judge(
        RenewalPolicy? policy, SigningSubject.Delegate subject, Renewal renewal, GroupKey key, Instant now)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(renewal);
        if (!renewal.IsRightFor(subject, key, now) || renewal.Renewed.Issued < policy?.Newest)
            return (GroupAnswer.WrongRenewal, policy);
        if (policy is null || now >= policy.Until) return (GroupAnswer.NoPolicy, policy);
        if (subject.Hash == policy.Last) return (GroupAnswer.Approved, policy);
        return policy.Left == 0
            ? (GroupAnswer.NoPolicy, policy)
            : (GroupAnswer.Approved, policy with
            {
                Left = policy.Left - 1,
                Newest = renewal.Renewed.Issued,
                Last = subject.Hash,
            });
    }
}
