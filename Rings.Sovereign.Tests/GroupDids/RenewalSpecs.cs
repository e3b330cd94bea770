using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>The node that runs for a group renews its delegation by the members' policies, and nothing else goes by them.</summary>
public sealed class RenewalSpecs
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(14);

    private readonly GroupWorld _world = GroupWorld.Standing();
    private readonly Did _runner;
    private Delegation _current;
    private SessionKey _session;

    public RenewalSpecs()
    {
        (_current, _session) = _world.Delegate();
        _runner = _world.Run(_current, _session);
        foreach (var index in (int[])[1, 2, 3]) SetPolicy(index, isOn: true);
        _world.Wait(TimeSpan.FromDays(11));
    }

    [Fact]
    public void Three_policies_renew_a_delegation()
    {
        var (id, draft) = Renew();

        var renewed = draft.Complete(_world[_runner].Rounds[id].Signature.AsSpan());
        Assert.Equal((_world.Key.Did, _current.Ring), (renewed.Account, renewed.Ring));
        Assert.Equal(GroupLimits.Renewals - 1, PolicyOf(1)!.Left);
        Assert.Null(PolicyOf(4));
    }

    [Fact]
    public void Two_do_not_and_the_node_knows_who_said_what()
    {
        _world.Carry = (_, send) => send.To == _world.Members[2] || send.To == _world.Members[4] ? null : send;
        var (id, _) = Renew();

        var round = _world[_runner].Rounds[id];
        Assert.Empty(round.Signature);
        Assert.Equal([1, 2], round.Approvers);
        Assert.Equal(GroupAnswer.NoPolicy, round.Answers[4]);
        Assert.False(round.Answers.ContainsKey(3));
        // It comes back, and is asked again.
        _world.Carry = (_, send) => send;
        _world.Wait(TimeSpan.FromMinutes(2));
        Assert.NotEmpty(_world[_runner].Rounds[id].Signature);
        Assert.Equal(GroupLimits.Renewals - 1, PolicyOf(1)!.Left);
    }

    [Fact]
    public void What_the_running_node_did_not_sign_gets_no_part()
    {
        var draft = _world.Draft(_world.NewSession(), Life);
        var thief = _world.NewSession();
        byte[] Signed(DelegationDraft other) => _world.SignRenewal(_runner, other);
        SigningSubject.DelegateTo[] wrong =
        [
            // For another key, by another key, of another purpose, longer than 14 days, old, of the future, for the same key.
            new(draft, new(_current, [.. Signed(_world.Draft(thief, Life))])),
            new(draft, new(_current, [.. new Signer(_session, _current).Sign(SignaturePurpose.GroupDeal, new SigningSubject.DelegateTo(draft).DraftBytes)])),
            new(draft, new(_current, [.. new byte[64]])),
            Of(_world.Draft(thief, TimeSpan.FromDays(15))),
            Of(_world.Draft(thief, Life, _world.Now - TimeSpan.FromHours(2))),
            Of(_world.Draft(thief, Life, _world.Now + TimeSpan.FromHours(2))),
            Of(_world.Draft(_session, Life)),
        ];

        foreach (var subject in wrong)
        {
            var id = new RequestId(_world.Group, SecretId.Draw(_world.Random.Fill));
            _world.Say(_runner, _world.Members[0], new GroupMessage.Proposal(
                id.Group, id.Request, _world.Now + TimeSpan.FromDays(1), subject));
            Assert.Equal(GroupAnswer.WrongRenewal, _world[_world.Members[0]].Requests[id].Answer);
            Assert.Equal(GroupOutcome.NotApproved, _world.Say(
                _runner, _world.Members[0], new GroupMessage.Call(id.Group, id.Request, SecretId.Draw(_world.Random.Fill))));
        }

        Assert.Equal(GroupLimits.Renewals, PolicyOf(1)!.Left);
    }

    [Fact]
    public void The_running_node_may_ask_for_nothing_else()
    {
        SigningSubject[] subjects = [new SigningSubject.Plain("text"), new SigningSubject.DelegateTo(_world.Draft(_world.NewSession(), Life))];

        Assert.All(subjects, subject => Assert.Equal(GroupOutcome.NotMember, _world.Say(
            _runner, _world.Members[0], new GroupMessage.Proposal(
                _world.Group, SecretId.Draw(_world.Random.Fill), _world.Now + TimeSpan.FromDays(1), subject))));
    }

    [Fact]
    public void A_delegation_that_was_followed_by_another_is_followed_no_more()
    {
        var (first, firstSession) = (_current, _session);
        Follow();
        _world.Wait(TimeSpan.FromDays(1));
        Follow();

        var draft = _world.Draft(_world.NewSession(), Life);
        var signature = new Signer(firstSession, first).Sign(
            SignaturePurpose.GroupRenewal, new SigningSubject.DelegateTo(draft).DraftBytes);
        var request = SecretId.Draw(_world.Random.Fill);
        _world.Say(_runner, _world.Members[0], new GroupMessage.Proposal(
            _world.Group, request, _world.Now + TimeSpan.FromDays(1), new SigningSubject.DelegateTo(draft, new(first, [.. signature]))));

        Assert.Equal(GroupAnswer.WrongRenewal, _world[_world.Members[0]].Requests[new(_world.Group, request)].Answer);
    }

    [Fact]
    public void Twelve_times_and_half_a_year_and_then_persons_are_asked()
    {
        for (var number = 0; number < GroupLimits.Renewals; number++)
        {
            Follow();
            _world.Wait(TimeSpan.FromDays(1));
        }

        var (id, _) = Renew();
        Assert.Empty(_world[_runner].Rounds[id].Signature);
        foreach (var index in (int[])[1, 2, 3]) SetPolicy(index, isOn: true);
        _world.Wait(TimeSpan.FromMinutes(2));
        Assert.NotEmpty(_world[_runner].Rounds[id].Signature);
    }

    [Fact]
    public void A_policy_ends_after_half_a_year()
    {
        var group = _world[_world.Members[0]].Groups[_world.Group];
        var subject = Of(_world.Draft(_world.NewSession(), Life));

        Assert.Equal(GroupAnswer.Approved, RenewalPolicy.Judge(group, subject, subject.Renewal!, _world.Now).Answer);
        Assert.Equal(GroupAnswer.NoPolicy, RenewalPolicy.Judge(
            group with { Policy = group.Policy! with { Until = _world.Now } }, subject, subject.Renewal!, _world.Now).Answer);
    }

    [Fact]
    public void A_session_key_that_was_taken_back_is_renewed_no_more()
    {
        _world.Propose(new SigningSubject.Revoke(new RevocationDraft(
            AccountKind.Ed25519, _world.Key.Did, _world.Key.Key.Encoded, GroupWorld.Ring, _world.Now, new byte[16])), 2, 3);
        foreach (var index in (int[])[1, 2, 3]) SetPolicy(index, isOn: true);

        var (id, _) = Renew();

        Assert.Empty(_world[_runner].Rounds[id].Signature);
        Assert.Equal(GroupAnswer.WrongRenewal, _world[_runner].Rounds[id].Answers[1]);
    }

    [Fact]
    public void Any_member_stops_all_policies_and_nobody_else_does()
    {
        Assert.Equal(GroupOutcome.NotMember, _world.Say(_runner, _world.Members[0], new GroupMessage.Stop(_world.Group)));
        Assert.NotNull(PolicyOf(1));

        SetPolicy(5, isOn: false);

        Assert.All(Enumerable.Range(1, 5), index => Assert.Null(PolicyOf(index)));
        var (id, _) = Renew();
        Assert.Empty(_world[_runner].Rounds[id].Signature);
    }

    [Fact]
    public void A_node_that_runs_for_no_group_cannot_ask() => Assert.Equal(
        GroupOutcome.NotRunning,
        _world[_world.Members[0]].Renew(SecretId.Draw(_world.Random.Fill), Of(_world.Draft(_world.NewSession(), Life)), _world.Now).Outcome);

    private SigningSubject.DelegateTo Of(DelegationDraft draft) =>
        new(draft, new(_current, [.. _world.SignRenewal(_runner, draft)]));

    private (RequestId Id, DelegationDraft Draft) Renew(SessionKey? session = null)
    {
        var draft = _world.Draft(session ?? _world.NewSession(), Life);
        var request = SecretId.Draw(_world.Random.Fill);
        Assert.Equal(GroupOutcome.Done, _world.Do(_runner, _world[_runner].Renew(request, Of(draft), _world.Now)));
        _world.Settle();
        return (new(_world.Group, request), draft);
    }

    /// <summary>Renews and goes on under the new delegation.</summary>
    private void Follow()
    {
        var session = _world.NewSession();
        var (id, draft) = Renew(session);
        (_current, _session) = (draft.Complete(_world[_runner].Rounds[id].Signature.AsSpan()), session);
        _world.Run(_current, _session);
    }

    private void SetPolicy(int index, bool isOn)
    {
        var member = _world.Members[index - 1];
        Assert.Equal(GroupOutcome.Done, _world.Do(member, _world[member].SetPolicy(_world.Group, isOn, _world.Now)));
        _world.Settle();
    }

    private RenewalPolicy? PolicyOf(int index) => _world[_world.Members[index - 1]].Groups[_world.Group].Policy;
}
