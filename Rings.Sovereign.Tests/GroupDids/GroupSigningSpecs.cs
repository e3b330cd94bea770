using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>Three of five sign; a member that cheats is named, a coordinator that cheats gets nothing.</summary>
public sealed class GroupSigningSpecs
{
    private static readonly TimeSpan Step = GroupLimits.StepPatience + TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = SecretLimits.FirstRetry + TimeSpan.FromSeconds(1);

    private readonly GroupWorld _world = GroupWorld.Standing();

    [Fact]
    public void Three_approvals_make_an_ordinary_delegation()
    {
        var (delegation, session) = _world.Delegate();

        Assert.True(Delegation.Read(delegation.Bytes.Span).IsSignedByAccount());
        Assert.Equal((_world.Key.Did, session.PublicKey), (delegation.Account, delegation.SessionKey));
        Assert.All(_world.Members, member => Assert.NotEmpty(_world[member].Requests.Values.Single().Signature));
    }

    [Fact]
    public void Two_do_not()
    {
        var id = _world.Propose(new SigningSubject.DelegateTo(_world.Draft(_world.NewSession())), 2);
        _world.Do(_world.Members[2], _world[_world.Members[2]].Decide(id, isApproved: false, _world.Now));
        _world.Settle();
        for (var tries = 0; tries < 20; tries++) _world.Wait(Retry);

        Assert.Empty(_world[_world.Members[0]].Requests[id].Signature);
        Assert.Equal([1, 2], _world[_world.Members[0]].Rounds[id].Approvers);
        Assert.DoesNotContain(_world.Sent, sent => sent.Send.Message is GroupMessage.Call);
        Assert.Equal(GroupOutcome.Done, _world.Approve(5, id));
        Assert.NotEmpty(_world[_world.Members[0]].Requests[id].Signature);
    }

    [Fact]
    public void Texts_and_revocations_are_signed_too_but_none_that_looks_like_the_protocols_own()
    {
        var revocation = new RevocationDraft(
            AccountKind.Ed25519, _world.Key.Did, _world.Key.Key.Encoded, GroupWorld.Ring, _world.Now, new byte[16]);
        var id = _world.Propose(new SigningSubject.Revoke(revocation), 3, 4);
        Assert.Equal(_world.Key.Did, revocation.Complete(_world[_world.Members[0]].Requests[id].Signature.AsSpan()).Account);
        var words = _world.Propose(new SigningSubject.Plain("We, the five."), 2, 5);
        Assert.NotEmpty(_world[_world.Members[4]].Requests[words].Signature);

        GroupOutcome Propose(SigningSubject subject) =>
            _world.Do(_world.Members[0], _world[_world.Members[0]].Propose(new(_world.Group, SecretId.Draw(_world.Random.Fill)), subject, _world.Now));
        Assert.Equal(GroupOutcome.WrongSubject, Propose(new SigningSubject.Plain(" rings network wants to act")));
        Assert.Equal(GroupOutcome.WrongSubject, Propose(new SigningSubject.Plain("")));
        Assert.Equal(GroupOutcome.WrongSubject, Propose(new SigningSubject.Plain(new string('x', GroupLimits.MaxText + 1))));
        var other = GroupWorld.Standing(seed: 2);
        Assert.Equal(GroupOutcome.WrongSubject, Propose(new SigningSubject.DelegateTo(other.Draft(other.NewSession()))));
    }

    [Fact]
    public void A_wrong_part_is_named_and_left_out()
    {
        _world.Carry = (from, send) => from == _world.Members[1] && send.Message is GroupMessage.Part part
            ? send with { Message = part with { Value = part.Value + Edwards25519Scalar.One } }
            : send;
        var id = _world.Propose(new SigningSubject.Plain("text"), 2, 3);

        Assert.Equal([2], _world[_world.Members[0]].Rounds[id].Wrong);
        Assert.Empty(_world[_world.Members[0]].Requests[id].Signature);
        _world.Approve(4, id);

        Assert.NotEmpty(_world[_world.Members[0]].Requests[id].Signature);
        Assert.Equal([2], _world[_world.Members[0]].Rounds[id].Wrong);
    }

    [Theory]
    [InlineData(typeof(GroupMessage.Nonces))]
    [InlineData(typeof(GroupMessage.Part))]
    public void Who_falls_silent_at_a_step_is_left_out(Type silentAt)
    {
        _world.Carry = (from, send) => from == _world.Members[1] && send.Message.GetType() == silentAt ? null : send;
        var id = _world.Propose(new SigningSubject.Plain("text"), 2, 3);
        Assert.Empty(_world[_world.Members[0]].Requests[id].Signature);
        _world.Approve(4, id);
        _world.Wait(Step);
        _world.Wait(Step);

        Assert.NotEmpty(_world[_world.Members[0]].Requests[id].Signature);
        Assert.Empty(_world[_world.Members[0]].Rounds[id].Wrong);
    }

    [Fact]
    public void Whoever_ends_after_a_message_no_nonce_is_used_twice_and_others_sign()
    {
        for (var at = 1; at <= 4; at++)
        {
            var (world, seen) = (GroupWorld.Standing(at), 0);
            var victim = world.Members[1];
            world.Carry = (_, send) =>
            {
                if (send.To == victim && ++seen == at) world.Restart(victim);
                return send;
            };
            var id = world.Propose(new SigningSubject.Plain("text"), 3, 4);
            world.Approve(2, id);
            for (var tries = 0; tries < 6; tries++) world.Wait(Step);

            Assert.NotEmpty(world[world.Members[0]].Requests[id].Signature);
        }
    }

    [Fact]
    public void A_member_that_ends_between_nonces_and_list_gives_no_part_for_them()
    {
        var id = Called(out var call);
        var member = _world.Members[1];
        _world.Restart(member);

        Assert.Equal(GroupOutcome.OutOfTurn, _world.Say(_world.Members[0], member, ListOf(id, call)));
    }

    [Fact]
    public void A_coordinator_that_ends_goes_on_after_its_restart()
    {
        var id = _world.Propose(new SigningSubject.Plain("text"), 2);
        _world.Restart(_world.Members[0]);
        _world.Approve(3, id);
        _world.Wait(Retry);
        _world.Wait(Retry);

        Assert.NotEmpty(_world[_world.Members[0]].Requests[id].Signature);
    }

    [Fact]
    public void A_proposer_that_shows_one_text_and_sends_another_gets_no_part()
    {
        var id = Called(out var call);
        var member = _world.Members[1];
        var list = ListOf(id, call);

        Assert.Equal(GroupOutcome.Refused, _world.Say(_world.Members[0], member, list with
        {
            Text = new SigningSubject.Plain("another").Hash,
        }));
        Assert.Equal(GroupOutcome.OutOfTurn, _world.Say(_world.Members[0], member, list));
        Assert.Equal(GroupOutcome.Refused, _world.Say(_world.Members[0], member, new GroupMessage.Proposal(
            _world.Group, id.Request, _world.Now + TimeSpan.FromDays(1), new SigningSubject.Plain("another"))));
        Assert.Equal("text", _world[member].Requests[id].Proposal.Subject.Text);
        NoPartOf(member);
    }

    [Theory]
    [InlineData("without me")]
    [InlineData("my nonces changed")]
    [InlineData("me twice")]
    [InlineData("too many")]
    [InlineData("too few")]
    [InlineData("not rising")]
    [InlineData("no member")]
    [InlineData("no point")]
    public void A_list_that_is_none_gets_no_part(string wrong)
    {
        var id = Called(out var call);
        var list = ListOf(id, call);
        var other = ShownNonces.Of(FrostNonces.Draw(1, Edwards25519Scalar.One, _world.Random.Fill).Commitment);
        ImmutableArray<ShownNonces> of = wrong switch
        {
            "without me" => [other, other with { Index = 3 }, other with { Index = 4 }],
            "my nonces changed" => [other, list.Commitments[1] with { Binding = other.Binding }, other with { Index = 3 }],
            "me twice" => [other, list.Commitments[1], list.Commitments[1]],
            "too many" => [.. list.Commitments, other with { Index = 5 }],
            "too few" => list.Commitments[..2],
            "no point" => [other, list.Commitments[1], other with { Index = 3, Hiding = Bytes32.Read([1, .. new byte[31]]) }],
            "not rising" => [.. list.Commitments.Reverse()],
            _ => [other, list.Commitments[1], other with { Index = 6 }],
        };

        Assert.Equal(GroupOutcome.Refused, _world.Say(_world.Members[0], _world.Members[1], list with { Commitments = of }));
        Assert.Equal(GroupOutcome.OutOfTurn, _world.Say(_world.Members[0], _world.Members[1], list));
        NoPartOf(_world.Members[1]);
    }

    [Fact]
    public void Nonces_are_dead_after_a_minute_and_serve_one_list()
    {
        var id = Called(out var call);
        var list = ListOf(id, call);
        Assert.Equal(GroupOutcome.Done, _world.Say(_world.Members[0], _world.Members[1], list));
        Assert.Equal(GroupOutcome.OutOfTurn, _world.Say(_world.Members[0], _world.Members[1], list));
        id = Called(out call);
        list = ListOf(id, call);
        _world.Carry = (_, _) => null;
        _world.Wait(GroupLimits.NonceLife);

        Assert.Equal(GroupOutcome.OutOfTurn, _world.Say(_world.Members[0], _world.Members[1], list));
    }

    [Fact]
    public void Only_who_proposed_is_answered_and_only_what_was_approved()
    {
        var id = _world.Propose(new SigningSubject.Plain("text"));
        GroupOutcome Call(Did from) => _world.Say(
            from, _world.Members[1], new GroupMessage.Call(id.Group, id.Request, SecretId.Draw(_world.Random.Fill)));

        Assert.Equal(GroupOutcome.NotApproved, Call(_world.Members[0]));
        Assert.Equal(GroupOutcome.Done, _world.Approve(2, id));
        Assert.Equal(GroupOutcome.Unknown, Call(_world.Members[2]));
        Assert.Equal(GroupOutcome.Done, Call(_world.Members[0]));
        Assert.Equal(GroupOutcome.NotMember, _world.Say(Did.Zero.Finger(9), _world.Members[1], new GroupMessage.Proposal(
            _world.Group, SecretId.Draw(_world.Random.Fill), _world.Now + TimeSpan.FromDays(1), new SigningSubject.Plain("x"))));
    }

    [Fact]
    public void Attempts_at_a_request_are_bounded()
    {
        var id = _world.Propose(new SigningSubject.Plain("text"));
        _world.Approve(2, id);
        GroupOutcome Try()
        {
            var attempt = SecretId.Draw(_world.Random.Fill);
            var called = _world.Say(_world.Members[0], _world.Members[1], new GroupMessage.Call(id.Group, id.Request, attempt));
            if (called == GroupOutcome.Done)
                _world.Say(_world.Members[0], _world.Members[1], new GroupMessage.List(id.Group, id.Request, attempt, default, []));
            return called;
        }

        for (var attempt = 0; attempt < GroupLimits.Attempts; attempt++) Assert.Equal(GroupOutcome.Done, Try());
        Assert.Equal(GroupOutcome.Full, Try());
    }

    [Fact]
    public void Open_requests_and_nonces_are_bounded()
    {
        for (var number = 0; number < GroupLimits.OpenPerProposer; number++) _world.Propose(new SigningSubject.Plain($"text {number}"), 2);
        var beyond = new RequestId(_world.Group, SecretId.Draw(_world.Random.Fill));
        Assert.Equal(GroupOutcome.Full, _world.Do(
            _world.Members[0], _world[_world.Members[0]].Propose(beyond, new SigningSubject.Plain("x"), _world.Now)));
        Assert.Equal(GroupOutcome.Full, _world.Say(_world.Members[0], _world.Members[1], new GroupMessage.Proposal(
            _world.Group, beyond.Request, _world.Now + TimeSpan.FromDays(1), new SigningSubject.Plain("x"))));

        var more = SecretId.Draw(_world.Random.Fill);
        _world.Say(_world.Members[2], _world.Members[1], new GroupMessage.Proposal(
            _world.Group, more, _world.Now + TimeSpan.FromDays(1), new SigningSubject.Plain("x")));
        _world.Approve(2, new(_world.Group, more));
        foreach (var request in _world[_world.Members[1]].Requests.Where(request => request.Value.Proposer == _world.Members[0]))
            Assert.Equal(GroupOutcome.Done, _world.Say(_world.Members[0], _world.Members[1], new GroupMessage.Call(
                _world.Group, request.Key.Request, SecretId.Draw(_world.Random.Fill))));
        Assert.Equal(GroupOutcome.Full, _world.Say(_world.Members[2], _world.Members[1], new GroupMessage.Call(
            _world.Group, more, SecretId.Draw(_world.Random.Fill))));
    }

    [Fact]
    public void A_request_is_signed_within_a_week_or_not()
    {
        GroupOutcome Propose(TimeSpan life) => _world.Say(_world.Members[0], _world.Members[1], new GroupMessage.Proposal(
            _world.Group, SecretId.Draw(_world.Random.Fill), _world.Now + life, new SigningSubject.Plain("text")));
        Assert.Equal(GroupOutcome.Invalid, Propose(GroupLimits.RequestLife * 2));
        Assert.Equal(GroupOutcome.Invalid, Propose(TimeSpan.Zero));
        var id = _world.Propose(new SigningSubject.Plain("text"), 2);
        _world.Wait(GroupLimits.RequestLife);

        Assert.Equal(GroupOutcome.Decided, _world.Approve(3, id));
        Assert.Empty(_world[_world.Members[0]].Requests[id].Signature);
    }

    [Fact]
    public void Messages_and_texts_that_are_too_long_are_refused()
    {
        Assert.Throws<ProtocolException>(() => GroupCodec.Read(new byte[GroupCodec.MaxBytes + 1]));
        Assert.Equal(GroupOutcome.WrongSubject, _world.Say(_world.Members[0], _world.Members[1], new GroupMessage.Proposal(
            _world.Group, SecretId.Draw(_world.Random.Fill), _world.Now + TimeSpan.FromDays(1),
            new SigningSubject.Plain(new('x', GroupLimits.MaxText + 1)))));
    }

    /// <summary>Member 2 has shown its nonces to member 1, whose list is in the test's hands.</summary>
    private RequestId Called(out GroupMessage.List list)
    {
        GroupMessage.List? held = null;
        _world.Carry = (_, send) =>
        {
            if (send.Message is not GroupMessage.List one) return send;
            held = one;
            return null;
        };
        var id = _world.Propose(new SigningSubject.Plain("text"), 2, 3);
        _world.Carry = (_, send) => send;
        list = held!;
        return id;
    }

    private static GroupMessage.List ListOf(RequestId id, GroupMessage.List list)
    {
        Assert.Equal(id.Request, list.Request);
        return list;
    }

    private void NoPartOf(Did member) => Assert.DoesNotContain(
        _world.Sent, sent => sent.From == member && sent.Send.Message is GroupMessage.Part);
}
