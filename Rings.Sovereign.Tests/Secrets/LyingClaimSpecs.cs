using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;
using static Rings.Sovereign.Tests.Secrets.SecretWorldDeals;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>Claimants, guardians and thieves of a session key that lie: no share moves by it, and none is lost.</summary>
public sealed class LyingClaimSpecs
{
    [Fact]
    public void A_guardian_that_draws_a_second_nonce_is_not_followed()
    {
        var world = Split(7, 3, 2);
        world.Claim();
        world.Settle();
        var (guardian, words) = (world.Guardians[0], world.ClaimantNow.WordsFor(world.Task, world.Guardians[0]));

        var outcome = world.Say(guardian, world.Claimant, new SecretMessage.Challenge(
            world.Task.Parts[guardian].Claim, Bytes32.Draw(world.Random.Fill)));

        Assert.Equal(SecretOutcome.Refused, outcome);
        Assert.Equal(words, world.ClaimantNow.WordsFor(world.Task, guardian));
    }

    [Fact]
    public void A_guardian_that_chooses_its_nonce_as_another_drew_it_gets_no_words_that_open_anything_there()
    {
        var world = Split(27, 3, 2);
        var (liar, honest) = (world.Guardians[1], world.Guardians[0]);
        world.Away.Add(liar);
        world.Claim();
        var thief = Did.Zero.Finger(120);
        // The liar claims, too, at an honest guardian, and answers the owner's claim with the nonce that it was given there.
        world.DoAs(thief, world.Join(thief).Begin(world.Sheet, false, world.Now, world.Random.Fill));
        world.Settle();
        var theirs = world.ClaimantOf(thief).Tasks.Values.Single().Parts[honest];

        Assert.Equal(SecretOutcome.Done, world.Say(liar, world.Claimant, new SecretMessage.Challenge(
            world.Task.Parts[liar].Claim, theirs.Nonce!.Value)));

        var said = world.ClaimantNow.WordsFor(world.Task, liar)!.Value;
        Assert.Equal(SecretOutcome.WrongWords, world.Do(honest, world[honest].Approve(theirs.Claim, said, false, world.Now)));
        Assert.Equal(SecretOutcome.WrongWords, world.Do(honest, world[honest].Approve(
            world.Task.Parts[honest].Claim, said, false, world.Now)));
        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Return);
    }

    [Fact]
    public void An_opening_that_a_guardian_was_given_is_no_claim_of_its_own_elsewhere()
    {
        var world = Split(28, 3, 2);
        world.Claim();
        world.Settle();
        var (liar, honest) = (world.Guardians[1], world.Guardians[0]);
        var given = world.Task.Parts[liar];
        var replayed = new SecretMessage.Opening(given.Claim, given.Random);

        Assert.Equal(SecretOutcome.Ignored, world.Say(liar, honest, replayed));
        // The claim is replayed before it, with the commitment that fits the number: for another guardian and claimant.
        Assert.Equal(SecretOutcome.Done, world.Say(liar, honest, new SecretMessage.Claim(
            given.Claim, world.Owner, world.Id, world[liar].Claims[given.Claim].Commitment)));
        Assert.Equal(SecretOutcome.WrongOpening, world.Say(liar, honest, replayed));
        Assert.Equal(ClaimStage.Ended, world[honest].Claims[given.Claim].Stage);
    }

    [Fact]
    public void Shares_of_one_index_count_once()
    {
        var world = Split(30, 3, 2);
        world.Claim();
        world.Settle();
        var deal = world[world.Guardians[0]].Kept.Values.Single().Any.Deal;
        // Two that collude give the same share.
        foreach (var guardian in world.Guardians.Take(2))
        {
            Assert.Equal(SecretOutcome.Done, world.Say(guardian, world.Claimant, new SecretMessage.Return(
                world.Task.Parts[guardian].Claim, world.Id, 1, new(deal.Index, deal.Mode, deal.Commitments, deal.Share, deal.Sealed))));
        }

        Assert.Equal((null, 1), (SecretRecovery.Combine(world.Task).Secret, SecretRecovery.Combine(world.Task).Good));
        Assert.Equal(SecretOutcome.Done, world.Approve(world.Guardians[2]));
        Assert.Equal(world.Key.ToByteArray(), SecretRecovery.Combine(world.Task).Secret);
    }

    [Fact]
    public void A_guardian_gives_back_sixteen_versions_and_no_more_are_taken()
    {
        var world = Split(31, 3, 2);
        world.Claim();
        world.Settle();
        var (liar, claim) = (world.Guardians[0], world.Task.Parts[world.Guardians[0]].Claim);
        for (var version = 2u; version < 2u + SecretLimits.Versions; version++)
        {
            Assert.Equal(SecretOutcome.Done, world.Say(
                liar, world.Claimant, new SecretMessage.Return(claim, world.Id, version, null)));
        }

        Assert.Equal(SecretOutcome.Full, world.Say(liar, world.Claimant, new SecretMessage.Return(claim, world.Id, 99, null)));
    }

    [Fact]
    public void A_nonce_is_answered_to_the_guardian_that_drew_it_only()
    {
        var world = Split(8, 3, 2);
        world.Away.UnionWith(world.Guardians);
        world.Claim();
        world.Settle();

        var outcome = world.Say(world.Guardians[1], world.Claimant, new SecretMessage.Challenge(
            world.Task.Parts[world.Guardians[0]].Claim, Bytes32.Draw(world.Random.Fill)));

        Assert.Equal(SecretOutcome.Unknown, outcome);
        Assert.Null(world.ClaimantNow.WordsFor(world.Task, world.Guardians[0]));
    }

    [Fact]
    public void A_claim_whose_number_is_another_than_it_was_bound_to_ends()
    {
        var world = Split(9, 3, 2);
        var (guardian, claim) = (world.Guardians[0], SecretId.Draw(world.Random.Fill));
        var thief = Did.Zero.Finger(120);
        world.Say(thief, guardian, new SecretMessage.Claim(claim, world.Owner, world.Id, Bytes32.Draw(world.Random.Fill)));

        var outcome = world.Say(thief, guardian, new SecretMessage.Opening(claim, Bytes32.Draw(world.Random.Fill)));

        Assert.Equal(SecretOutcome.WrongOpening, outcome);
        Assert.Equal(ClaimStage.Ended, world[guardian].Claims[claim].Stage);
    }

    [Fact]
    public void An_opening_counts_once_from_its_claimant_and_for_its_own_claim()
    {
        var world = Split(10, 3, 2);
        world.Claim();
        world.Settle();
        var guardian = world.Guardians[0];
        var part = world.Task.Parts[guardian];
        var replayed = new SecretMessage.Opening(part.Claim, part.Random);
        var thief = Did.Zero.Finger(120);
        var other = SecretId.Draw(world.Random.Fill);
        world.Say(thief, guardian, new SecretMessage.Claim(
            other, world.Owner, world.Id, world[guardian].Claims[part.Claim].Commitment));

        Assert.Equal(SecretOutcome.Ignored, world.Say(world.Claimant, guardian, replayed));
        Assert.Equal(SecretOutcome.Ignored, world.Say(thief, guardian, replayed));
        // The same commitment and number under another claimant's name are no claim of it.
        Assert.Equal(SecretOutcome.WrongOpening, world.Say(thief, guardian, new SecretMessage.Opening(other, part.Random)));
    }

    [Fact]
    public void A_veto_of_anybody_but_the_owner_counts_for_nothing()
    {
        var world = Split(14, 3, 2);
        world.Claim();
        world.Settle();
        var claim = world.Task.Parts[world.Guardians[0]].Claim;

        Assert.Equal(SecretOutcome.Ignored, world.Say(Did.Zero.Finger(90), world.Guardians[0], new SecretMessage.Veto(claim)));
        Assert.Equal(SecretOutcome.Done, world.Approve(world.Guardians[0]));
    }

    [Fact]
    public void A_thief_of_the_session_key_who_deals_and_commits_does_not_keep_the_owner_from_recovering()
    {
        var world = Split(17, 5, 3);
        // A thief knows C₀ and no secret: it makes each guardian shares that fit commitments made for it, as many as find room.
        foreach (var guardian in world.Guardians)
        {
            for (var version = 2u; version <= SecretLimits.Versions; version++)
                Assert.Equal(SecretOutcome.Done, world.Say(world.Owner, guardian, Fitting(world) with { Version = version }));
            Assert.Equal(SecretOutcome.Full, world.Say(world.Owner, guardian, Fitting(world) with { Version = 99 }));
            Assert.Equal(SecretOutcome.Done, world.Say(
                world.Owner, guardian, new SecretMessage.Commit(world.Id, SecretLimits.Versions)));
            Assert.Equal(SecretOutcome.Done, world.Say(
                world.Owner, guardian, new SecretMessage.Commit(world.Id, SecretMessage.EveryVersion)));
        }

        world.Wait(TimeSpan.FromDays(13));
        world.Claim();
        world.Settle();
        foreach (var guardian in world.Guardians.Take(3)) world.Approve(guardian);

        Assert.Equal(world.Key.ToByteArray(), SecretRecovery.Combine(world.Task).Secret);
    }

    [Fact]
    public void Shares_of_another_secret_are_named_and_never_combined()
    {
        var world = Split(22, 3, 2);
        world.Claim();
        world.Settle();
        var (commitments, shares) = Commitments.Split(
            Secp256k1Scalar.Draw(world.Random.Fill), 2, 3, world.Random.Fill);
        foreach (var (place, guardian) in world.Guardians.Take(2).Index())
        {
            world.Say(guardian, world.Claimant, new SecretMessage.Return(world.Task.Parts[guardian].Claim, world.Id, 1, new(
                place + 1, SecretMode.Key, commitments, shares[place], [])));
        }

        var recovered = SecretRecovery.Combine(world.Task);

        Assert.Null(recovered.Secret);
        Assert.All(recovered.Faults.Values, fault => Assert.Equal(RecoveryFault.OtherSecret, fault));
        Assert.Equal(2, recovered.Faults.Count);
    }

    [Fact]
    public void The_words_of_one_claimant_or_guardian_open_nothing_elsewhere()
    {
        var world = Split(6, 3, 2);
        world.Claim();
        var thief = Did.Zero.Finger(120);
        world.DoAs(thief, world.Join(thief).Begin(world.Sheet, false, world.Now, world.Random.Fill));
        world.Settle();
        var guardian = world.Guardians[0];
        var thiefsClaim = world.ClaimantOf(thief).Tasks.Values.Single().Parts[guardian].Claim;
        var ownersWords = world.ClaimantNow.WordsFor(world.Task, guardian)!.Value;
        var elsewhere = world.ClaimantNow.WordsFor(world.Task, world.Guardians[1])!.Value;

        Assert.Equal(SecretOutcome.WrongWords, world.Do(guardian, world[guardian].Approve(thiefsClaim, ownersWords, false, world.Now)));
        Assert.Equal(SecretOutcome.WrongWords, world.Do(guardian, world[guardian].Approve(
            world.Task.Parts[guardian].Claim, elsewhere, false, world.Now)));
        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Return);
    }

    /// <summary>Version 2 of a secret that nobody knows, for one guardian: s·G = C₀ + x·C₁ with C₁ chosen to fit.</summary>
    private static SecretMessage.Deal Fitting(SecretWorld world)
    {
        var secret = world.Secret.Current!.Commitments.Secret;
        var share = Secp256k1Scalar.Draw(world.Random.Fill);
        var second = Secp256k1Point.OfSecret(Secp256k1Scalar.Draw(world.Random.Fill));
        // With index 1: C₁ = s·G − C₀ − C₂.
        var first = Secp256k1Point.PublicSum(
            [Secp256k1Scalar.One, -Secp256k1Scalar.One, -Secp256k1Scalar.One],
            [Secp256k1Point.OfSecret(share), secret, second]);
        var commitments = Commitments.Read(
            [secret.Encoded.ToArray(), first.Encoded.ToArray(), second.Encoded.ToArray()], 3, "forged");
        return new(world.Id, 2, 5, 1, SecretMode.Key, commitments, share, [], 720);
    }
}
