using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>Bounds of groups: at the bound and one beyond, by its own person and by another member.</summary>
public sealed class GroupLimitSpecs
{
    private readonly GroupWorld _world = GroupWorld.Standing();

    private Did Own => _world.Members[0];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_group_has_two_to_thirty_two_members(int count, bool isTaken)
    {
        var others = Enumerable.Range(0, count).Select(_ => Did.Read(_world.Random.Next(20)));
        ImmutableArray<Did> members = [.. _world.Members.Take(2).Concat(others).Take(count)];
        var created = _world[Own].Create(
            SecretId.Draw(_world.Random.Fill), "many", 2, members, _world.Now, _world.Random.Fill);
        Assert.Equal(isTaken ? GroupOutcome.Done : GroupOutcome.Invalid, created.Outcome);

        var plan = new GroupPlan(
            SecretId.Draw(_world.Random.Fill), GroupWorld.Ring, 2, members, _world.Now + TimeSpan.FromHours(1), "many");
        var bytes = GroupCodec.Write(new GroupMessage.Invite(plan));
        if (!isTaken)
        {
            Assert.StartsWith("GroupPlan.", Assert.Throws<ProtocolException>(() => GroupCodec.Read(bytes)).Field);
            return;
        }

        Assert.Equal(GroupOutcome.Done, _world.Say(Own, _world.Members[1], GroupCodec.Read(bytes)));
    }

    [Fact]
    public void A_text_has_8_KiB_of_UTF_8_and_a_message_16()
    {
        const int Text = 8 * 1024, Message = 16 * 1024;
        Assert.Equal(GroupOutcome.Done, Propose(new string('x', Text)));
        Assert.Equal(GroupOutcome.WrongSubject, Propose(new string('x', Text + 1)));
        Assert.Equal(GroupOutcome.WrongSubject, Propose(new string('ä', (Text / 2) + 1)));
        Assert.Equal(GroupOutcome.Done, Hear(new string('y', Text), TimeSpan.FromDays(1)));
        Assert.Equal(GroupOutcome.WrongSubject, Hear(new string('y', Text + 1), TimeSpan.FromDays(1)));

        var around = Bytes(new string('z', Text)).Length - Text;
        GroupCodec.Read(Bytes(new string('z', Text)));
        var tooLong = Bytes(new string('z', Message - around + 1));
        Assert.Equal(Message + 1, tooLong.Length);
        Assert.Equal("GroupMessage", Assert.Throws<ProtocolException>(() => GroupCodec.Read(tooLong)).Field);
    }

    [Fact]
    public void A_request_may_be_signed_for_seven_days_whatever_its_proposer_says()
    {
        var week = TimeSpan.FromDays(7);
        Assert.Equal(GroupOutcome.Invalid, Hear("for ever", week + DelegationRenewal.Skew + TimeSpan.FromSeconds(1)));
        Assert.Equal(GroupOutcome.Invalid, Hear("over", TimeSpan.Zero));
        var early = _world.Propose(new SigningSubject.Plain("early"));
        var late = _world.Propose(new SigningSubject.Plain("late"), 2);

        _world.Wait(week - TimeSpan.FromMinutes(1));
        Assert.Equal(GroupOutcome.Done, _world.Approve(2, early));
        Assert.Equal(GroupOutcome.Done, _world.Approve(3, early));
        _world.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal(GroupOutcome.Decided, _world.Approve(3, late));
        Assert.NotEmpty(_world[Own].Requests[early].Signature);
        Assert.Empty(_world[Own].Requests[late].Signature);
    }

    private GroupOutcome Propose(string text) => _world.Do(Own, _world[Own].Propose(
        new(_world.Group, SecretId.Draw(_world.Random.Fill)), new SigningSubject.Plain(text), _world.Now));

    /// <summary>The second member hears the first one's proposal.</summary>
    private GroupOutcome Hear(string text, TimeSpan life) =>
        _world.Say(Own, _world.Members[1], ProposalOf(text, life));

    private byte[] Bytes(string text)
    {
        GroupMessage message = ProposalOf(text, TimeSpan.FromDays(1));
        return GroupCodec.Write(message);
    }

    private GroupMessage.Proposal ProposalOf(string text, TimeSpan life) => new(
        _world.Group, SecretId.Draw(_world.Random.Fill), _world.Now + life, new SigningSubject.Plain(text));
}
