using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using static Rings.Sovereign.Tests.Secrets.SecretWorldDeals;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>Claims: who gets the secret back, and who does not.</summary>
public sealed class ClaimSpecs
{
    [Fact]
    public void Three_of_five_give_the_key_back_and_one_that_altered_its_share_is_named()
    {
        var world = Split(1, 5, 3);
        world.Away.Add(world.Guardians[0]);
        Alter(world, world.Guardians[1]);
        world.Claim();
        world.Settle();

        foreach (var guardian in world.Guardians.Skip(1)) Assert.Equal(SecretOutcome.Done, world.Approve(guardian));

        var recovered = SecretRecovery.Combine(world.Task);
        Assert.Equal(world.Key.ToByteArray(), recovered.Secret);
        Assert.Equal((SecretMode.Key, 3, 3), (recovered.Mode, recovered.Good, recovered.Needed));
        Assert.Equal(KeyValuePair.Create(world.Guardians[1], RecoveryFault.WrongShare), Assert.Single(recovered.Faults));
        using var key = AccountKey.FromSecret(AccountKind.Secp256k1, recovered.Secret!);
        Assert.Equal(world.Owner, key.Did);
    }

    [Fact]
    public void Two_good_shares_of_three_are_not_enough()
    {
        var world = Split(2, 5, 3);
        Alter(world, world.Guardians[2]);
        world.Claim();
        world.Settle();

        foreach (var guardian in world.Guardians.Take(3)) world.Approve(guardian);

        var recovered = SecretRecovery.Combine(world.Task);
        Assert.Null(recovered.Secret);
        Assert.Equal((2, 3), (recovered.Good, recovered.Needed));
    }

    [Fact]
    public void A_payload_comes_back_too()
    {
        var world = new SecretWorld(3, 4);
        byte[] payload = [.. "the ring's secret"u8];
        world.SplitSealed(payload, 2);
        world.Settle();
        world.Claim();
        world.Settle();

        world.Approve(world.Guardians[3]);
        world.Approve(world.Guardians[1]);

        var recovered = SecretRecovery.Combine(world.Task);
        Assert.Equal(payload, recovered.Secret);
        Assert.Equal(SecretMode.Sealed, recovered.Mode);
    }

    [Fact]
    public void Nothing_moves_before_the_words_were_typed()
    {
        var world = Split(4, 3, 2);
        world.Claim();
        world.Settle();

        world.Wait(TimeSpan.FromDays(13));

        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Return);
        Assert.Equal(
            world.Guardians.Length,
            world.Guardians.Select(guardian => world.ClaimantNow.WordsFor(world.Task, guardian).ToString()).Distinct().Count());
    }

    [Fact]
    public void Three_wrong_words_end_a_claim()
    {
        var world = Split(5, 3, 2);
        world.Claim();
        world.Settle();
        var guardian = world.Guardians[0];
        var claim = world.Task.Parts[guardian].Claim;
        var wrong = new ClaimWords(world.ClaimantNow.WordsFor(world.Task, guardian)!.Value.Bits ^ 1);

        Assert.Equal(SecretOutcome.WrongWords, world.Do(guardian, world[guardian].Approve(claim, wrong, false, world.Now)));
        Assert.Equal(SecretOutcome.WrongWords, world.Do(guardian, world[guardian].Approve(claim, wrong, false, world.Now)));
        Assert.Equal(SecretOutcome.ClaimEnded, world.Do(guardian, world[guardian].Approve(claim, wrong, false, world.Now)));

        Assert.Equal(SecretOutcome.ClaimEnded, world.Approve(guardian));
        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Return);
    }

    [Fact]
    public void A_share_or_warning_that_nobody_has_taken_is_sent_again()
    {
        var world = Split(29, 2, 2, delayHours: 24);
        world.Away.Add(world.Owner);
        world.Claim();
        world.Settle();
        Assert.Empty(world.Secret.Alarms);
        world.Away.Clear();
        world.Wait(TimeSpan.FromMinutes(2));
        Assert.Equal(2, world.Secret.Alarms.Count);

        foreach (var guardian in world.Guardians) Assert.Equal(SecretOutcome.Done, world.Approve(guardian));
        world.Away.Add(world.Claimant);
        world.Wait(TimeSpan.FromHours(24));
        Assert.Null(SecretRecovery.Combine(world.Task).Secret);
        world.Away.Clear();
        world.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal(world.Key.ToByteArray(), SecretRecovery.Combine(world.Task).Secret);
        var sent = world.Sent.Count;
        world.Wait(TimeSpan.FromHours(1));
        Assert.Equal(sent, world.Sent.Count);
    }

    [Fact]
    public void With_a_delay_the_share_goes_when_it_is_over_and_the_owner_has_been_warned()
    {
        var world = Split(11, 3, 2, delayHours: 24);
        world.Claim();
        world.Settle();
        var alarm = world.Secret.Alarms[world.Task.Parts[world.Guardians[0]].Claim];
        Assert.Equal((world.Guardians[0], world.Claimant, false), (alarm.Guardian, alarm.Claimant, alarm.IsVetoed));

        world.Approve(world.Guardians[0]);
        world.Approve(world.Guardians[1]);
        world.Wait(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Return);
        world.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal(world.Key.ToByteArray(), SecretRecovery.Combine(world.Task).Secret);
    }

    [Fact]
    public void The_owner_is_warned_again_every_three_days()
    {
        var world = Split(12, 2, 2, delayHours: 720);
        world.Claim();
        world.Settle();
        world.Approve(world.Guardians[0]);

        for (var day = 0; day < 9; day++) world.Wait(TimeSpan.FromDays(1));

        Assert.Equal(4, world.Sent.Count(sent => sent.Message is SecretMessage.Warning && sent.From == world.Guardians[0]));
    }

    [Fact]
    public void A_veto_holds_a_claim_until_its_guardian_approves_again_and_then_for_twice_the_delay()
    {
        var world = Split(13, 3, 2, delayHours: 24);
        world.Claim();
        world.Settle();
        var guardian = world.Guardians[0];
        world.Approve(guardian);
        world.Do(world.OwnerNow.Veto(world.Task.Parts[guardian].Claim));
        world.Settle();

        world.Wait(TimeSpan.FromHours(25));
        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Return);
        Assert.Equal(SecretOutcome.Vetoed, world.Approve(guardian));

        Assert.Equal(SecretOutcome.Done, world.Approve(guardian, despiteVeto: true));
        // No further veto counts: the stolen node itself may send one.
        Assert.Equal(SecretOutcome.Ignored, world.Say(world.Owner, guardian, new SecretMessage.Veto(world.Task.Parts[guardian].Claim)));
        world.Wait(TimeSpan.FromHours(47));
        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Return);
        world.Wait(TimeSpan.FromHours(1));
        Assert.Single(world.Sent, sent => sent.Message is SecretMessage.Return);
    }

    [Fact]
    public void A_claim_is_answered_where_nothing_is_kept_and_gives_nothing()
    {
        var world = Split(15, 3, 2);
        var guardian = world.Guardians[0];
        world.Do(guardian, world[guardian].Erase(world.Owner, world.Id));
        world.Claim();
        world.Settle();

        Assert.NotNull(world.ClaimantNow.WordsFor(world.Task, guardian));
        Assert.Equal(SecretOutcome.NothingKept, world.Approve(guardian));
    }

    [Fact]
    public void A_guardian_that_can_no_more_read_its_share_says_so()
    {
        var world = Split(16, 3, 2);
        var guardian = world.Guardians[0];
        byte[] key = [.. world.Owner.ToByteArray(), .. world.Id.ToByteArray()];
        world.Set(guardian, Guardian.Load(
            new(SecretWorld.Ring, guardian), [new(SecretEntryKind.Accepted, world.Owner.ToByteArray(), [])],
            [(SecretEntryKind.Kept, key)]));
        world.Claim();
        world.Settle();

        foreach (var one in world.Guardians) Assert.Equal(SecretOutcome.Done, world.Approve(one));

        var recovered = SecretRecovery.Combine(world.Task);
        Assert.Equal(world.Key.ToByteArray(), recovered.Secret);
        Assert.Equal(RecoveryFault.Damaged, recovered.Faults[guardian]);
    }

    [Fact]
    public void A_share_that_was_promised_is_not_erased_before_it_goes()
    {
        var world = Split(18, 3, 2, delayHours: 72);
        world.Do(world.OwnerNow.Forget(world.Id, world.Now));
        var sheet = new RecoverySheet(
            world.Owner, world.Id, 2, world.Guardians,
            RecoverySheet.CheckOf(world[world.Guardians[0]].Kept.Values.Single().Any.Deal.Commitments), "main", []);
        world.Settle();
        world.Wait(TimeSpan.FromDays(13));
        world.Do(world.ClaimantNow.Begin(sheet, false, world.Now, world.Random.Fill));
        world.Settle();

        world.Approve(world.Guardians[0]);
        world.Approve(world.Guardians[1]);
        world.Wait(TimeSpan.FromDays(3));

        Assert.Equal(world.Key.ToByteArray(), SecretRecovery.Combine(world.Task).Secret);
        world.Wait(TimeSpan.FromDays(1));
        Assert.Empty(world.VersionsAt(world.Guardians[0]));
    }

    [Fact]
    public void Claims_are_bounded_for_a_claimant_an_owner_and_a_day_and_who_is_expected_passes()
    {
        var world = Split(19, 2, 2);
        var guardian = world.Guardians[0];
        SecretOutcome Claim(Did claimant, Did owner) => world.Say(claimant, guardian, new SecretMessage.Claim(
            SecretId.Draw(world.Random.Fill), owner, world.Id, Bytes32.Draw(world.Random.Fill)));

        for (var claim = 0; claim < SecretLimits.ClaimsPerClaimant; claim++)
            Assert.Equal(SecretOutcome.Done, Claim(Did.Zero.Finger(80), world.Owner));
        Assert.Equal(SecretOutcome.Full, Claim(Did.Zero.Finger(80), Did.Zero.Finger(5)));

        for (var claim = SecretLimits.ClaimsPerClaimant; claim < SecretLimits.ClaimsPerOwner; claim++)
            Assert.Equal(SecretOutcome.Done, Claim(Did.Zero.Finger(90 + claim), world.Owner));
        Assert.Equal(SecretOutcome.Full, Claim(Did.Zero.Finger(130), world.Owner));

        for (var claim = SecretLimits.ClaimsPerOwner; claim < SecretLimits.ClaimsPerDay; claim++)
            Assert.Equal(SecretOutcome.Done, Claim(Stranger(world), Stranger(world)));
        Assert.Equal(SecretOutcome.Full, Claim(Stranger(world), Stranger(world)));

        world.Do(guardian, world[guardian].Expect(world.Claimant));
        Assert.Equal(SecretOutcome.Done, Claim(world.Claimant, world.Owner));
        world.Wait(TimeSpan.FromDays(1));
        Assert.Equal(SecretOutcome.Done, Claim(Did.Zero.Finger(80), world.Owner));
    }

    [Fact]
    public void A_claim_lives_fourteen_days()
    {
        var world = Split(20, 2, 2);
        world.Claim();
        world.Settle();
        var claim = world.Task.Parts[world.Guardians[0]].Claim;
        var words = world.ClaimantNow.WordsFor(world.Task, world.Guardians[0])!.Value;

        world.Wait(SecretLimits.Grace);

        Assert.Equal(
            SecretOutcome.Unknown,
            world.Do(world.Guardians[0], world[world.Guardians[0]].Approve(claim, words, false, world.Now)));
    }

    [Fact]
    public void A_rehearsal_shows_who_answers_and_moves_nothing()
    {
        var world = Split(21, 3, 2);
        world.Away.Add(world.Guardians[2]);
        world.Do(world.ClaimantNow.Begin(world.Sheet, isRehearsal: true, world.Now, world.Random.Fill));
        world.Settle();

        Assert.Equal(2, world.Task.Parts.Values.Count(part => part.Nonce is not null));
        Assert.DoesNotContain(world.Sent, sent => sent.Message is SecretMessage.Opening or SecretMessage.Return);
        Assert.Equal(SecretOutcome.NotOpened, world.Approve(world.Guardians[0]));
        // What a guardian gives to a rehearsal is not taken.
        Assert.Equal(SecretOutcome.Unknown, world.Say(world.Guardians[0], world.Claimant, new SecretMessage.Return(
            world.Task.Parts[world.Guardians[0]].Claim, world.Id, 0, null)));
    }

    [Fact]
    public void A_recovery_goes_on_after_a_restart()
    {
        var world = Split(23, 3, 2);
        var step = world.ClaimantNow.Begin(world.Sheet, false, world.Now, world.Random.Fill);

        var loaded = SecretRecovery.Load(new(SecretWorld.Ring, world.Claimant), step.Entries);

        Assert.Equal(3, loaded.Tick(world.Now).Sends.Length);
        world.Do(loaded.Tick(world.Now));
        world.Settle();
        Assert.Equal(SecretOutcome.Done, world.Approve(world.Guardians[0]));
    }

    private static Did Stranger(SecretWorld world) => Did.Read(world.Random.Next(20));

    /// <summary>Changes a guardian's share as it lies there.</summary>
    private static void Alter(SecretWorld world, Did guardian)
    {
        var (key, kept) = world[guardian].Kept.Single();
        var deal = kept.Versions[1].Deal;
        var altered = kept with
        {
            Versions = kept.Versions.SetItem(1, new(deal with { Share = deal.Share + Secp256k1Scalar.One }, null)),
        };
        world.Set(guardian, Guardian.Load(
            new(SecretWorld.Ring, guardian),
            [new(SecretEntryKind.Accepted, world.Owner.ToByteArray(), []), GuardianCodec.Entry(key, altered)], []));
    }
}
