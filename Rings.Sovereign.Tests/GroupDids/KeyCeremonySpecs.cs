using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>A key without a dealer: five members make it together, or know who cheated.</summary>
public sealed class KeyCeremonySpecs
{
    private const int Cheat = 2;

    private static readonly TimeSpan Retry = SecretLimits.FirstRetry + TimeSpan.FromSeconds(1);

    [Fact]
    public void All_have_the_same_Did_and_nobody_has_its_key()
    {
        var world = GroupWorld.Standing();
        var keys = world.Members.Select(member => world[member].Groups[world.Group]).ToList();

        Assert.Single(keys.Select(group => group.Key).Distinct());
        Assert.All(keys, group => Assert.Equal(Edwards25519Point.OfSecret(group.Share), group.Key.ShareOf(group.Index)));
        var secret = Feldman.Combine(keys.Take(3).Select(group => (group.Index, group.Share)).ToList());
        Assert.Equal(world.Key.Key, Edwards25519Point.OfSecret(secret));
        Assert.Equal(secret, Feldman.Combine(keys.Skip(2).Select(group => (group.Index, group.Share)).ToList()));
        Assert.NotEqual(secret, Feldman.Combine(keys.Take(2).Select(group => (group.Index, group.Share)).ToList()));
        Assert.Equal(AccountDid.OfEd25519(world.Key.Key.Encoded), world.Key.Did);
        // What was drawn is erased.
        Assert.All(Enumerable.Range(1, 5), index => Assert.Null(world.CeremonyOf(index).Deal));
    }

    [Fact]
    public void Nothing_is_drawn_before_a_person_has_agreed()
    {
        var world = new GroupWorld();
        world.Create();

        Assert.All(world.Members.Skip(1), member => Assert.False(world[member].Ceremonies[world.Group].IsJoined));
        Assert.DoesNotContain(world.Sent, sent => sent.Send.Message is GroupMessage.Said && sent.From != world.Members[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lost_messages_are_asked_for(int seed)
    {
        var (world, chance) = (new GroupWorld(seed), new Random(seed));
        world.Create();
        world.Carry = (_, send) => chance.Next(3) == 0 ? null : send;
        foreach (var member in world.Members.Skip(1)) world.Do(member, world[member].Join(world.Group, world.Random.Fill));
        world.Settle();

        for (var tries = 0; tries < 12; tries++) world.Wait(TimeSpan.FromHours(1));

        Assert.All(world.Members, member => Assert.True(world[member].Groups.ContainsKey(world.Group), $"seed {seed}"));
    }

    [Fact]
    public void Whoever_ends_at_whichever_write_the_group_stands_after_its_restart()
    {
        for (var at = 1; at <= 12; at++)
        {
            var (world, writes) = (new GroupWorld(at), 0);
            var victim = world.Members[3];
            world.Create();
            world.Carry = (_, send) =>
            {
                if (send.To != victim || ++writes != at) return send;
                // The message that it was to take now is lost with it.
                world.Restart(victim);
                return null;
            };
            foreach (var member in world.Members.Skip(1)) world.Do(member, world[member].Join(world.Group, world.Random.Fill));
            world.Settle();
            world.Wait(Retry);
            world.Wait(Retry * 2);

            Assert.All(world.Members, member => Assert.True(world[member].Groups.ContainsKey(world.Group), $"message {at}"));
            Assert.Single(world.Members.Select(member => world[member].Groups[world.Group].Key).Distinct());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wrong_share_names_its_dealer(bool isSealed)
    {
        SaidStatement? wrong = null;
        var world = Cheating((world, said) => said.Statement is GroupStatement.Second second
            ? wrong ??= isSealed ? OtherPolynomial(world) : world.SignAs(world.Members[Cheat - 1], second with
            {
                Shares = second.Shares.SetItem(3, [.. world.Random.Next(48)]),
            })
            : said);

        world.OnlyNamed(Cheat, CeremonyFault.WrongShare);
        Assert.Empty(world.Members.Where(member => world[member].Groups.Count > 0));
        Assert.All(new[] { 1, 3, 4, 5 }, index => Assert.Null(world.CeremonyOf(index).Deal));
    }

    [Fact]
    public void Two_first_messages_name_their_dealer()
    {
        SaidStatement? other = null;
        var world = Cheating((world, said) => said.Statement is GroupStatement.First
            ? other ??= OtherFirst(world)
            : said, to: [4, 5]);

        world.OnlyNamed(Cheat, CeremonyFault.SaidTwice);
    }

    [Fact]
    public void Two_second_messages_do_too_though_each_of_them_is_right()
    {
        SaidStatement? other = null;
        var world = Cheating((world, said) => said.Statement is GroupStatement.Second
            ? other ??= OtherSecond(world)
            : said, to: [5]);
        world.Wait(Retry);

        world.OnlyNamed(Cheat, CeremonyFault.SaidTwice);
        // They have confirmed before they saw it: their shares stay, for others might stand.
        Assert.All(new[] { 1, 3, 4, 5 }, index => Assert.NotNull(world.CeremonyOf(index).Share));
        Assert.Empty(world.Members.Where(member => world[member].Groups.Count > 0));
    }

    [Fact]
    public void A_false_complaint_names_who_complains()
    {
        var world = new GroupWorld();
        world.Create();
        foreach (var member in world.Members.Skip(1)) world.Do(member, world[member].Join(world.Group, world.Random.Fill));
        // Its key is still there before its last share arrives.
        var key = world.CeremonyOf(Cheat).Deal!.Key;
        world.Carry = (from, send) => send.Message is GroupMessage.Said { Statement.Statement: GroupStatement.Confirm } ? null : send;
        world.Settle();
        var cheat = world.CeremonyOf(Cheat);
        var complaint = new GroupMessage.Complaint(
            world.Group, Cheat, 3, key, Resign(world, Cheat, cheat.Firsts[Cheat]), cheat.Firsts[3], cheat.Seconds[3]);
        world.Carry = (_, send) => send;

        foreach (var member in world.Members.Where(member => member != world.Members[Cheat - 1]))
            world.Say(world.Members[Cheat - 1], member, complaint);
        world.Settle();

        world.OnlyNamed(Cheat, CeremonyFault.FalseComplaint);
    }

    [Fact]
    public void A_complaint_without_the_key_of_who_complains_is_none()
    {
        var world = new GroupWorld().Generate();
        var (one, cheat) = (world.CeremonyOf(1), world.CeremonyOf(Cheat));
        var complaint = new GroupMessage.Complaint(
            world.Group, 4, 3, Bytes32.Draw(world.Random.Fill), one.Firsts[4], one.Firsts[3], one.Seconds[3]);

        Assert.Equal(GroupOutcome.WrongStatement, world.Say(world.Members[Cheat - 1], world.Members[0], complaint));
        Assert.Equal(GroupOutcome.WrongStatement, world.Say(world.Members[Cheat - 1], world.Members[0], complaint with
        {
            DealerSecond = one.Seconds[4],
        }));
        Assert.Empty(world.CeremonyOf(1).Faults);
        Assert.Empty(cheat.Faults);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    [InlineData("confirm")]
    public void Silence_at_any_step_names_the_silent_after_a_day(string step)
    {
        var world = Cheating((_, said) => step == said.Statement switch
        {
            GroupStatement.First => "first",
            GroupStatement.Second => "second",
            _ => "confirm",
        } ? null : said);
        Assert.Empty(world.CeremonyOf(1).Faults);

        world.Wait(TimeSpan.FromHours(23));
        Assert.Empty(world.CeremonyOf(1).Faults);
        world.Wait(TimeSpan.FromHours(2));
        world.Wait(Retry);

        world.OnlyNamed(Cheat, CeremonyFault.Silent);
    }

    [Fact]
    public void Who_speaks_to_one_member_only_is_heard_by_all()
    {
        var world = Cheating((_, said) => null, to: [1, 3, 4]);
        // Once for each of its three messages.
        for (var tries = 0; tries < 3; tries++) world.Wait(TimeSpan.FromHours(1));

        Assert.All(world.Members, member => Assert.True(world[member].Groups.ContainsKey(world.Group)));
    }

    [Theory]
    [InlineData("proof")]
    [InlineData("count")]
    [InlineData("mixed")]
    [InlineData("identity")]
    [InlineData("key")]
    public void A_first_message_that_does_not_hold_names_its_dealer(string wrong)
    {
        SaidStatement? said = null;
        var world = Cheating((world, sent) => sent.Statement is GroupStatement.First first ? said ??= world.SignAs(world.Members[Cheat - 1], wrong switch
        {
            "proof" => first with { Proof = (first.Proof.R, first.Proof.R) },
            "count" => first with { Commitments = first.Commitments.Add(first.Commitments[0]) },
            "mixed" => first with { Commitments = first.Commitments.SetItem(1, Mixed(first.Commitments[1])) },
            "identity" => first with { Commitments = first.Commitments.SetItem(2, Bytes32.Read([1, .. new byte[31]])) },
            _ => first with { Key = default },
        }) : sent);

        world.OnlyNamed(Cheat, CeremonyFault.WrongFirst);
    }

    [Fact]
    public void Shares_for_fewer_than_all_name_their_dealer()
    {
        SaidStatement? said = null;
        var world = Cheating((world, sent) => sent.Statement is GroupStatement.Second second
            ? said ??= world.SignAs(world.Members[Cheat - 1], second with { Shares = second.Shares[..4] })
            : sent);

        world.OnlyNamed(Cheat, CeremonyFault.WrongSecond);
    }

    [Fact]
    public void What_no_member_has_said_names_nobody()
    {
        var world = new GroupWorld();
        world.Create();
        var (first, cheat, honest) = (OtherFirst(world).Statement, world.Members[Cheat - 1], world.Members[2]);
        SaidStatement[] wrong =
        [
            // In another's name, for another plan, of another purpose, altered.
            world.SignAs(cheat, first with { Index = 3 }),
            world.SignAs(cheat, first with { Plan = Bytes32.Draw(world.Random.Fill) }),
            world.SignAs(cheat, first, SignaturePurpose.Transaction),
            world.SignAs(cheat, first) with { Bytes = StatementCodec.Write(first with { Index = 1 }) },
            world.SignAs(cheat, first) with { Delegation = [1, 2, 3] },
        ];

        Assert.All(wrong, said => Assert.Equal(
            GroupOutcome.WrongStatement, world.Say(honest, world.Members[0], new GroupMessage.Said(world.Group, said))));
        Assert.Empty(world.CeremonyOf(1).Faults);
        Assert.Equal(GroupOutcome.NotMember, world.Say(
            Did.Zero.Finger(3), world.Members[0], new GroupMessage.Said(world.Group, world.SignAs(cheat, first))));
    }

    [Fact]
    public void Invitations_of_others_are_bounded_and_checked()
    {
        var world = new GroupWorld();
        GroupMessage.Invite Plan(Func<GroupPlan, GroupPlan> change) => new(change(new(
            SecretId.Draw(world.Random.Fill), GroupWorld.Ring, 2, world.Members, world.Now + TimeSpan.FromHours(1), "x")));
        GroupOutcome Invite(Did from, Func<GroupPlan, GroupPlan> change) => world.Say(from, world.Members[0], Plan(change));

        Assert.Equal(GroupOutcome.NotMember, Invite(Did.Zero.Finger(3), plan => plan));
        Assert.Equal(GroupOutcome.NotMember, Invite(world.Members[1], plan => plan with { Members = plan.Members[1..] }));
        Assert.Equal(GroupOutcome.Invalid, Invite(world.Members[1], plan => plan with { Ring = RingId.OfPublic("other") }));
        Assert.Equal(GroupOutcome.Invalid, Invite(world.Members[1], plan => plan with { Until = world.Now }));
        Assert.Equal(GroupOutcome.Invalid, Invite(world.Members[1], plan => plan with { Until = world.Now + TimeSpan.FromDays(2) }));
        Assert.Equal(GroupOutcome.Invalid, Invite(world.Members[1], plan => plan with { Threshold = 6 }));
        for (var number = 0; number < GroupLimits.Invitations; number++)
            Assert.Equal(GroupOutcome.Done, Invite(world.Members[1], plan => plan));
        Assert.Equal(GroupOutcome.Full, Invite(world.Members[1], plan => plan));
    }

    /// <summary>All join; what the cheat says goes through its hands, to some or to all.</summary>
    private static GroupWorld Cheating(Func<GroupWorld, SaidStatement, SaidStatement?> change, int[]? to = null)
    {
        var world = new GroupWorld();
        var cheat = world.Members[Cheat - 1];
        world.Create();
        world.Carry = (from, send) =>
        {
            if (from != cheat || send.Message is not GroupMessage.Said { Statement: { IsOwn: true } own } said
                || (to is not null && !to.Any(index => world.Members[index - 1] == send.To)))
            {
                return send;
            }

            return change(world, own) is { } other ? send with { Message = said with { Statement = other } } : null;
        };
        foreach (var member in world.Members.Skip(1)) world.Do(member, world[member].Join(world.Group, world.Random.Fill));
        world.Settle();
        return world;
    }

    private static SaidStatement OtherFirst(GroupWorld world)
    {
        var plan = world.CeremonyOf(1).Plan;
        return world.SignAs(world.Members[Cheat - 1], OwnDeal.Draw(plan, world.Random.Fill).First(plan, Cheat, world.Random.Fill));
    }

    private static SaidStatement OtherSecond(GroupWorld world)
    {
        var (plan, ceremony) = (world.CeremonyOf(1).Plan, world.CeremonyOf(Cheat));
        // The cheat's polynomial is still there: it has not had all shares.
        return world.SignAs(world.Members[Cheat - 1], ceremony.Deal!.Second(
            plan, Cheat, ceremony.Firsts[Cheat].Hash, Dealt(ceremony), world.Random.Fill));
    }

    /// <summary>Shares of another polynomial, well sealed.</summary>
    private static SaidStatement OtherPolynomial(GroupWorld world)
    {
        var (plan, ceremony) = (world.CeremonyOf(1).Plan, world.CeremonyOf(Cheat));
        return world.SignAs(world.Members[Cheat - 1], OwnDeal.Draw(plan, world.Random.Fill).Second(
            plan, Cheat, ceremony.Firsts[Cheat].Hash, Dealt(ceremony), world.Random.Fill));
    }

    private static Dictionary<int, DealtPolynomial> Dealt(KeyCeremony ceremony) => ceremony.Firsts.ToDictionary(
        pair => pair.Key, pair => DealtPolynomial.Read(ceremony.Plan, (GroupStatement.First)pair.Value.Statement)!);

    private static SaidStatement Resign(GroupWorld world, int index, SaidStatement own) =>
        world.SignAs(world.Members[index - 1], own.Statement);

    private static Bytes32 Mixed(Bytes32 point)
    {
        var mixed = new byte[32];
        Assert.Equal(0, Sodium.Add(
            mixed, point.ToByteArray(), Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")));
        return Bytes32.Read(mixed);
    }
}
