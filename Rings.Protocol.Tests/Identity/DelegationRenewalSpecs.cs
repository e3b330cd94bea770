using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class DelegationRenewalSpecs
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Phases_follow_each_other_at_the_beginning_a_quarter_a_tenth_and_the_end()
    {
        var delegation = TestAccounts.Signer().Delegation;
        var (now, seen) = (delegation.Issued - TimeSpan.FromHours(1), new List<DelegationPhase>());
        for (Instant? next = now; next is { } at; next = DelegationRenewal.NextPhase(delegation, at))
        {
            if (seen.Count > 0) Assert.Equal(seen[^1], DelegationRenewal.PhaseAt(delegation, at - Millisecond));
            seen.Add(DelegationRenewal.PhaseAt(delegation, at));
        }

        Assert.Equal(Enum.GetValues<DelegationPhase>(), seen);
        Assert.Equal(
            DelegationPhase.RenewalDue, DelegationRenewal.PhaseAt(delegation,
                delegation.Expires - TimeSpan.FromDays(3.5)));
    }

    [Fact]
    public void A_renewal_lives_as_long_and_supersedes_the_earlier_one()
    {
        using var account = TestAccounts.Account();
        using var session = SessionKey.FromSeed(TestAccounts.Seed(5));
        var earlier = TestAccounts.Signer().Delegation;
        var now = earlier.Expires - TimeSpan.FromDays(2);

        var renewed = DelegationRenewal.Renew(earlier, session, now, TestAccounts.Seed(3, 16)).Sign(account);

        Assert.Equal(earlier.Account, renewed.Account);
        Assert.Equal(earlier.Ring, renewed.Ring);
        Assert.Equal(now + Delegation.DefaultLifetime, renewed.Expires);
        Assert.True(LiveNodeRule.Supersedes(renewed, earlier));
        Assert.False(LiveNodeRule.Supersedes(earlier, renewed));
        Assert.False(LiveNodeRule.Supersedes(earlier, earlier));
    }

    [Fact]
    public void Of_two_issued_at_once_the_greater_id_stays()
    {
        using var account = TestAccounts.Account();
        using var session = SessionKey.FromSeed(TestAccounts.Seed(5));
        var left = TestAccounts.Signer().Delegation;
        var right = TestAccounts.Draft(account, session).Sign(account);

        Assert.Equal(left.Id > right.Id, LiveNodeRule.Supersedes(left, right));
        Assert.NotEqual(LiveNodeRule.Supersedes(left, right), LiveNodeRule.Supersedes(right, left));
    }
}
