using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <content>Keys that are being generated.</content>
public sealed partial record GroupMember
{
    /// <summary>Asks others to own a Did together; this node's person has agreed by that.</summary>
    /// <param name="id">Its name, drawn for it.</param>
    /// <param name="label">What it is called, 1 to 64 characters.</param>
    /// <param name="threshold">k.</param>
    /// <param name="members">All of them, this node's Did among them.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For this node's polynomial.</param>
    public GroupStep Create(
        SecretId id, string label, int threshold, ImmutableArray<Did> members, Instant now, RandomBytes random)
    {
        var until = Instant.FromUnixMilliseconds((now + GroupLimits.CeremonyLife).UnixMilliseconds);
        var plan = new GroupPlan(id, Place.Ring, threshold, members, until, label);
        if (plan.Fault is not null || plan.IndexOf(Place.Self) == 0) return Nothing(GroupOutcome.Invalid);
        if (IsFull) return Nothing(GroupOutcome.Full);
        var joined = new KeyCeremony(plan, plan.IndexOf(Place.Self)).Join(random);
        var invite = new GroupMessage.Invite(plan);
        return Keep(joined with
        {
            Sends = [.. members.Where(member => member != Place.Self).Select(member => new GroupSend(member, invite)), .. joined.Sends],
        });
    }

    /// <summary>This node's person agrees to a plan.</summary>
    public GroupStep Join(SecretId id, RandomBytes random) =>
        Ceremonies.TryGetValue(id, out var ceremony) ? Keep(ceremony.Join(random))
        : ChangesOf(id).LastOrDefault() is { } change ? JoinChange(change, random)
        : Nothing(GroupOutcome.Unknown);

    /// <summary>Erases all that this node has of a group, at once. Others go on.</summary>
    public GroupStep Forget(SecretId id)
    {
        var changes = Changes.Keys.Where(change => change.Group == id).ToList();
        if (!Ceremonies.ContainsKey(id) && !Groups.ContainsKey(id) && changes.Count == 0) return Nothing(GroupOutcome.Unknown);
        var requests = Requests.Keys.Where(request => request.Group == id).ToList();
        var dropped = Drop(id);
        return dropped with
        {
            State = dropped.State with
            {
                Changes = Changes.RemoveRange(changes),
                Groups = Groups.Remove(id),
                Requests = Requests.RemoveRange(requests),
                Rounds = Rounds.RemoveRange(requests),
                Nonces = Nonces.RemoveRange(requests),
            },
            Entries =
            [
                .. dropped.Entries, new(SecretEntryKind.Group, id.ToByteArray(), null),
                .. changes.Select(GroupEntries.Gone), .. requests.Select(request => GroupEntries.Of(request, null)),
            ],
        };
    }

    /// <summary>All groups that this node has to do with.</summary>
    public IEnumerable<SecretId> Ids => Ceremonies.Keys.Union(Groups.Keys).Union(Changes.Keys.Select(change => change.Group));

    private bool IsFull => Ids.Count() >= GroupLimits.Groups;

    private int Invitations => Ceremonies.Values.Concat(Changes.Values).Count(ceremony => !ceremony.IsJoined);

    private GroupStep Take(Did from, GroupMessage.Invite invite, Instant now)
    {
        var plan = invite.Plan;
        if (plan.IndexOf(from) == 0 || plan.IndexOf(Place.Self) == 0) return Nothing(GroupOutcome.NotMember);
        if (Ceremonies.ContainsKey(plan.Id) || Groups.ContainsKey(plan.Id)) return Nothing(GroupOutcome.Ignored);
        if (plan.Fault is not null || plan.Ring != Place.Ring || plan.Until <= now
            || plan.Until > now + GroupLimits.CeremonyLife + Protocol.Identity.DelegationRenewal.Skew)
        {
            return Nothing(GroupOutcome.Invalid);
        }

        return IsFull || Invitations >= GroupLimits.Invitations
            ? Nothing(GroupOutcome.Full)
            : Keep(new CeremonyStep(new(plan, plan.IndexOf(Place.Self)), [], GroupOutcome.Done));
    }

    private GroupStep OfCeremony(Did from, GroupMessage message, Func<KeyCeremony, int, CeremonyStep> run)
    {
        var ceremony = message.Version == 0
            ? Ceremonies.GetValueOrDefault(message.Group)
            : Changes.GetValueOrDefault(new(message.Group, message.Version));
        if (ceremony is null) return Nothing(GroupOutcome.Unknown);
        var index = ceremony.Plan.PlaceOf(from);
        return index == 0 || index == ceremony.Index ? Nothing(GroupOutcome.NotMember) : Keep(run(ceremony, index));
    }

    /// <summary>Keeps a ceremony; one in which all have confirmed makes a group.</summary>
    private GroupStep Keep(CeremonyStep step)
    {
        var (ceremony, id) = (step.State, step.State.Plan.Id);
        if (ceremony.Plan.Change is not null) return KeepChange(step);
        var kept = this with { Ceremonies = Ceremonies.SetItem(id, ceremony) };
        if (step.Outcome != GroupOutcome.Done) return new(kept, [], step.Sends, step.Outcome);
        if (!ceremony.IsStanding || Groups.ContainsKey(id))
            return new(kept, [GroupEntries.Of(ceremony)], step.Sends, GroupOutcome.Done);
        var (key, share) = ceremony.Result();
        var group = new StandingGroup(key, ceremony.Index) { Share = share };
        return new(
            kept with { Groups = Groups.Add(id, group) }, [GroupEntries.Of(ceremony), GroupEntries.Of(group)], step.Sends,
            GroupOutcome.Done);
    }

    /// <summary>Keeps a change; one that all have confirmed takes the place of the shares of before.</summary>
    private GroupStep KeepChange(CeremonyStep step)
    {
        var (change, plan) = (step.State, step.State.Plan);
        var kept = this with { Changes = Changes.SetItem(new(plan.Id, plan.Version), change) };
        if (step.Outcome == GroupOutcome.Done && change.IsStanding && !(Groups.GetValueOrDefault(plan.Id)?.Key.Plan.Version >= plan.Version))
            return kept.Stand(change, step);
        return new(
            kept, step.Outcome == GroupOutcome.Done ? [GroupEntries.Of(change)] : [],
            step.Sends, step.Outcome);
    }

    private GroupStep Drop(SecretId id) => new(
        this with { Ceremonies = Ceremonies.Remove(id) }, [new(SecretEntryKind.Ceremony, id.ToByteArray(), null)], [],
        GroupOutcome.Done);
}
