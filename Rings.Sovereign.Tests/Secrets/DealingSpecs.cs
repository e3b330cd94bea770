using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Secrets;

/// <summary>Owner and guardians: splitting, refreshing, ending; and what a guardian refuses.</summary>
public sealed class DealingSpecs
{
    [Fact]
    public void A_key_that_is_split_lies_at_all_guardians_and_the_owner_keeps_no_share()
    {
        var world = new SecretWorld(1, guardians: 5);

        Assert.Equal(SecretOutcome.Done, world.SplitKey(3));
        world.Settle();

        Assert.All(world.Guardians, guardian => Assert.Equal([1u], world.VersionsAt(guardian)));
        Assert.Null(world.Secret.Pending);
        Assert.Empty(world.Secret.Current!.Undealt);
        Assert.All(world.Guardians, guardian => Assert.Equal(SecretVerdict.Ended, world.Secret.Current.Answers[guardian]));
    }

    [Fact]
    public void A_guardian_that_was_away_is_dealt_its_share_when_it_is_back()
    {
        var world = new SecretWorld(2, guardians: 5);
        world.Away.Add(world.Guardians[4]);
        world.SplitKey(2);
        world.Settle();
        Assert.Equal(1u, world.Secret.Current!.Version);
        Assert.Single(world.Secret.Current.Undealt);

        world.Away.Clear();
        world.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal([1u], world.VersionsAt(world.Guardians[4]));
        Assert.Empty(world.Secret.Current.Undealt);
    }

    [Fact]
    public void What_has_no_answer_is_sent_again_ever_more_rarely()
    {
        var world = new SecretWorld(3, guardians: 3);
        world.Away.Add(world.Guardians[0]);
        world.SplitKey(2);
        world.Settle();
        var before = world.Sent.Count(sent => sent.To == world.Guardians[0]);

        for (var minute = 0; minute < 7 * 24 * 60; minute++) world.Wait(TimeSpan.FromMinutes(1));

        // A mailbox has room for 48 letters of one sender, and a letter lives a week.
        Assert.InRange(world.Sent.Count(sent => sent.To == world.Guardians[0]) - before, 8, 30);
    }

    [Fact]
    public void A_share_of_an_owner_who_was_not_named_waits_for_the_persons_word()
    {
        var world = new SecretWorld(4, guardians: 3, areAccepting: false);
        world.SplitKey(2);
        world.Settle();
        Assert.All(world.Guardians, guardian => Assert.Empty(world.VersionsAt(guardian)));
        Assert.All(world.Guardians, guardian => Assert.Equal(SecretVerdict.Waiting, world.Secret.Pending!.Answers[guardian]));

        foreach (var guardian in world.Guardians) world.Do(guardian, world[guardian].Accept(world.Owner));
        world.Settle();

        Assert.All(world.Guardians, guardian => Assert.Equal([1u], world.VersionsAt(guardian)));
        Assert.Equal(1u, world.Secret.Current!.Version);
    }

    [Fact]
    public void Strangers_fill_the_waiting_room_and_no_more()
    {
        var world = new SecretWorld(5, guardians: 2, areAccepting: false);
        var guardian = world.Guardians[0];
        var deal = world.SealedDeal();

        for (var stranger = 0; stranger < SecretLimits.WaitingDeals; stranger++)
            Assert.Equal(SecretOutcome.NotAccepted, world.Say(Did.Zero.Finger(20 + stranger), guardian, deal));

        Assert.Equal(SecretOutcome.Full, world.Say(Did.Zero.Finger(60), guardian, deal));
        Assert.Equal(SecretLimits.WaitingDeals, world[guardian].Waiting.Count);
    }

    [Fact]
    public void Older_versions_end_only_when_enough_guardians_keep_the_new_one()
    {
        var world = new SecretWorld(6, guardians: 5);
        world.SplitKey(2);
        world.Settle();
        world.Away.UnionWith(world.Guardians.Skip(2));
        world.Refresh(world.Guardians, 2);
        world.Settle();

        // Two of five keep it: with one liar among them it would be one.
        Assert.Equal(1u, world.Secret.Current!.Version);
        Assert.All(world.Guardians, guardian => Assert.Null(world[guardian].Kept.Values.Single().Versions[1].EndedAt));

        world.Away.Remove(world.Guardians[2]);
        world.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal(2u, world.Secret.Current.Version);
        Assert.All(world.Guardians.Take(3), guardian => Assert.NotNull(world[guardian].Kept.Values.Single().Versions[1].EndedAt));
        Assert.All(world.Guardians.Skip(3), guardian => Assert.Null(world[guardian].Kept.Values.Single().Versions[1].EndedAt));
    }

    [Fact]
    public void What_has_ended_is_kept_for_fourteen_days_and_then_erased()
    {
        var world = new SecretWorld(7, guardians: 3);
        world.SplitKey(2);
        world.Settle();
        world.Refresh(world.Guardians, 2);
        world.Settle();
        Assert.All(world.Guardians, guardian => Assert.Equal([1u, 2u], world.VersionsAt(guardian)));

        world.Wait(SecretLimits.Grace - TimeSpan.FromMinutes(1));
        Assert.All(world.Guardians, guardian => Assert.Equal([1u, 2u], world.VersionsAt(guardian)));
        world.Wait(TimeSpan.FromMinutes(1));

        Assert.All(world.Guardians, guardian => Assert.Equal([2u], world.VersionsAt(guardian)));
    }

    [Fact]
    public void A_guardian_that_is_left_out_is_told_to_forget()
    {
        var world = new SecretWorld(8, guardians: 4);
        world.SplitKey(2);
        world.Settle();

        world.Refresh([.. world.Guardians.Take(3)], 2);
        world.Settle();

        Assert.NotNull(world[world.Guardians[3]].Kept.Values.Single().Versions[1].EndedAt);
        Assert.DoesNotContain(world.Guardians[3], world.Secret.Holders);
        world.Wait(SecretLimits.Grace);
        Assert.Empty(world.VersionsAt(world.Guardians[3]));
    }

    [Fact]
    public void A_secret_that_its_owner_forgets_ends_everywhere()
    {
        var world = new SecretWorld(9, guardians: 3);
        world.SplitSealed([1, 2, 3], 2);
        world.Settle();

        world.Do(world.OwnerNow.Forget(world.Id, world.Now));
        world.Settle();

        Assert.Empty(world.OwnerNow.Secrets);
        world.Wait(SecretLimits.Grace);
        Assert.All(world.Guardians, guardian => Assert.Empty(world.VersionsAt(guardian)));
    }

    [Fact]
    public void A_share_that_was_changed_is_refused_by_name()
    {
        var world = new SecretWorld(10, guardians: 3);
        var deal = world.SealedDeal();

        var outcome = world.Say(world.Owner, world.Guardians[0], deal with { Share = deal.Share + Secp256k1Scalar.One });

        Assert.Equal(SecretOutcome.WrongShare, outcome);
        Assert.Equal(SecretVerdict.WrongShare, world.LastVerdict());
        Assert.Equal(SecretOutcome.WrongShare, world.Say(world.Owner, world.Guardians[0], deal with { Index = 2 }));
    }

    [Fact]
    public void A_key_of_another_Did_is_refused_by_name()
    {
        var world = new SecretWorld(11, guardians: 3);
        var deal = world.SealedDeal() with { Mode = SecretMode.Key, Sealed = [] };

        Assert.Equal(SecretOutcome.WrongOwner, world.Say(world.Owner, world.Guardians[0], deal));
        Assert.Equal(SecretVerdict.WrongOwner, world.LastVerdict());
        Assert.Equal(SecretOutcome.WrongOwner, world.Do(world.OwnerNow.SplitKey(
            world.Id, "key", world.Key + Secp256k1Scalar.One, new(world.Guardians, 2, 0), world.Now, world.Random.Fill)));
    }

    [Fact]
    public void A_second_deal_of_one_version_is_refused_and_a_repetition_is_kept()
    {
        var world = new SecretWorld(12, guardians: 3);
        var deal = world.SealedDeal();
        Assert.Equal(SecretOutcome.Done, world.Say(world.Owner, world.Guardians[0], deal));

        Assert.Equal(SecretOutcome.Ignored, world.Say(world.Owner, world.Guardians[0], deal));
        Assert.Equal(SecretVerdict.Kept, world.LastVerdict());
        Assert.Equal(SecretOutcome.Refused, world.Say(world.Owner, world.Guardians[0], deal with { DelayHours = 700 }));
        Assert.Equal(SecretVerdict.Refused, world.LastVerdict());
    }

    [Fact]
    public void Another_secret_under_the_same_id_is_refused()
    {
        var world = new SecretWorld(13, guardians: 3);
        world.Say(world.Owner, world.Guardians[0], world.SealedDeal());

        var outcome = world.Say(world.Owner, world.Guardians[0], world.SealedDeal() with { Version = 2 });

        Assert.Equal(SecretOutcome.Refused, outcome);
    }

    [Fact]
    public void A_version_that_has_ended_does_not_come_back()
    {
        var world = new SecretWorld(14, guardians: 3);
        world.SplitSealed([1], 2);
        var first = world.Sent.Select(sent => sent.Message).OfType<SecretMessage.Deal>().First();
        world.Settle();
        world.Refresh(world.Guardians, 2);
        world.Settle();

        Assert.Equal(SecretOutcome.Refused, world.Say(world.Owner, world.Guardians[0], first));
        world.Wait(SecretLimits.Grace);
        Assert.Equal([2u], world.VersionsAt(world.Guardians[0]));
        Assert.Equal(SecretOutcome.Refused, world.Say(world.Owner, world.Guardians[0], first));
    }

    [Fact]
    public void A_commit_of_a_version_that_is_not_here_ends_nothing()
    {
        var world = new SecretWorld(15, guardians: 3);
        world.SplitKey(2);
        world.Settle();

        Assert.Equal(SecretOutcome.Refused, world.Say(world.Owner, world.Guardians[0], new SecretMessage.Commit(world.Id, 7)));
        Assert.Equal(SecretOutcome.Unknown, world.Say(world.Claimant, world.Guardians[0], new SecretMessage.Commit(world.Id, 2)));

        Assert.Null(world[world.Guardians[0]].Kept.Values.Single().Versions[1].EndedAt);
    }

    [Fact]
    public void Another_Did_cannot_take_over_an_id_or_end_what_lies_under_it()
    {
        var world = new SecretWorld(16, guardians: 2);
        world.SplitSealed([9], 2);
        world.Settle();
        var thief = Did.Zero.Finger(50);
        world.Do(world.Guardians[0], world[world.Guardians[0]].Accept(thief));

        Assert.Equal(SecretOutcome.Done, world.Say(thief, world.Guardians[0], world.SealedDeal()));
        world.Say(thief, world.Guardians[0], new SecretMessage.Commit(world.Id, SecretMessage.EveryVersion));

        Assert.Equal(2, world[world.Guardians[0]].Kept.Count);
        Assert.Null(world[world.Guardians[0]].Kept[(world.Owner, world.Id)].Versions[1].EndedAt);
    }

    [Fact]
    public void A_guardian_keeps_sixty_four_shares_of_one_owner()
    {
        var world = new SecretWorld(17, guardians: 2);
        var deal = world.SealedDeal();
        for (var number = 0; number < SecretLimits.SharesPerOwner; number++)
        {
            Assert.Equal(SecretOutcome.Done, world.Say(
                world.Owner, world.Guardians[0], deal with { Id = SecretId.Draw(world.Random.Fill) }));
        }

        Assert.Equal(SecretOutcome.Full, world.Say(
            world.Owner, world.Guardians[0], deal with { Id = SecretId.Draw(world.Random.Fill) }));
        Assert.Equal(SecretVerdict.Full, world.LastVerdict());
    }

    [Fact]
    public void A_guardians_person_names_so_many_owners_and_claimants_and_no_more()
    {
        var world = new SecretWorld(24, guardians: 2, areAccepting: false);
        var guardian = world[world.Guardians[0]];
        for (var number = 0; number < SecretLimits.Owners; number++) guardian = guardian.Accept(Somebody(number)).State;
        for (var number = 0; number < SecretLimits.Expected; number++) guardian = guardian.Expect(Somebody(number)).State;

        Assert.Equal(SecretOutcome.Full, guardian.Accept(Somebody(SecretLimits.Owners)).Outcome);
        Assert.Equal(SecretOutcome.Full, guardian.Expect(Somebody(SecretLimits.Expected)).Outcome);
        Assert.Equal(SecretOutcome.Done, guardian.Accept(Somebody(7)).Outcome); // Named already.
        Assert.Equal(SecretOutcome.Done, guardian.Expect(Somebody(7)).Outcome);

        static Did Somebody(int number)
        {
            var bytes = new byte[Did.Bytes];
            BitConverter.TryWriteBytes(bytes, number + 1);
            return Did.Read(bytes);
        }
    }

    [Fact]
    public void An_owner_has_sixty_four_secrets_and_may_still_deal_each_anew()
    {
        var world = new SecretWorld(25, guardians: 2);
        var ids = Enumerable.Range(0, SecretLimits.OwnSecrets + 1).Select(_ => SecretId.Draw(world.Random.Fill)).ToArray();
        SecretStep<SecretOwner> Split(SecretOwner owner, SecretId id) =>
            owner.SplitSealed(id, "x", [1], new(world.Guardians, 2, 0), world.Now, world.Random.Fill);
        var full = ids[..^1].Aggregate(world.OwnerNow, (owner, id) => Split(owner, id).State);

        Assert.Equal(SecretLimits.OwnSecrets, full.Secrets.Count);
        Assert.Equal(SecretOutcome.Full, Split(full, ids[^1]).Outcome);
        Assert.NotEqual(SecretOutcome.Full, full.Refresh(ids[0], null, new(world.Guardians, 2, 0), world.Now, world.Random.Fill).Outcome);
    }

    [Fact]
    public void A_guardian_keeps_4096_shares_in_all_and_has_room_again_when_one_is_erased()
    {
        var world = new SecretWorld(23, guardians: 2);
        var (guardian, deal) = (world.Guardians[0], world.SealedDeal());
        var owners = Enumerable.Range(1, SecretLimits.Shares / SecretLimits.SharesPerOwner)
            .Select(number => Did.Zero.Finger(number + 10)).ToList();
        foreach (var owner in owners)
        {
            world.Do(guardian, world[guardian].Accept(owner));
            for (var number = 0; number < SecretLimits.SharesPerOwner; number++)
            {
                var outcome = world.Say(owner, guardian, deal with { Id = SecretId.Draw(world.Random.Fill) });
                if (outcome != SecretOutcome.Done) Assert.Fail($"share {number} of {owner}: {outcome}");
            }
        }

        Assert.Equal(SecretLimits.Shares, world[guardian].Kept.Values.Sum(kept => kept.Versions.Count));
        Assert.Equal(SecretOutcome.Full, world.Say(world.Owner, guardian, deal));
        Assert.Equal(SecretVerdict.Full, world.LastVerdict());

        world.Do(guardian, world[guardian].Erase(owners[0], world[guardian].Kept.Keys.First(key => key.Owner == owners[0]).Id));
        Assert.Equal(SecretOutcome.Done, world.Say(world.Owner, guardian, deal));
    }

    [Fact]
    public void A_guardian_keeps_sixteen_versions_of_one_secret_and_has_room_again_when_they_have_ended()
    {
        var world = new SecretWorld(24, guardians: 2);
        world.SplitSealed([1], 2);
        world.Settle();
        for (var version = 2; version <= SecretLimits.Versions; version++)
        {
            world.Refresh(world.Guardians, 2);
            world.Settle();
        }

        world.Refresh(world.Guardians, 2);
        world.Settle();

        Assert.Equal(SecretVerdict.Full, world.LastVerdict());
        Assert.Equal((uint)SecretLimits.Versions, world.Secret.Current!.Version);
        world.Wait(SecretLimits.Grace);
        world.Wait(SecretLimits.LastRetry);
        Assert.Equal((uint)SecretLimits.Versions + 1, world.Secret.Current!.Version);
    }

    [Fact]
    public void A_guardian_that_is_silent_for_a_week_is_named_and_the_secret_is_dealt_without_it()
    {
        var world = new SecretWorld(25, guardians: 4);
        world.Away.Add(world.Guardians[3]);
        world.SplitKey(2);
        world.Settle();
        world.Wait(SecretLimits.SilentAfter - TimeSpan.FromMinutes(1));
        Assert.Empty(world.Secret.Latest!.Silent(world.Now));

        world.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal([world.Guardians[3]], world.Secret.Latest!.Silent(world.Now));
        world.Refresh([.. world.Guardians.Take(3)], 2);
        world.Settle();
        world.Wait(SecretLimits.SilentAfter);
        Assert.Equal(2u, world.Secret.Current!.Version);
        Assert.Empty(world.Secret.Current.Silent(world.Now));
    }

    [Fact]
    public void A_guardian_that_invents_claims_does_not_drive_out_anothers_warning()
    {
        var world = new SecretWorld(26, guardians: 3);
        world.SplitKey(2);
        world.Settle();
        SecretOutcome Warn(Did guardian) => world.Say(guardian, world.Owner, new SecretMessage.Warning(
            SecretId.Draw(world.Random.Fill), world.Claimant, world.Id));
        Assert.Equal(SecretOutcome.Done, Warn(world.Guardians[0]));

        for (var claim = 0; claim < 100; claim++)
        {
            world.Now += TimeSpan.FromSeconds(1);
            Assert.Equal(SecretOutcome.Done, Warn(world.Guardians[1]));
        }

        Assert.Single(world.Secret.Alarms.Values, alarm => alarm.Guardian == world.Guardians[0]);
        Assert.InRange(world.Secret.Alarms.Count, 2, 64);
        // Nor may a stranger warn.
        Assert.Equal(SecretOutcome.Unknown, Warn(world.Claimant));
    }

    [Fact]
    public void An_answer_of_somebody_who_is_no_guardian_counts_for_nothing()
    {
        var world = new SecretWorld(18, guardians: 3, areAccepting: false);
        world.SplitKey(2);

        world.Say(Did.Zero.Finger(70), world.Owner, new SecretMessage.Dealt(world.Id, 1, SecretVerdict.Kept));
        world.Say(world.Guardians[0], world.Owner, new SecretMessage.Dealt(world.Id, 2, SecretVerdict.Kept));
        world.Say(world.Guardians[0], world.Owner, new SecretMessage.Dealt(world.Id, 1, SecretVerdict.Kept));
        world.Say(world.Guardians[0], world.Owner, new SecretMessage.Dealt(world.Id, 1, SecretVerdict.Kept));

        Assert.Equal(1, world.Secret.Pending!.Keepers);
        Assert.Null(world.Secret.Current);
    }

    [Theory]
    [InlineData(1, 3, 0)] // k below 2
    [InlineData(4, 3, 0)] // k above n
    [InlineData(2, 3, 721)] // too long a delay
    [InlineData(2, 3, -1)]
    public void An_order_out_of_its_range_is_refused(int threshold, int guardians, int delay)
    {
        var world = new SecretWorld(19, guardians);

        Assert.Equal(SecretOutcome.Invalid, world.SplitKey(threshold, delay));
        Assert.Empty(world.OwnerNow.Secrets);
    }

    [Fact]
    public void A_guardian_twice_or_the_owner_among_them_is_refused()
    {
        var world = new SecretWorld(20, guardians: 3);
        SecretOutcome Split(params Did[] guardians) => world.OwnerNow.SplitSealed(
            world.Id, "x", [1], new([.. guardians], 2, 0), world.Now, world.Random.Fill).Outcome;

        Assert.Equal(SecretOutcome.Invalid, Split(world.Guardians[0], world.Guardians[0], world.Guardians[1]));
        Assert.Equal(SecretOutcome.Invalid, Split(world.Guardians[0], world.Owner));
        Assert.Equal(SecretOutcome.Invalid, world.OwnerNow.SplitSealed(
            world.Id, "x", new byte[SecretCodec.MaxPayload + 1], new(world.Guardians, 2, 0), world.Now, world.Random.Fill).Outcome);
    }

    [Fact]
    public void A_deal_fits_one_letter()
    {
        var world = new SecretWorld(21, guardians: 32);
        world.SplitSealed(new byte[SecretCodec.MaxPayload], 32);

        var largest = world.Sent.Max(sent => SecretCodec.Write(sent.Message).Length);

        Assert.InRange(largest, SecretCodec.MaxPayload, 15 * 1024);
    }

    [Fact]
    public void States_come_back_from_their_bytes()
    {
        var world = new SecretWorld(22, guardians: 3);
        var step = world.OwnerNow.SplitSealed(world.Id, "päß", [1, 2], new(world.Guardians, 2, 24), world.Now, world.Random.Fill);

        var loaded = SecretOwner.Load(new(SecretWorld.Ring, world.Owner), step.Entries);

        var (before, after) = (step.State.Secrets[world.Id], loaded.Secrets[world.Id]);
        Assert.Equal("päß", after.Label);
        Assert.Equal(before.Key, after.Key);
        Assert.Equal(before.Pending!.Commitments, after.Pending!.Commitments);
        Assert.Equal(before.Pending.Undealt.OrderBy(pair => pair.Key.ToString()), after.Pending.Undealt.OrderBy(pair => pair.Key.ToString()));
        Assert.Equal(step.Entries[0].Value, OwnerCodec.Entry(world.Id, after).Value);
        Assert.Equal(3, loaded.Tick(world.Now).Sends.Length);
    }
}
