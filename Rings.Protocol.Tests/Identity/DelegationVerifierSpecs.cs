using CsCheck;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class DelegationVerifierSpecs
{
    private static readonly Did Link = Did.Zero.Finger(1);
    private static readonly Instant Now = TestAccounts.Now;

    private readonly DelegationVerifier _verifier = new(TestAccounts.Ring, new());

    [Fact]
    public void A_valid_delegation_is_verified_once_and_then_the_same_object_is_found()
    {
        var bytes = TestAccounts.Signer().Delegation.Bytes.Span;

        Assert.Equal(DelegationVerdict.Valid, _verifier.Check(bytes, Link, Now, out var first));
        Assert.Equal(DelegationVerdict.Valid, _verifier.Check(bytes, Link, Now, out var second));
        Assert.Same(first, second);
        Assert.Equal(1, _verifier.Count);
    }

    [Fact]
    public void The_nodes_own_is_kept_as_it_is_and_judged_by_time_and_revocations_like_any_other()
    {
        var own = TestAccounts.Signer().Delegation;
        var elsewhere = TestAccounts.Signer(ring: RingId.OfPublic("other")).Delegation;
        _verifier.Vouch(own);
        _verifier.Vouch(own);
        _verifier.Vouch(elsewhere);

        Assert.Equal(1, _verifier.Count);
        Assert.Equal(DelegationVerdict.Valid, _verifier.Check(own.Bytes.Span, Link, Now, out var found));
        Assert.Same(own, found);
        Assert.Equal(DelegationVerdict.Expired, Check(own.Bytes.Span, own.Expires));
        Assert.Equal(DelegationVerdict.WrongRing, Check(elsewhere.Bytes.Span, Now));
    }

    [Fact]
    public void Every_fault_has_its_own_verdict()
    {
        var delegation = TestAccounts.Signer().Delegation;
        var forged = delegation.Bytes.ToArray();
        forged[^1] ^= 1;
        var elsewhere = TestAccounts.Signer(ring: RingId.OfPublic("other")).Delegation;

        Assert.Equal(DelegationVerdict.Forged, Check(forged, Now));
        Assert.Equal(DelegationVerdict.Malformed, Check([1, 2, 3], Now));
        Assert.Equal(DelegationVerdict.WrongRing, Check(elsewhere.Bytes.Span, Now));
        Assert.Equal(DelegationVerdict.NotYet, Check(delegation.Bytes.Span, Now - TimeSpan.FromSeconds(61)));
        Assert.Equal(DelegationVerdict.Expired, Check(delegation.Bytes.Span, delegation.Expires));
    }

    /// <summary>P-20 for delegations: no time overflows.</summary>
    [Fact]
    public void A_verified_delegation_is_accepted_exactly_within_its_time() =>
        Gen.OneOf(Gen.Long, Gen.Long[-100_000_000_000_000, 100_000_000_000_000].Select(d => Now.UnixMicroseconds + d))
            .Sample(micros =>
            {
                var delegation = TestAccounts.Signer().Delegation;
                var now = new Instant(micros);
                var expected = (Int128)delegation.Issued.UnixMicroseconds <= (Int128)micros + 60_000_000
                    && now < delegation.Expires;
                Assert.Equal(expected, _verifier.Recheck(delegation, now) == DelegationVerdict.Valid);
                Assert.Equal(expected, delegation.IsInForce(now, TimeSpan.FromSeconds(60)));
            }, threads: 1, iter: 200);

    [Fact]
    public void A_failure_is_remembered_for_a_minute_and_costs_no_rate()
    {
        var verifier = new DelegationVerifier(TestAccounts.Ring, new() { PerLinkAndSecond = 1, PerSecond = 1 });
        byte[] garbage = [1, 2, 3];

        Assert.Equal(DelegationVerdict.Malformed, verifier.Check(garbage, Link, Now, out _));
        Assert.Equal(DelegationVerdict.Malformed, verifier.Check(garbage, Link, Now + TimeSpan.FromSeconds(0.5),
            out _));
        Assert.Equal(DelegationVerdict.Busy, verifier.Check([4], Link, Now + TimeSpan.FromSeconds(0.5), out _));
        Assert.Equal(DelegationVerdict.Malformed, verifier.Check([4], Link, Now + TimeSpan.FromSeconds(60), out _));
        Assert.Equal(DelegationVerdict.Busy, verifier.Check(garbage, Link, Now + TimeSpan.FromSeconds(60), out _));
    }

    [Fact]
    public void Unknown_delegations_are_verified_50_per_second_and_link_and_no_more_than_400_in_all()
    {
        var verdicts = Enumerable.Range(0, 96).SelectMany(link => Enumerable.Range(0, 60).Select(i =>
            _verifier.Check([(byte)link, (byte)i, 7], Did.Zero.Finger(link), Now, out _))).ToList();

        var taken = verdicts.Chunk(60).Select(link => link.Count(v => v == DelegationVerdict.Malformed)).ToArray();
        Assert.All(taken.Take(4), link => Assert.Equal(50, link));
        Assert.All(taken, link => Assert.NotEqual(0, link));
        Assert.InRange(taken.Sum(), 350, 400);
    }

    [Fact]
    public void Twenty_links_that_flood_leave_a_stranger_on_another_his_place()
    {
        for (var link = 0; link < 20; link++)
        {
            for (var i = 0; i < 60; i++)
                _verifier.Check([(byte)link, (byte)i, 7], Did.Zero.Finger(link), Now, out _);
        }

        var stranger = TestAccounts.Signer(number: 77).Delegation.Bytes.Span;
        Assert.Equal(DelegationVerdict.Valid, _verifier.Check(stranger, Did.Zero.Finger(99), Now, out _));
    }

    [Fact]
    public void A_flood_of_delegations_that_are_shown_once_drives_out_none_that_is_in_use()
    {
        var verifier = new DelegationVerifier(
            TestAccounts.Ring, new() { Verified = 4, PerLinkAndSecond = 1, PerSecond = 8 });
        var used = TestAccounts.Signer(number: 50).Delegation.Bytes.Span;
        verifier.Check(used, Link, Now, out _);
        verifier.Check(used, Link, Now, out _);

        for (var i = 1; i <= 20; i++)
        {
            var at = Now + TimeSpan.FromSeconds(i);
            verifier.Check(TestAccounts.Signer(number: i).Delegation.Bytes.Span, Link, at, out _);
        }

        verifier.Check([1], Link, Now, out _);
        Assert.Equal(DelegationVerdict.Valid, verifier.Check(used, Link, Now, out _));
    }

    [Fact]
    public void Known_delegations_pass_while_unknown_ones_are_too_many()
    {
        var delegation = TestAccounts.Signer().Delegation.Bytes.Span;
        Check(delegation, Now);
        for (var i = 0; i < 100; i++) Check([(byte)i], Now);

        Assert.Equal(DelegationVerdict.Busy, Check([200], Now));
        Assert.Equal(DelegationVerdict.Valid, Check(delegation, Now));
    }

    [Fact]
    public void The_caches_never_grow_beyond_their_bounds()
    {
        var verifier = new DelegationVerifier(
            TestAccounts.Ring, new() { Verified = 3, Failed = 3, PerLinkAndSecond = 1000, PerSecond = 1000 });
        for (var i = 0; i < 8; i++)
        {
            var delegation = TestAccounts.Signer(number: i).Delegation;
            Assert.Equal(DelegationVerdict.Valid, verifier.Check(delegation.Bytes.Span, Link, Now, out _));
            Assert.Equal(DelegationVerdict.Malformed, verifier.Check([(byte)i], Link, Now, out _));
        }

        Assert.InRange(verifier.Count, 1, 3);
        var memory = new FailureMemory(3, TimeSpan.FromSeconds(60));
        for (var i = 0; i < 8; i++) memory.Add(DelegationId.Of([(byte)i]), DelegationVerdict.Forged, Now);
        Assert.Equal(3, memory.Count);
        Assert.Null(memory.Find(DelegationId.Of([0]), Now));
        Assert.Equal(DelegationVerdict.Forged, memory.Find(DelegationId.Of([7]), Now));
    }

    [Fact]
    public void A_revocation_ends_what_was_verified_before()
    {
        using var account = TestAccounts.Account();
        var bytes = TestAccounts.Signer().Delegation.Bytes.Span;
        Assert.Equal(DelegationVerdict.Valid, Check(bytes, Now));

        var revocation = RevocationSpecs.Draft(account, TestAccounts.Ring, Now + TimeSpan.FromSeconds(1)).Sign(account);
        Assert.True(_verifier.Revocations.Learn(revocation, Now));

        Assert.Equal(DelegationVerdict.Revoked, Check(bytes, Now));
        var renewed = TestAccounts.Signer(issued: Now + TimeSpan.FromSeconds(1)).Delegation;
        Assert.Equal(DelegationVerdict.Valid, Check(renewed.Bytes.Span, Now));
    }

    [Fact]
    public void The_revocation_unused_for_longest_gives_way()
    {
        var verifier = new DelegationVerifier(TestAccounts.Ring, new() { Accounts = 2 });
        for (var number = 1; number <= 3; number++)
        {
            using var account = TestAccounts.Account(number: number);
            verifier.Revocations.Learn(
                RevocationSpecs.Draft(account, TestAccounts.Ring, Now + TimeSpan.FromSeconds(1)).Sign(account), Now);
        }

        Assert.Equal([false, true, true], Enumerable.Range(1, 3).Select(number =>
            verifier.Revocations.IsRevoked(TestAccounts.Signer(number: number).Delegation)));
    }

    private DelegationVerdict Check(ReadOnlySpan<byte> bytes, Instant now)
    {
        var verdict = _verifier.Check(bytes, Link, now, out var delegation);
        Assert.Equal(verdict == DelegationVerdict.Valid, delegation is not null);
        return verdict;
    }
}
