using System.Collections.Immutable;
using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Actors.Public;

/// <summary>What can be asked of a node's part in groups. Commands stay within their process.</summary>
public static class RingsGroupsProtocol
{
    /// <summary>Asks for something. Reply: <see cref="GroupReply"/>, unless it says another.</summary>
    public interface IGroupCommand : INoSerializationVerificationNeeded;

    /// <summary>Asks others to own a Did together with this node.</summary>
    /// <param name="Label">What it is called, 1 to 64 characters.</param>
    /// <param name="Threshold">k.</param>
    /// <param name="Members">All of them, this node's Did among them.</param>
    public sealed record CreateGroup(string Label, int Threshold, ImmutableArray<Did> Members) : IGroupCommand;

    /// <summary>Agrees to a plan.</summary>
    public sealed record JoinGroup(SecretId Group) : IGroupCommand;

    /// <summary>Erases all that this node has of a group.</summary>
    public sealed record ForgetGroup(SecretId Group) : IGroupCommand;

    /// <summary>Has the group sign something; this member approves it by that.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Subject">What.</param>
    public sealed record ProposeToGroup(SecretId Group, SigningSubject Subject) : IGroupCommand;

    /// <summary>Has the group sign that its shares are made anew, for the same members or others; this member approves it by that.</summary>
    /// <param name="Group">The group.</param>
    /// <param name="Order">What it is to become.</param>
    public sealed record ChangeGroup(SecretId Group, GroupChangeOrder Order) : IGroupCommand;

    /// <summary>Approves or refuses what the group was asked to sign.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="IsApproved">Which.</param>
    public sealed record DecideRequest(RequestId Request, bool IsApproved) : IGroupCommand;

    /// <summary>Whether this node signs renewals by itself; off: at all members.</summary>
    public sealed record SetGroupPolicy(SecretId Group, bool IsOn) : IGroupCommand;

    /// <summary>Asks the members of the group that this node runs for to sign its next delegation.</summary>
    /// <param name="Draft">The delegation.</param>
    public sealed record RenewByGroup(DelegationDraft Draft) : IGroupCommand;

    /// <summary>How things stand. Reply: <see cref="GroupsView"/>.</summary>
    public sealed record GetGroups : IGroupCommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly GetGroups Instance = new();
    }

    /// <summary>What became of a command.</summary>
    /// <param name="Outcome">Whether it was done, or why not.</param>
    /// <param name="Id">The new group's or request's name, where one was made.</param>
    public sealed record GroupReply(GroupOutcome Outcome, SecretId? Id = null) : INoSerializationVerificationNeeded;

    /// <summary>All that this node has to do with groups, at one moment.</summary>
    /// <param name="Member">The machine; it is immutable.</param>
    public sealed record GroupsView(GroupMember Member) : INoSerializationVerificationNeeded;
}
