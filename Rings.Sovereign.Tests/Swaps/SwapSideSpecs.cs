using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Tests.Swaps;

/// <summary>One side of a swap against chains and a peer that say what they like.</summary>
public sealed class SwapSideSpecs
{
    private const long Now = 1_800_000_000;
    private const int Deep = 6;

    private static readonly SwapTimes Times = new(600, 1200, 300, 300, 300);
    private static readonly SwapBounds Bounds = new(Times, Chain, Chain);
    private static readonly SwapMessage.Offer Offer = SwapFixture.Offer(
        SecretId.Read(new byte[16]), ChainKind.Utxo, ChainKind.Evm, Now + 10_000, Now + 5000, Now + 600, 2);

    private static readonly SwapMessage.Accept Accept = SwapFixture.Accept(Offer, 2);
    private static readonly Bytes32 Preimage = SwapSecrets.Of(SwapFixture.AliceKey, Offer.Id, SwapRole.Offerer, SwapFixture.Bob).Preimage!.Value;

    private static ChainPolicy Chain => new(2, Deep, 60, 0, Amount.Of(20_000));

    [Fact]
    public void What_a_peer_says_of_a_chain_changes_nothing()
    {
        SwapSide[] sides = [Offerer(SwapStage.Agreed), Offerer(SwapStage.Leg1Sent), Taker(SwapStage.Agreed), Taker(SwapStage.Leg2Sent)];

        foreach (var side in sides)
            foreach (var stage in Enum.GetValues<SwapStage>())
            {
                var step = side.Receive(new SwapMessage.Note(Offer.Id, stage, "ff"), Now);

                Assert.Empty(step.Effects);
                Assert.False(step.IsKept);
                Assert.Equal(side.Stage, step.State.Stage);
                Assert.Empty(Saw(step.State, Nothing(100), Nothing(100)).Effects.Where(effect => effect is SwapEffect.Broadcast { Action: not ChainAction.Open }));
            }
    }

    [Theory]
    [InlineData(SwapStage.Leg1Sent)]
    [InlineData(SwapStage.Revealing)]
    [InlineData(SwapStage.Claiming)]
    public void A_cancel_ends_only_what_has_no_money_in_it(SwapStage stage)
    {
        var cancel = new SwapMessage.Cancel(Offer.Id, SwapFault.Declined);

        Assert.Equal(SwapStage.Abandoned, Offerer(SwapStage.Agreed).Receive(cancel, Now).State.Stage);
        Assert.Equal(SwapStage.Abandoned, Taker(SwapStage.Agreed).Receive(cancel, Now).State.Stage);
        Assert.Equal(stage, Offerer(stage).Receive(cancel, Now).State.Stage);
        Assert.Equal(SwapStage.Leg2Sent, Taker(SwapStage.Leg2Sent).Receive(cancel, Now).State.Stage);
    }

    [Fact]
    public void An_acceptance_of_other_terms_or_another_place_abandons_and_says_why()
    {
        var proposed = Offerer(SwapStage.Proposed) is var side ? side with { Terms = side.Terms with { Accept = null } } : null!;
        (SwapMessage.Accept Accept, SwapFault Fault)[] wrong =
        [
            (Accept with { TermsHash = SwapFixture.Bytes(1) }, SwapFault.OtherTerms),
            (Accept with { GiveConfirmations = 3 }, SwapFault.OtherTerms),
            (Accept with { GiveClaimTo = SwapFixture.Place(3, ChainKind.Evm) }, SwapFault.WrongPlace),
            (Accept with { TakeRefundTo = SwapFixture.Place(3, ChainKind.Utxo) }, SwapFault.WrongPlace),
        ];

        Assert.All(wrong, one =>
        {
            var step = proposed.Receive(one.Accept, Now);
            Assert.Equal(SwapStage.Abandoned, step.State.Stage);
            Assert.Equal(new SwapEffect.Send(new SwapMessage.Cancel(Offer.Id, one.Fault)), step.Effects.Single());
        });
        Assert.Equal(SwapStage.Abandoned, proposed.Receive(Accept, Now + 601).State.Stage);
        Assert.Equal(SwapStage.Agreed, proposed.Receive(Accept, Now).State.Stage);
        Assert.Empty(proposed.Receive(Accept, Now).State.Receive(Accept with { GiveConfirmations = 9 }, Now).Effects);
    }

    [Fact]
    public void Nothing_is_locked_or_claimed_while_a_chain_is_silent_and_the_check_is_asked_for_again()
    {
        var side = Offerer(SwapStage.Agreed).Tick(Now);
        Assert.Equal(SwapEffect.Check.Instance, side.Effects.Single());
        Assert.Empty(side.State.Tick(Now).Effects);

        var silent = side.State.Checked(null, Fine(ChainKind.Evm), Now);

        Assert.Empty(silent.Effects);
        Assert.Equal(SwapEffect.Check.Instance, silent.State.Tick(Now).Effects.Single());
    }

    [Fact]
    public void Money_that_is_missing_or_a_clock_that_is_off_locks_nothing()
    {
        var side = Offerer(SwapStage.Agreed).Tick(Now).State;

        var poor = side.Checked(Fine(ChainKind.Utxo) with { Balance = Amount.Of(1) }, Fine(ChainKind.Evm), Now);
        var off = side.Checked(Fine(ChainKind.Utxo), Fine(ChainKind.Evm) with { Tip = new(1, Now - 301, Now - 301) }, Now);

        Assert.Equal((SwapStage.Abandoned, SwapFault.NoMoney), (poor.State.Stage, poor.State.Trouble!.Fault));
        Assert.DoesNotContain(poor.Effects, effect => effect is SwapEffect.Broadcast);
        Assert.Equal((SwapStage.Agreed, SwapFault.ClockOff), (off.State.Stage, off.State.Trouble!.Fault));
        Assert.Empty(off.Effects);
    }

    [Fact]
    public void A_lock_that_a_reorganisation_removed_is_sent_again_while_it_can_still_be_of_use()
    {
        var locked = Saw(Offerer(SwapStage.Leg1Sent), Locked(100, 1), Nothing(100)).State;
        Assert.Empty(Saw(locked, Locked(101, 2), Nothing(101)).Effects);

        Assert.IsType<ChainAction.Open>(Actions(Saw(locked, Nothing(102), Nothing(102))).Single());
        Assert.Empty(Actions(Saw(locked, Nothing(102), Nothing(102), Now + 4999)));
    }

    [Fact]
    public void The_taker_locks_only_after_leg_1_is_deep_final_and_unspent_and_in_time()
    {
        var taker = Taker(SwapStage.Agreed);
        ChainFact[] shallow =
        [
            Nothing(100), Locked(100, 0), Locked(100, 1), Locked(100, 5) with { IsLockFinal = false },
            Locked(100, 5) with { Spend = new(SpendKind.Refund, 0, false, "ff") },
        ];

        Assert.All(shallow, fact => Assert.Empty(Saw(taker, fact, Nothing(100)).Effects));
        Assert.Contains(SwapEffect.Check.Instance, Saw(taker, Locked(100, 2), Nothing(100)).Effects);
        var last = Now + 5000 - Times.LockLead(ChainKind.Evm, 60) - 1;
        Assert.Contains(SwapEffect.Check.Instance, Saw(taker, Locked(100, 2), Nothing(100), last).Effects);
        Assert.Equal(SwapStage.Abandoned, Saw(taker, Locked(100, 2), Nothing(100), last + 1).State.Stage);
    }

    [Fact]
    public void The_offerer_reveals_in_time_after_a_check_of_the_receiver_and_not_a_second_later()
    {
        var last = Now + 5000 - Times.RevealLead(ChainKind.Evm) - 1;
        var ready = Saw(Offerer(SwapStage.Leg1Sent), Locked(100, 3), Locked(100, 2), last);
        Assert.Contains(SwapEffect.Check.Instance, ready.Effects);

        var revealed = ready.State.Checked(Fine(ChainKind.Utxo), Fine(ChainKind.Evm), last);
        var late = ready.State.Checked(Fine(ChainKind.Utxo), Fine(ChainKind.Evm), last + 1);
        var contract = ready.State.Checked(Fine(ChainKind.Utxo), Fine(ChainKind.Evm) with { ClaimToHasCode = true }, last);

        Assert.Equal((SwapStage.Revealing, true), (revealed.State.Stage, revealed.IsKept));
        Assert.Equal(Preimage, Assert.IsType<ChainAction.Claim>(Actions(revealed).Single()).Preimage);
        Assert.Equal(SwapStage.Leg1Sent, late.State.Stage);
        Assert.Empty(late.Effects);
        Assert.Equal(SwapFault.ReceiverHasCode, contract.State.Trouble!.Fault);
        Assert.IsType<SwapEffect.Alarm>(contract.Effects.Single());
    }

    [Fact]
    public void A_claim_is_repeated_at_each_block_and_raised_until_it_is_in_one_and_again_when_that_is_gone()
    {
        SwapSide side = Offerer(SwapStage.Claiming);
        for (var block = 0; block < 4; block++)
        {
            var step = Saw(side, Locked(100 + block, 9), Locked(100 + block, 9));
            var claim = Assert.IsType<ChainAction.Claim>(Actions(step).Single());
            Assert.Equal((block, false), (claim.Attempt, claim.IsUrgent));
            side = Saw(step.State, Locked(100 + block, 9), Locked(100 + block, 9)) is { Effects.Length: 0 } same ? same.State : null!;
        }

        var mined = Saw(side, Locked(104, 9), Claimed(104, 1));
        Assert.Empty(Actions(mined));
        Assert.Equal(SwapStage.Claimed, mined.State.Shown);
        Assert.True(Assert.IsType<ChainAction.Claim>(Actions(Saw(mined.State, Locked(105, 9), Locked(105, 9), Now + 4000)).Single()).IsUrgent);
        Assert.Equal(SwapStage.Done, Saw(mined.State, Locked(110, 9), Claimed(110, Deep)).State.Stage);
    }

    [Fact]
    public void After_a_crash_before_the_claim_was_sent_it_is_held_back_when_it_would_be_late_and_not_when_it_is_out()
    {
        var late = Now + 5000 - Times.RevealLead(ChainKind.Evm);
        var side = Offerer(SwapStage.Revealing);

        Assert.IsType<ChainAction.Claim>(Actions(Saw(side, Locked(100, 9), Locked(100, 9))).Single());
        Assert.Empty(Actions(Saw(side, Locked(100, 9), Locked(100, 9), late)));
        var seen = Saw(side, Locked(100, 9), Locked(100, 9) with { Preimage = Preimage }, late);
        Assert.Equal((SwapStage.Claiming, true), (seen.State.Stage, seen.IsKept));
        Assert.IsType<ChainAction.Claim>(Actions(seen).Single());
        // What was sent is known to be out, and never given up.
        var sent = side.Sent(LegSide.Second, ClaimOf(side), new(BroadcastOutcome.Sent, "ff"), Now);
        Assert.Equal((SwapStage.Claiming, true), (sent.State.Stage, sent.IsKept));
        Assert.Equal(SwapStage.Revealing, side.Sent(LegSide.Second, ClaimOf(side), new(BroadcastOutcome.Refused, null, "no"), Now).State.Stage);
        Assert.IsType<ChainAction.Claim>(Actions(Saw(sent.State, Locked(100, 9), Locked(100, 9), late)).Single());
    }

    [Theory]
    [InlineData(LegSide.First)]
    [InlineData(LegSide.Second)]
    public void A_preimage_seen_only_in_a_mempool_or_a_failed_call_is_kept_before_leg_1_is_claimed_with_it(LegSide where)
    {
        var shown = Locked(100, 9) with { Preimage = Preimage };
        var step = where == LegSide.First
            ? Saw(Taker(SwapStage.Leg2Sent), shown, Locked(100, 9))
            : Saw(Taker(SwapStage.Leg2Sent), Locked(100, 9), shown);

        Assert.Equal((SwapStage.Claiming, true), (step.State.Stage, step.IsKept));
        Assert.Equal(Preimage, step.State.Learned);
        Assert.Equal(Preimage, Assert.IsType<ChainAction.Claim>(Actions(step).Single()).Preimage);
        var read = SwapJournal.Read(
            new(SwapFixture.Ring, SwapFixture.Bob), SwapFixture.BobKey, _ => Bounds, SwapJournal.Write(step.State));
        Assert.Equal(Preimage, read.Learned);
    }

    [Fact]
    public void Another_preimage_than_the_hash_s_opens_nothing()
    {
        var other = Locked(100, 9) with { Preimage = SwapFixture.Bytes(9) };

        Assert.Equal(SwapStage.Leg2Sent, Saw(Taker(SwapStage.Leg2Sent), other, other).State.Stage);
        Assert.Equal(SwapStage.Revealing, Saw(Offerer(SwapStage.Revealing), other, other).State.Stage);
    }

    [Fact]
    public void A_refund_waits_for_the_median_time_of_a_UTXO_chain_and_for_the_block_time_of_an_EVM_chain()
    {
        ChainFact Utxo(long median) => Locked(100, 9) with { Tip = new(100, Now + 20_000, median) };
        ChainFact Evm(long time) => Locked(100, 9) with { Tip = new(100, time, time) };

        Assert.Empty(Actions(Saw(Offerer(SwapStage.Leg1Sent), Utxo(Offer.T1), Nothing(100), Now + 20_000)));
        Assert.IsType<ChainAction.Refund>(Actions(Saw(Offerer(SwapStage.Leg1Sent), Utxo(Offer.T1 + 1), Nothing(100), Now + 20_000)).Single());
        Assert.Empty(Actions(Saw(Taker(SwapStage.Leg2Sent), Locked(100, 9), Evm(Offer.T2 - 1))));
        Assert.IsType<ChainAction.Refund>(Actions(Saw(Taker(SwapStage.Leg2Sent), Locked(100, 9), Evm(Offer.T2))).Single());
    }

    [Fact]
    public void What_a_chain_says_at_depth_is_the_outcome_and_not_what_was_sent()
    {
        var past = new ChainTip(200, Now + 20_000, Now + 20_000);
        ChainFact Gone(SpendKind kind, int depth) => Locked(200, 50) with { Tip = past, Spend = new(kind, depth, true, "ff") };

        Assert.Equal(SwapStage.Refunded, Saw(Offerer(SwapStage.Leg1Sent), Gone(SpendKind.Refund, Deep), Nothing(200)).State.Stage);
        Assert.Equal(SwapStage.Leg1Sent, Saw(Offerer(SwapStage.Leg1Sent), Gone(SpendKind.Refund, Deep - 1), Nothing(200)).State.Stage);
        Assert.Equal(SwapStage.Lost, Saw(Offerer(SwapStage.Claiming), Gone(SpendKind.Claim, Deep), Gone(SpendKind.Refund, Deep)).State.Stage);
        Assert.Equal(SwapStage.Done, Saw(Taker(SwapStage.Claiming) with { Learned = Preimage }, Gone(SpendKind.Claim, Deep), Gone(SpendKind.Claim, 1)).State.Stage);
        var notFinal = Gone(SpendKind.Claim, Deep) with { Spend = new(SpendKind.Claim, Deep, false, "ff") };
        Assert.NotEqual(SwapStage.Done, Saw(Offerer(SwapStage.Claiming), Locked(200, 50), notFinal).State.Stage);
    }

    [Fact]
    public void Half_of_the_time_without_a_claim_alarms_once()
    {
        var claiming = Taker(SwapStage.Claiming) with { Learned = Preimage };
        var half = Now + ((claiming.LastSafe - Now) / 2);

        var before = Saw(claiming, Locked(100, 9), Locked(100, 9), half - 1);
        var after = Saw(before.State, Locked(101, 9), Locked(101, 9), half);

        Assert.DoesNotContain(before.Effects, effect => effect is SwapEffect.Alarm);
        Assert.Single(after.Effects.OfType<SwapEffect.Alarm>());
        Assert.DoesNotContain(Saw(after.State, Locked(102, 9), Locked(102, 9), half + 1).Effects, effect => effect is SwapEffect.Alarm);
    }

    [Fact]
    public void A_lock_that_never_came_is_given_up_after_its_last_moment()
    {
        var last = Offer.T1 + Times.Inclusion + Times.Reorganisation;

        Assert.Equal(SwapStage.Leg1Sent, Saw(Offerer(SwapStage.Leg1Sent), Nothing(100), Nothing(100), last).State.Stage);
        Assert.Equal(SwapStage.Abandoned, Saw(Offerer(SwapStage.Leg1Sent), Nothing(100), Nothing(100), last + 1).State.Stage);
    }

    /// <summary>On a node that replaces nothing an opening may wait for weeks elsewhere.</summary>
    [Fact]
    public void A_lock_that_may_still_come_is_looked_for_after_its_last_moment_and_taken_back_where_it_does()
    {
        var late = Offer.T1 + Times.Inclusion + Times.Reorganisation + 1;
        ChainFact Awaited(int ruledOut) => Nothing(100) with { RuledOut = ruledOut };

        foreach (var side in (SwapSide[])[Offerer(SwapStage.Leg1Sent), Taker(SwapStage.Leg2Sent)])
        {
            var waiting = SawBoth(side, Awaited(0));
            Assert.Equal((side.Stage, SwapFault.TooLate, true), (waiting.Stage, waiting.Trouble!.Fault, waiting.IsWatching));
            Assert.NotNull(SwapExport.Of(waiting));
            Assert.Equal(side.Stage, SawBoth(waiting, Awaited(Deep - 1)).Stage);
            Assert.Equal(SwapStage.Abandoned, SawBoth(waiting, Awaited(Deep)).Stage);

            var come = Saw(waiting, Locked(101, 1), Locked(101, 1), late);
            Assert.Equal(side.Own, Assert.IsType<ChainAction.Refund>(Actions(come).Single()).Terms.Chain == Offer.Give.Chain ? LegSide.First : LegSide.Second);
        }

        SwapSide SawBoth(SwapSide side, ChainFact fact) => Saw(side, fact, fact, late) is { Effects: [] } step ? step.State : null!;
    }

    [Fact]
    public void A_sheet_for_the_refund_is_there_once_money_is_sent_and_holds_a_key_on_a_UTXO_chain_only()
    {
        Assert.Null(SwapExport.Of(Offerer(SwapStage.Agreed)));
        Assert.Contains("Refund key: ", SwapExport.Of(Offerer(SwapStage.Leg1Sent)), StringComparison.Ordinal);
        var evm = SwapExport.Of(Taker(SwapStage.Leg2Sent));
        Assert.Contains($"Contract: {Offer.Take.Contract}", evm, StringComparison.Ordinal);
        Assert.DoesNotContain("key:", evm, StringComparison.Ordinal);
    }

    private static SwapOfferer Offerer(SwapStage stage) => new(
        Terms, SwapSecrets.Of(SwapFixture.AliceKey, Offer.Id, SwapRole.Offerer, SwapFixture.Bob), Bounds)
    {
        Stage = stage,
        Since = Now,
        Begun = Now,
    };

    private static SwapTaker Taker(SwapStage stage) => new(
        Terms, SwapSecrets.Of(SwapFixture.BobKey, Offer.Id, SwapRole.Taker, SwapFixture.Alice), Bounds)
    {
        Stage = stage,
        Since = Now,
        Begun = Now,
    };

    private static SwapTerms Terms => new(SwapFixture.Ring, SwapFixture.Alice, SwapFixture.Bob, Offer, Accept);

    private static ChainAction.Claim ClaimOf(SwapSide side) => (ChainAction.Claim)Actions(Saw(side, Locked(100, 9), Locked(100, 9))).Single();

    private static SwapStep Saw(SwapSide side, ChainFact first, ChainFact second, long now = Now)
    {
        // As a chain would say it at that moment, where the test says no other.
        ChainFact At(ChainFact fact) => fact.Tip.Time == 0 ? fact with { Tip = new(fact.Tip.Height, now, now - 1) } : fact;
        return side.Saw(LegSide.First, At(first), now).Then(next => next.Saw(LegSide.Second, At(second), now));
    }

    private static IEnumerable<ChainAction> Actions(SwapStep step) => step.Effects.OfType<SwapEffect.Broadcast>().Select(cast => cast.Action);

    private static LegCheck Fine(ChainKind kind) => SwapFixture.Fine(new(100, Now, Now - 1), kind);

    private static ChainFact Nothing(long height) => ChainFact.Nothing(new(height, 0, 0));

    private static ChainFact Locked(long height, int depth) => new(new(height, 0, 0), depth, depth > 0, null, null);

    private static ChainFact Claimed(long height, int depth) => Locked(height, 9) with { Spend = new(SpendKind.Claim, depth, true, "ff") };
}
