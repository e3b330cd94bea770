using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <content>A member, or the node that runs for the group, that has something signed; and policies.</content>
public sealed partial record GroupMember
{
    /// <summary>This node's person wants the group to sign something, and approves it by that.</summary>
    /// <param name="id">The group, and a name drawn for the request.</param>
    /// <param name="subject">What.</param>
    /// <param name="now">The time.</param>
    public GroupStep Propose(RequestId id, SigningSubject subject, Instant now)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!Groups.TryGetValue(id.Group, out var group))
            return Nothing(Ceremonies.ContainsKey(id.Group) ? GroupOutcome.NotStanding : GroupOutcome.Unknown);
        if (!Fits(subject, group, now)) return Nothing(GroupOutcome.WrongSubject);
        if (Requests.Count(pair => pair.Key.Group == id.Group && pair.Value.Proposer == Place.Self && pair.Value.IsOpenAt(now))
            >= GroupLimits.OpenPerProposer)
        {
            return Nothing(GroupOutcome.Full);
        }

        var request = new GroupRequest(ProposalOf(id, subject, now), Place.Self, GroupAnswer.Approved);
        var (room, gone) = Room(id.Group, now);
        if (room.CountOf(id.Group) >= GroupLimits.RequestsPerGroup) return Nothing(GroupOutcome.Full);
        return room.Begin(id, group.Key, request.Proposal, now) with
        {
            State = room.Coordinate(id, group.Key, request, now),
            Entries = gone.Add(GroupEntries.Of(id, request)),
        };
    }

    /// <summary>The node that runs for a group asks for its next delegation.</summary>
    /// <param name="request">A name drawn for it.</param>
    /// <param name="subject">The delegation, with the signature of the session key that it replaces.</param>
    /// <param name="now">The time.</param>
    public GroupStep Renew(SecretId request, SigningSubject.DelegateTo subject, Instant now)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (RunsFor is not { } key) return Nothing(GroupOutcome.NotRunning);
        if (subject.Renewal?.IsRightFor(subject, key, now) != true) return Nothing(GroupOutcome.WrongSubject);
        var id = new RequestId(key.Plan.Id, request);
        // One renewal at a time: a new one takes the place of the last.
        var alone = this with { Rounds = Rounds.RemoveRange(Rounds.Keys.Where(other => other.Group == id.Group)) };
        return alone.Begin(id, key, ProposalOf(id, subject, now), now);
    }

    /// <summary>Whether this node signs renewals by itself from now on.</summary>
    /// <param name="group">The group.</param>
    /// <param name="isOn">On, anew for 12 renewals and 26 weeks; off at all members.</param>
    /// <param name="now">The time.</param>
    public GroupStep SetPolicy(SecretId group, bool isOn, Instant now)
    {
        if (!Groups.TryGetValue(group, out var standing)) return Nothing(GroupOutcome.Unknown);
        var policy = isOn ? RenewalPolicy.From(now) : null;
        var stop = new GroupMessage.Stop(group) { Version = standing.Key.Plan.Version };
        return SetPolicy(group, standing, policy) with
        {
            Sends = isOn ? [] : [.. standing.Key.Plan.Members.Where(member => member != Place.Self).Select(member => new GroupSend(member, stop))],
        };
    }

    private static GroupMessage.Proposal ProposalOf(RequestId id, SigningSubject subject, Instant now) => new(
        id.Group, id.Request,
        subject is SigningSubject.ChangeShares change ? change.Plan.Until : Instant.FromUnixMilliseconds((now + GroupLimits.RequestLife).UnixMilliseconds),
        subject);

    private GroupStep SetPolicy(SecretId group, StandingGroup standing, RenewalPolicy? policy)
    {
        var changed = standing with { Policy = policy };
        return new(
            this with { Groups = Groups.SetItem(group, changed) }, [GroupEntries.Of(changed)], [], GroupOutcome.Done);
    }

    private GroupStep TakeStop(Did from, SecretId group)
    {
        if (!Groups.TryGetValue(group, out var standing)) return Nothing(GroupOutcome.Unknown);
        if (standing.Key.Plan.IndexOf(from) == 0) return Nothing(GroupOutcome.NotMember);
        return standing.Policy is null ? Nothing(GroupOutcome.Ignored) : SetPolicy(group, standing, null);
    }

    private GroupStep Begin(RequestId id, GroupKey key, GroupMessage.Proposal proposal, Instant now)
    {
        var (round, sends) = SigningRound.Begin(key, proposal, now);
        return new(
            this with { Rounds = Rounds.SetItem(id, round) }, [], sends, GroupOutcome.Done);
    }

    /// <summary>Takes a request of this node's own up, as it does anew after a start.</summary>
    private GroupMember Coordinate(RequestId id, GroupKey key, GroupRequest request, Instant now) => this with
    {
        Requests = Requests.SetItem(id, request),
        Rounds = Rounds.SetItem(id, SigningRound.Begin(key, request.Proposal, now).Round),
    };

    private GroupStep OfRound(Did from, SecretId request, GroupMessage message, Instant now, RandomBytes random)
    {
        var id = new RequestId(message.Group, request);
        if (!Rounds.TryGetValue(id, out var round)) return Nothing(GroupOutcome.Unknown);
        var index = round.Key.Plan.IndexOf(from);
        if (index == 0) return Nothing(GroupOutcome.NotMember);
        // What was said with other shares says nothing of these.
        if (message.Version != round.Key.Plan.Version) return Nothing(GroupOutcome.OtherVersion);
        var (next, sends, outcome) = round.Receive(index, message, now, random);
        return new(this with { Rounds = Rounds.SetItem(id, next) }, [], sends, outcome);
    }
}
