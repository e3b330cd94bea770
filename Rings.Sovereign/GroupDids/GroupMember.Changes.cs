using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <content>New shares of a group that stands, for the same members or others.</content>
public sealed partial record GroupMember
{
    /// <summary>This node's person wants the group to have new shares; the members are asked as for any other text.</summary>
    /// <param name="id">The group, and a name drawn for the request.</param>
    /// <param name="order">What it is to become.</param>
    /// <param name="now">The time.</param>
    public GroupStep ProposeChange(RequestId id, GroupChangeOrder order, Instant now)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!Groups.TryGetValue(id.Group, out var group))
            return Nothing(Ceremonies.ContainsKey(id.Group) ? GroupOutcome.NotStanding : GroupOutcome.Unknown);
        var until = Instant.FromUnixMilliseconds((now + GroupLimits.CeremonyLife).UnixMilliseconds);
        var version = 1 + Requests.Where(pair => pair.Key.Group == id.Group).Select(pair => pair.Value.Proposal.Subject)
            .OfType<SigningSubject.ChangeShares>().Select(change => change.Plan.Version)
            .Concat(ChangesOf(id.Group).Select(change => change.Plan.Version)).Append(group.Key.Plan.Version).Max();
        return GroupChange.PlanOf(group, order, version, Place.Self, until) is { Fault: null } plan
            ? Propose(id, new SigningSubject.ChangeShares(plan), now)
            : Nothing(GroupOutcome.Invalid);
    }

    /// <summary>The changes of a group that are kept.</summary>
    public IEnumerable<KeyCeremony> ChangesOf(SecretId group) =>
        Changes.Where(pair => pair.Key.Group == group).OrderBy(pair => pair.Key.Version).Select(pair => pair.Value);

    /// <summary>The same with another rule of how many confirmations make a change stand: a test shows what fewer would cost.</summary>
    internal GroupMember WithConfirms(Func<GroupPlan, int> needed) => this with
    {
        Changes = Changes.ToImmutableDictionary(pair => pair.Key, pair => pair.Value with { ConfirmsNeeded = needed }),
    };

    /// <summary>Whether this member may sign it now: a change fits the shares of a moment, and knows what was renewed.</summary>
    private static bool Fits(SigningSubject subject, StandingGroup group, Instant now) =>
        subject.Fits(group.Key) && (subject is not SigningSubject.ChangeShares change
            || (change.Plan.Until > now && change.Plan.Until <= now + GroupLimits.CeremonyLife + DelegationRenewal.Skew
                && change.Plan.Change!.FollowedFrom >= group.FollowedFrom && change.Plan.Change.FollowedFrom <= now + DelegationRenewal.Skew));

    /// <summary>The group has signed a change: whoever proposed it tells all who take part.</summary>
    private GroupStep BeginChange(GroupPlan plan, bool isOwn, Instant now, RandomBytes random)
    {
        if (Changes.ContainsKey(new(plan.Id, plan.Version)) || RoomFor(plan.Id, now) is not { } room) return Nothing(GroupOutcome.Ignored);
        var begun = room.State.JoinChange(new(plan, plan.PlaceOf(Place.Self)), random).Behind(room);
        var invite = new GroupMessage.Invite(plan) { Version = plan.Version };
        return !isOwn ? begun : begun with
        {
            Sends = [.. plan.Participants.Where(one => one != Place.Self).Select(one => new GroupSend(one, invite)), .. begun.Sends],
        };
    }

    private GroupStep JoinChange(KeyCeremony change, RandomBytes random)
    {
        var group = Groups.GetValueOrDefault(change.Plan.Id);
        return Keep(change.Join(random, group?.Key.Plan.Version == change.Plan.Change!.From ? group.Share : null));
    }

    /// <summary>
    /// Where as many changes of a group are kept as may be, those make room whose time is over and that hold no share of this
    /// member: they cannot be begun a second time. Null: there is none.
    /// </summary>
    private GroupStep? RoomFor(SecretId group, Instant now)
    {
        if (ChangesOf(group).Count() < GroupLimits.ChangesPerGroup) return Nothing(GroupOutcome.Done);
        var gone = Changes.Where(pair => pair.Key.Group == group && pair.Value.Share is null && pair.Value.Plan.Until <= now)
            .Select(pair => pair.Key).ToList();
        return gone.Count == 0 ? null : new(this with { Changes = Changes.RemoveRange(gone) }, [.. gone.Select(GroupEntries.Gone)], [], GroupOutcome.Done);
    }

    /// <summary>A plan that the group has signed. Who owns the Did already takes part by itself: k of its members decided it.</summary>
    private GroupStep TakeChange(Did from, GroupPlan plan, Instant now, RandomBytes random)
    {
        if (plan.PlaceOf(from) == 0 || plan.PlaceOf(Place.Self) == 0) return Nothing(GroupOutcome.NotMember);
        if (Changes.TryGetValue(new(plan.Id, plan.Version), out var known))
            return known.Plan.Equals(plan) ? TakeAgain(from, known, random) : Nothing(GroupOutcome.Ignored);
        var group = Groups.GetValueOrDefault(plan.Id);
        if (plan.Version <= group?.Key.Plan.Version) return Nothing(GroupOutcome.Ignored);
        if (plan.Ring != Place.Ring || plan.Until <= now || plan.Until > now + GroupLimits.CeremonyLife + DelegationRenewal.Skew)
            return Nothing(GroupOutcome.Invalid);
        if (group is not null && !group.Key.Key.Equals(plan.Change!.Key)) return Nothing(GroupOutcome.Refused);
        if (!SigningSubject.ChangeShares.IsSigned(plan) || !plan.Change!.AddsUp()) return Nothing(GroupOutcome.Refused);
        if (RoomFor(plan.Id, now) is not { } room) return Nothing(GroupOutcome.Full);
        if (group is not null) return room.State.JoinChange(new(plan, plan.PlaceOf(Place.Self)), random).Behind(room);
        if (plan.IndexOf(Place.Self) == 0) return Nothing(GroupOutcome.NotMember);
        return IsFull || Invitations >= GroupLimits.Invitations
            ? Nothing(GroupOutcome.Full)
            : room.State.Keep(new CeremonyStep(new(plan, plan.IndexOf(Place.Self)), [], GroupOutcome.Done)).Behind(room);
    }

    /// <summary>
    /// A change that is known. One that came before the group stood here waited for a person, as those do who come; now this
    /// member owns the Did, and takes part by itself.
    /// </summary>
    private GroupStep TakeAgain(Did from, KeyCeremony change, RandomBytes random)
    {
        if (change.IsJoined) return change.IsStanding ? Nothing(GroupOutcome.Ignored) : Ask(from, change);
        return Groups.TryGetValue(change.Plan.Id, out var group) && group.Key.Key.Equals(change.Plan.Change!.Key)
            ? JoinChange(change, random)
            : Nothing(GroupOutcome.Ignored);
    }

    private GroupStep Ask(Did whom, KeyCeremony change) => new(
        this, [], [new GroupSend(whom, change.Lack()).Of(change.Plan.Version)], GroupOutcome.Ignored);

    /// <summary>
    /// A message about a signature that speaks of other shares than this member's: who is behind is told of the change, and who
    /// is ahead is asked for it. Null: it speaks of the same.
    /// </summary>
    private GroupStep? OtherVersion(Did from, GroupMessage message, StandingGroup group)
    {
        var plan = group.Key.Plan;
        if (message.Version == plan.Version) return null;
        if (message.Version < plan.Version && from != group.Key.Did && plan.PlaceOf(from) == 0) return Nothing(GroupOutcome.NotMember);
        GroupMessage answer = message.Version > plan.Version
            ? Changes.TryGetValue(new(plan.Id, message.Version), out var change)
                ? change.Lack()
                : new GroupMessage.Lack(plan.Id, uint.MaxValue, uint.MaxValue, uint.MaxValue)
            : from == group.Key.Did ? new GroupMessage.Card(group.Key) : new GroupMessage.Invite(plan);
        return new(
            this, [], [new GroupSend(from, answer).Of(Math.Max(message.Version, plan.Version))], GroupOutcome.OtherVersion);
    }

    /// <summary>All who own the Did from now on have confirmed: the shares of before are erased, and this member goes on with its new one.</summary>
    private GroupStep Stand(KeyCeremony change, CeremonyStep step)
    {
        var (id, version) = (change.Plan.Id, change.Plan.Version);
        if (!change.IsMember)
        {
            var left = Forget(id);
            return left with { Sends = step.Sends };
        }

        var (key, share) = change.Result();
        var old = Groups.GetValueOrDefault(id);
        var group = new StandingGroup(key, change.Index)
        {
            Share = share,
            Policy = old?.Policy,
            FollowedFrom = old is not null && old.FollowedFrom > change.Plan.Change!.FollowedFrom ? old.FollowedFrom : change.Plan.Change!.FollowedFrom,
        };
        var passed = Changes.Keys.Where(key => key.Group == id && key.Version < version).ToList();
        var stands = this with
        {
            Ceremonies = Ceremonies.Remove(id),
            Changes = Changes.RemoveRange(passed).SetItem(new(id, version), change),
            Groups = Groups.SetItem(id, group),
            Nonces = Nonces.RemoveRange(Nonces.Keys.Where(request => request.Group == id)),
        };
        var (again, sends) = stands.BeginAgain(id, key);
        return new(
            again,
            [
                new(SecretEntryKind.Ceremony, id.ToByteArray(), null), .. passed.Select(GroupEntries.Gone),
                GroupEntries.Of(change), GroupEntries.Of(group),
            ],
            [.. step.Sends, .. sends], GroupOutcome.Done);
    }

    /// <summary>What is coordinated is asked for anew, of those who own the Did now; who approved need not again.</summary>
    private (GroupMember Member, IEnumerable<GroupSend> Sends) BeginAgain(SecretId id, GroupKey key)
    {
        var (member, sends) = (this, new List<GroupSend>());
        foreach (var (request, round) in Rounds.Where(pair => pair.Key.Group == id && !pair.Value.IsOver))
        {
            var (begun, asked) = SigningRound.Begin(key, round.Proposal, round.Began);
            member = member with { Rounds = member.Rounds.SetItem(request, begun) };
            sends.AddRange(asked);
        }

        return (member, sends);
    }
}
