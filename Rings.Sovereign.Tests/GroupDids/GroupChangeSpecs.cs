using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>New shares for the same members or others: the Did stays, and whatever happens it is not lost.</summary>
public sealed class GroupChangeSpecs
{
    private static readonly TimeSpan Retry = SecretLimits.FirstRetry + TimeSpan.FromSeconds(1);
    private static readonly GroupChangeOrder Refresh = new([], 0, []);

    private readonly GroupWorld _world = GroupWorld.Standing();

    [Fact]
    public void A_refresh_gives_all_new_shares_of_the_same_key_and_erases_the_old()
    {
        var before = _world.Members.Select(member => _world[member].Groups[_world.Group]).ToList();

        _world.Change(Refresh, 2, 3);

        var after = _world.Members.Select(member => _world[member].Groups[_world.Group]).ToList();
        Assert.All(after, group => Assert.Equal((1, before[0].Key.Did), (group.Key.Plan.Version, group.Key.Did)));
        Assert.Single(after.Select(group => group.Key).Distinct());
        Assert.All(after, group => Assert.Equal(Edwards25519Point.OfSecret(group.Share), group.Key.ShareOf(group.Index)));
        Assert.Equal(_world.Key.Key, Edwards25519Point.OfSecret(Secret(after.Take(3))));
        Assert.Equal(_world.Key.Key, Edwards25519Point.OfSecret(Secret(after.Skip(2))));
        // Two of one version and one of the other are nothing.
        Assert.NotEqual(_world.Key.Key, Edwards25519Point.OfSecret(Secret([.. after.Take(2), before[2]])));
        for (var place = 0; place < GroupWorld.Count; place++)
            Assert.True(_world.DiskOf(_world.Members[place]).AsSpan().IndexOf(before[place].Share.ToByteArray()) < 0, "the old share is gone");
        Signs(2, 5);
    }

    [Fact]
    public void Members_come_and_go_and_the_threshold_changes()
    {
        var (came, left) = (_world.Newcomer(), _world.Members[4]);
        ImmutableArray<Did> members = [.. _world.Members[..4], came];
        _world.Change(new(members, 2, []), 2, 3);
        Assert.All(_world.Members, member => Assert.Equal(0, _world.VersionOf(member)));
        Assert.False(_world[came].ChangesOf(_world.Group).Single().IsJoined);

        Assert.Equal(GroupOutcome.Done, _world.Do(came, _world[came].Join(_world.Group, _world.Random.Fill)));
        _world.Settle();

        Assert.All(members, member => Assert.Equal(1, _world.VersionOf(member)));
        Assert.Equal((2, _world.Key.Did), (_world.Key.Plan.Threshold, _world[came].Groups[_world.Group].Key.Did));
        Assert.Empty(_world[left].Groups);
        Assert.Empty(_world.DiskOf(left));
        // The newcomer and one other sign; who left is asked nothing and says nothing.
        var id = _world.Propose(new SigningSubject.Plain("text"));
        Assert.Equal(GroupOutcome.Done, _world.Do(came, _world[came].Decide(id, isApproved: true, _world.Now)));
        _world.Settle();
        Assert.NotEmpty(_world[came].Requests[id].Signature);
        Assert.Equal(GroupOutcome.Unknown, _world.Say(_world.Members[0], left, new GroupMessage.Call(id.Group, id.Request, default)));
    }

    [Fact]
    public void A_group_may_be_handed_to_others_altogether()
    {
        ImmutableArray<Did> others = [.. Enumerable.Range(0, 3).Select(_ => _world.Newcomer())];
        var did = _world.Key.Did;
        _world.Change(new(others, 2, []), 2, 3);
        foreach (var other in others) _world.Do(other, _world[other].Join(_world.Group, _world.Random.Fill));
        _world.Settle();

        Assert.All(others, other => Assert.Equal(did, _world[other].Groups[_world.Group].Key.Did));
        Assert.All(_world.Members, member => Assert.Empty(_world[member].Groups));
        Assert.Equal(_world[others[0]].Groups[_world.Group].Key.Key, Edwards25519Point.OfSecret(
            Secret(others.Take(2).Select(other => _world[other].Groups[_world.Group]))));
    }

    [Fact]
    public void Without_the_group_s_signature_nothing_happens()
    {
        _world.Change(Refresh, 2);
        var plan = ((SigningSubject.ChangeShares)_world[_world.Members[0]].Requests.Values.Single().Proposal.Subject).Plan;
        GroupOutcome Invite(GroupPlan one) => _world.Say(
            _world.Members[0], _world.Members[3], new GroupMessage.Invite(one) { Version = one.Version });

        Assert.Equal(GroupOutcome.Refused, Invite(plan));
        Assert.Equal(GroupOutcome.Refused, Invite(plan with { Change = plan.Change! with { Signature = [.. new byte[64]] } }));
        Assert.All(_world.Members, member => Assert.Empty(_world[member].Changes));
    }

    [Fact]
    public void A_plan_that_does_not_fit_the_group_is_not_asked_for_nor_shown()
    {
        _world.Change(Refresh);
        var good = ((SigningSubject.ChangeShares)_world[_world.Members[0]].Requests.Values.Single().Proposal.Subject).Plan;
        var change = good.Change!;
        var other = Edwards25519Point.OfSecret(Edwards25519Scalar.Of(5));
        GroupPlan[] wrong =
        [
            good with { Change = change with { Key = other } },
            good with { Change = change with { From = 1, Version = 2 } },
            good with { Change = change with { Dealers = change.Dealers[1..] } },
            good with { Change = change with { Dealers = change.Dealers.SetItem(0, change.Dealers[0] with { Share = other }) } },
            good with { Change = change with { Leaving = [_world.Members[4]] }, Members = good.Members[..3] },
            good with { Until = _world.Now + TimeSpan.FromDays(3) },
            good with { Until = _world.Now },
            good with { Change = change with { FollowedFrom = _world.Now + TimeSpan.FromDays(1) } },
            good with { Ring = RingId.OfPublic("other") },
        ];

        Assert.All(wrong, plan => Assert.Equal(GroupOutcome.WrongSubject, _world.Say(
            _world.Members[1], _world.Members[2], new GroupMessage.Proposal(
                _world.Group, SecretId.Draw(_world.Random.Fill), _world.Now + TimeSpan.FromHours(1), new SigningSubject.ChangeShares(plan)))));
        GroupOutcome Order(GroupChangeOrder order) => _world[_world.Members[0]].ProposeChange(
            new(_world.Group, SecretId.Draw(_world.Random.Fill)), order, _world.Now).Outcome;
        Assert.Equal(GroupOutcome.Invalid, Order(new([], 6, [])));
        Assert.Equal(GroupOutcome.Invalid, Order(new([.. _world.Members[..1]], 0, [])));
        Assert.Equal(GroupOutcome.Invalid, Order(new([], 0, [.. _world.Members[2..]])));
    }

    [Fact]
    public void Malformed_plans_are_refused_with_the_field()
    {
        _world.Change(Refresh);
        var plan = ((SigningSubject.ChangeShares)_world[_world.Members[0]].Requests.Values.Single().Proposal.Subject).Plan;
        var (change, dealers) = (plan.Change!, plan.Change!.Dealers);
        (GroupChange, string)[] wrong =
        [
            (change with { Version = 0 }, "version"), (change with { From = 1 }, "version"),
            (change with { Dealers = dealers[..1] }, "dealers"), (change with { Dealers = [.. dealers.Reverse()] }, "dealers"),
            (change with { Dealers = dealers.SetItem(1, dealers[1] with { Member = dealers[0].Member }) }, "dealers"),
            (change with { Dealers = dealers.SetItem(1, dealers[1] with { Member = Did.Zero.Finger(7) }) }, "dealers"),
            (change with { Leaving = [plan.Members[0]] }, "leaving"),
            (change with { Leaving = [.. Enumerable.Range(1, 28).Select(number => Did.Zero.Finger(number))] }, "leaving"),
        ];

        Assert.All(wrong, one => Assert.Equal(one.Item2, (plan with { Change = one.Item1 }).Fault));
        Assert.Throws<ProtocolException>(() => GroupCodec.Read(GroupCodec.Write(
            new GroupMessage.Invite(plan with { Change = change with { Signature = [1] } }) { Version = plan.Version })));
        Assert.Throws<ProtocolException>(() => GroupCodec.Read(GroupCodec.Write(new GroupMessage.Invite(plan) { Version = 7 })));
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("share")]
    [InlineData("two firsts")]
    [InlineData("two seconds")]
    [InlineData("silence")]
    public void A_dealer_that_cheats_is_named_and_the_old_shares_sign_on(string cheat)
    {
        const int Cheat = 2;
        var (other, deal) = ((SaidStatement?)null, (OwnDeal?)null);
        _world.Carry = (from, send) =>
        {
            deal = _world[_world.Members[Cheat - 1]].ChangesOf(_world.Group).LastOrDefault()?.Deal ?? deal;
            if (from != _world.Members[Cheat - 1] || send.Message is not GroupMessage.Said { Statement: { IsOwn: true } own } said) return send;
            var change = _world[from].ChangesOf(_world.Group).Last();
            var isSome = send.To == _world.Members[2] || send.To == _world.Members[4];
            var told = (cheat, own.Statement) switch
            {
                ("constant", GroupStatement.First) => One(() => OwnDeal.Draw(change.Plan, _world.Random.Fill).First(change.Plan, Cheat, _world.Random.Fill)),
                ("two firsts", GroupStatement.First) when isSome => One(() => Another(change, deal!).First(change.Plan, Cheat, _world.Random.Fill)),
                ("share", GroupStatement.Second) => One(() => Another(change, deal!).Second(
                    change.Plan, Cheat, change.Firsts[Cheat].Hash, Dealt(change), _world.Random.Fill)),
                ("two seconds", GroupStatement.Second) when isSome => One(() => deal!.Second(
                    change.Plan, Cheat, change.Firsts[Cheat].Hash, Dealt(change), _world.Random.Fill)),
                ("silence", GroupStatement.Second) => null,
                _ => own,
            };
            return told is null ? null : send with { Message = said with { Statement = told } };

            SaidStatement One(Func<GroupStatement> statement) => other ??= _world.SignAs(from, statement());
        };
        _world.Change(Refresh, 3, 4);
        _world.Wait(Retry);
        if (cheat == "silence") _world.Wait(GroupLimits.CeremonyLife);
        if (cheat == "silence") _world.Wait(Retry);

        var fault = cheat switch
        {
            "constant" => CeremonyFault.WrongFirst,
            "share" => CeremonyFault.WrongShare,
            "silence" => CeremonyFault.Silent,
            _ => CeremonyFault.SaidTwice,
        };
        Assert.All(Honest(Cheat), member => Assert.Equal(
            [KeyValuePair.Create(Cheat, fault)], _world[member].ChangesOf(_world.Group).Last().Faults));
        Assert.All(Honest(Cheat), member => Assert.Equal(0, _world.VersionOf(member)));
        _world.Carry = (_, send) => send;
        Signs(3, 4);
        // Without it the change is made.
        _world.Change(new(_world.Members.RemoveAt(Cheat - 1), 0, [_world.Members[Cheat - 1]]), 3, 4);
        Assert.All(Honest(Cheat), member => Assert.Equal(2, _world.VersionOf(member)));
        Signs(3, 4);
    }

    [Fact]
    public void A_false_complaint_names_who_complains()
    {
        const int Cheat = 5;
        var key = default(Bytes32);
        _world.Carry = (from, send) =>
        {
            var deal = _world[_world.Members[Cheat - 1]].ChangesOf(_world.Group).LastOrDefault()?.Deal;
            if (deal is not null) key = deal.Key;
            return send.Message is GroupMessage.Said { Statement.Statement: GroupStatement.Confirm } ? null : send;
        };
        _world.Change(Refresh, 2, 3);
        var change = _world[_world.Members[Cheat - 1]].ChangesOf(_world.Group).Single();
        var complaint = new GroupMessage.Complaint(
            _world.Group, Cheat, 1, key, _world.SignAs(_world.Members[Cheat - 1], change.Firsts[Cheat].Statement),
            change.Firsts[1], change.Seconds[1])
        { Version = 1 };
        _world.Carry = (_, send) => send;

        Assert.Equal(GroupOutcome.WrongStatement, _world.Say(
            _world.Members[Cheat - 1], _world.Members[0], complaint with { Key = Bytes32.Draw(_world.Random.Fill) }));
        Assert.Equal(GroupOutcome.WrongStatement, _world.Say(
            _world.Members[Cheat - 1], _world.Members[0], complaint with { Dealer = 4 }));
        foreach (var member in Honest(Cheat)) _world.Say(_world.Members[Cheat - 1], member, complaint);
        _world.Settle();

        Assert.All(Honest(Cheat), member => Assert.Equal(
            [KeyValuePair.Create(Cheat, CeremonyFault.FalseComplaint)], _world[member].ChangesOf(_world.Group).Single().Faults));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lost_messages_are_asked_for(int seed)
    {
        var (world, chance) = (GroupWorld.Standing(seed), new Random(seed));
        var id = world.Change(Refresh, 2, 3);
        Assert.NotEmpty(world[world.Members[0]].Requests[id].Signature);
        world = GroupWorld.Standing(seed);
        world.Carry = (_, send) => send.Message is GroupMessage.Said or GroupMessage.Invite or GroupMessage.Lack && chance.Next(3) == 0 ? null : send;
        world.Change(Refresh, 2, 3);

        for (var tries = 0; tries < 10; tries++) world.Wait(TimeSpan.FromHours(1));

        Assert.All(world.Members, member => Assert.Equal(1, world.VersionOf(member)));
    }

    [Fact]
    public void Whoever_ends_at_whichever_message_the_change_is_made_after_its_restart()
    {
        for (var at = 1; at <= 24; at++)
        {
            var (world, heard) = (GroupWorld.Standing(at), 0);
            var victim = world.Members[at % 2 == 0 ? 1 : 3];
            world.Carry = (_, send) =>
            {
                if (send.To != victim || ++heard != at) return send;
                world.Restart(victim);
                return null;
            };
            world.Change(Refresh, 3, 5);
            for (var tries = 0; tries < 6; tries++) world.Wait(Retry * (1 << tries));

            Assert.All(world.Members, member => Assert.Equal(1, world.VersionOf(member)));
        }
    }

    [Fact]
    public void Who_stands_later_is_told_when_it_is_asked_to_sign_with_shares_that_it_has_not_yet()
    {
        var late = _world.Members[2];
        _world.Carry = LosingConfirmsFor(late);
        _world.Change(Refresh, 2, 4);
        Assert.Equal((1, 0), (_world.VersionOf(_world.Members[0]), _world.VersionOf(late)));
        _world.Carry = (_, send) => send;

        var id = _world.Propose(new SigningSubject.Plain("text"));
        Assert.Equal(1, _world.VersionOf(late));
        _world.Wait(Retry);
        _world.Approve(3, id);
        _world.Approve(2, id);
        Assert.NotEmpty(_world[late].Requests[id].Signature);
    }

    [Fact]
    public void Who_hears_of_a_change_before_its_group_stands_takes_part_by_itself_when_it_does()
    {
        var world = new GroupWorld();
        var late = world.Members[4];
        world.Carry = LosingConfirmsFor(late);
        world.Generate().Change(Refresh, 2, 3);
        Assert.False(world[late].Groups.ContainsKey(world.Group));
        Assert.False(Assert.Single(world[late].ChangesOf(world.Group)).IsJoined);
        world.Carry = (_, send) => send;

        for (var tries = 0; tries < 6; tries++) world.Wait(Retry * (1 << tries));

        Assert.All(world.Members, member => Assert.Equal(1, world.VersionOf(member)));
    }

    [Fact]
    public void A_proposer_that_ends_before_it_keeps_the_signature_hears_it_from_the_others()
    {
        var proposer = _world.Members[0];
        _world.Carry = (_, send) => send.To == proposer && send.Message is GroupMessage.Signature ? null : send;
        var id = _world.Propose(new SigningSubject.Plain("text"), 2, 3);
        Assert.NotEmpty(_world[_world.Members[1]].Requests[id].Signature);
        Assert.Empty(_world[proposer].Requests[id].Signature);
        _world.Carry = (_, send) => send;

        _world.Restart(proposer);
        for (var tries = 0; tries < 4; tries++) _world.Wait(Retry * (1 << tries));

        Assert.NotEmpty(_world[proposer].Requests[id].Signature);
    }

    [Fact]
    public void A_coordinator_that_is_behind_is_told_of_the_change()
    {
        var late = _world.Members[2];
        _world.Carry = LosingConfirmsFor(late);
        _world.Change(Refresh, 2, 4);
        _world.Carry = (_, send) => send;
        var id = new RequestId(_world.Group, SecretId.Draw(_world.Random.Fill));

        Assert.Equal(GroupOutcome.Done, _world.Do(late, _world[late].Propose(id, new SigningSubject.Plain("text"), _world.Now)));
        _world.Settle();
        Assert.Equal(1, _world.VersionOf(late));
        _world.Wait(Retry);
        _world.Approve(1, id);
        _world.Approve(2, id);
        Assert.NotEmpty(_world[late].Requests[id].Signature);
    }

    [Fact]
    public void What_was_approved_before_a_change_is_signed_after_it_with_nonces_of_the_new_shares()
    {
        var id = _world.Propose(new SigningSubject.Plain("text"), 2);
        _world.Change(Refresh, 2, 3);
        _world.Approve(3, id);
        for (var tries = 0; tries < 3; tries++) _world.Wait(Retry);

        Assert.NotEmpty(_world[_world.Members[0]].Requests[id].Signature);
    }

    [Fact]
    public void A_list_for_other_shares_gets_no_part()
    {
        GroupMessage.List? held = null;
        _world.Carry = (_, send) =>
        {
            if (send.Message is not GroupMessage.List list) return send;
            held = list;
            return null;
        };
        _world.Propose(new SigningSubject.Plain("text"), 2, 3);
        _world.Carry = (_, send) => send;

        Assert.Equal(GroupOutcome.Refused, _world.Say(_world.Members[0], _world.Members[1], held! with { Version = 1 }));
    }

    [Fact]
    public void An_old_plan_is_not_made_a_second_time()
    {
        _world.Change(Refresh, 2, 3);
        var plan = _world.Key.Plan;
        _world.Change(Refresh, 2, 3);
        Assert.Equal(2, _world.VersionOf(_world.Members[3]));

        Assert.Equal(GroupOutcome.Ignored, _world.Say(
            _world.Members[0], _world.Members[3], new GroupMessage.Invite(plan) { Version = 1 }));
        Assert.Equal(GroupOutcome.NotMember, _world.Say(
            Did.Zero.Finger(3), _world.Members[3], new GroupMessage.Invite(plan) { Version = 1 }));
        Assert.Single(_world[_world.Members[3]].Changes);
    }

    [Fact]
    public void Changes_that_are_kept_are_bounded()
    {
        // Nobody confirms, so that none of them stands, and what was drawn is kept.
        _world.Carry = (_, send) => send.Message is GroupMessage.Said { Statement.Statement: GroupStatement.Confirm } ? null : send;
        for (var number = 0; number <= GroupLimits.ChangesPerGroup; number++)
        {
            var id = _world.Change(Refresh, 2, 3);
            Assert.NotEmpty(_world[_world.Members[0]].Requests[id].Signature);
        }

        Assert.Equal(GroupLimits.ChangesPerGroup, _world[_world.Members[3]].ChangesOf(_world.Group).Count());
        Assert.Equal(0, _world.VersionOf(_world.Members[3]));
    }

    [Fact]
    public void The_node_that_runs_for_the_group_believes_as_many_members_as_sign()
    {
        var (delegation, session) = _world.Delegate();
        var runner = _world.Run(delegation, session);
        var came = _world.Newcomer();
        _world.Change(new([.. _world.Members[..4], came], 3, []), 2, 3);
        _world.Do(came, _world[came].Join(_world.Group, _world.Random.Fill));
        _world.Settle();
        foreach (var member in (Did[])[_world.Members[0], _world.Members[1], came])
            _world.Do(member, _world[member].SetPolicy(_world.Group, isOn: true, _world.Now));
        _world.Wait(TimeSpan.FromDays(11));

        // A member that lies about shares does not make the node name others.
        var right = _world.Key;
        var lie = right with { Shares = right.Shares.SetItem(1, right.Shares[0]) };
        Assert.Equal(GroupOutcome.Done, _world.Say(_world.Members[2], runner, new GroupMessage.Card(lie) { Version = 1 }));
        Assert.Equal(GroupOutcome.Refused, _world.Say(_world.Members[2], runner, new GroupMessage.Card(
            right with { Plan = right.Plan with { Threshold = 2 } })
        { Version = 1 }));
        Assert.Equal(GroupOutcome.NotMember, _world.Say(_world.Members[4], runner, new GroupMessage.Card(right) { Version = 1 }));
        _world.Carry = (from, send) => from == _world.Members[2] && send.Message is GroupMessage.Card ? send with { Message = new GroupMessage.Card(lie) { Version = 1 } } : send;

        var draft = _world.Draft(_world.NewSession(), TimeSpan.FromDays(14));
        var request = SecretId.Draw(_world.Random.Fill);
        Assert.Equal(GroupOutcome.Done, _world.Do(runner, _world[runner].Renew(request, new(
            draft, new(delegation, [.. _world.SignRenewal(runner, draft)])), _world.Now)));
        _world.Settle();
        for (var tries = 0; tries < 3; tries++) _world.Wait(Retry);

        Assert.Equal(right, _world[runner].RunsFor);
        Assert.NotEmpty(_world[runner].Rounds[new(_world.Group, request)].Signature);
        _world.Restart(runner, _world[_world.Members[0]].Groups[_world.Group].Key with { Plan = right.Plan with { Change = null } });
        Assert.Equal(1, _world[runner].RunsFor!.Plan.Version);
    }

    [Fact]
    public void Members_whose_word_a_running_node_keeps_are_bounded()
    {
        var (delegation, session) = _world.Delegate();
        var runner = _world.Run(delegation, session);
        var heard = 0;
        for (var number = 0; number < 3; number++)
        {
            // Whom the group names need not be there: each says other shares, so that no two say the same.
            ImmutableArray<Did> members = [.. Enumerable.Range(0, 27).Select(one => Did.Zero.Finger((number * 27) + one))];
            _world.Change(new(members, 27, []), 2, 3);
            var plan = _world[_world.Members[0]].ChangesOf(_world.Group).Last().Plan;
            foreach (var member in members)
            {
                var share = Edwards25519Point.OfSecret(Edwards25519Scalar.Of((uint)++heard + 1));
                Assert.Equal(heard <= GroupLimits.Cards ? GroupOutcome.Done : GroupOutcome.Refused, _world.Say(
                    member, runner, new GroupMessage.Card(new(plan, _world.Key.Key, [.. Enumerable.Repeat(share, 27)])) { Version = plan.Version }));
            }
        }

        Assert.Equal(0, _world[runner].RunsFor!.Plan.Version);
    }

    [Fact]
    public void A_group_has_two_to_thirty_two_members()
    {
        GroupOutcome Create(int members, int k) => _world[_world.Members[0]].Create(
            SecretId.Draw(_world.Random.Fill), "x", k,
            [_world.Members[0], .. Enumerable.Range(1, members - 1).Select(number => Did.Zero.Finger(number))], _world.Now, _world.Random.Fill).Outcome;

        Assert.Equal(GroupOutcome.Invalid, Create(1, 1));
        Assert.Equal(GroupOutcome.Done, Create(2, 2));
        Assert.Equal(GroupOutcome.Done, Create(32, 32));
        Assert.Equal(GroupOutcome.Invalid, Create(33, 3));
        Assert.Equal(GroupOutcome.Invalid, Create(5, 6));
    }

    private static Func<Did, GroupSend, GroupSend?> LosingConfirmsFor(Did late) => (_, send) =>
        send.To == late && send.Message is GroupMessage.Said { Statement.Statement: GroupStatement.Confirm } ? null : send;

    private static Edwards25519Scalar Secret(IEnumerable<StandingGroup> groups) =>
        Feldman.Combine(groups.Select(group => (group.Index, group.Share)).ToList());

    private static Dictionary<int, DealtPolynomial> Dealt(KeyCeremony change) => change.Firsts.ToDictionary(
        pair => pair.Key, pair => DealtPolynomial.Read(change.Plan, (GroupStatement.First)pair.Value.Statement)!);

    /// <summary>Another polynomial with the same constant.</summary>
    private OwnDeal Another(KeyCeremony change, OwnDeal deal) =>
        OwnDeal.Draw(change.Plan, _world.Random.Fill, deal.Coefficients[0]) with { Key = deal.Key };

    private IEnumerable<Did> Honest(int cheat) => _world.Members.Where((_, place) => place != cheat - 1);

    private void Signs(params int[] approving)
    {
        var id = _world.Propose(new SigningSubject.Plain("We, the five."), approving);
        var signature = _world[_world.Members[0]].Requests[id].Signature;
        Assert.True(Ed25519PublicKey.Read(_world.Key.Key.Encoded).Verify("We, the five."u8, signature.AsSpan()));
    }
}
