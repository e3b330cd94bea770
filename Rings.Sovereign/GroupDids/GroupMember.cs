using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// All that a node has to do with groups: keys that are being generated, groups that it is a member of, what it was asked to
/// sign, and the group that it runs for (docs/protocol/11-groups.md).
/// </summary>
/// <remarks>Pure and immutable: each input gives a <see cref="GroupStep"/>.</remarks>
public sealed partial record GroupMember
{
    private GroupMember(SecretPlace place) => Place = place;

    /// <summary>Where it stands.</summary>
    public SecretPlace Place { get; }

    /// <summary>Keys that are being generated, and those that were, for members that come late.</summary>
    public ImmutableDictionary<SecretId, KeyCeremony> Ceremonies { get; private init; } =
        ImmutableDictionary<SecretId, KeyCeremony>.Empty;

    /// <summary>New shares of groups: that are being made, that stand, or that were not made and might be yet.</summary>
    public ImmutableDictionary<GroupVersion, KeyCeremony> Changes { get; private init; } =
        ImmutableDictionary<GroupVersion, KeyCeremony>.Empty;

    /// <summary>Groups that stand.</summary>
    public ImmutableDictionary<SecretId, StandingGroup> Groups { get; private init; } =
        ImmutableDictionary<SecretId, StandingGroup>.Empty;

    /// <summary>What it was asked to sign.</summary>
    public ImmutableDictionary<RequestId, GroupRequest> Requests { get; private init; } =
        ImmutableDictionary<RequestId, GroupRequest>.Empty;

    /// <summary>What it coordinates.</summary>
    public ImmutableDictionary<RequestId, SigningRound> Rounds { get; private init; } =
        ImmutableDictionary<RequestId, SigningRound>.Empty;

    /// <summary>The group whose Did this node has; null: its Did is its own.</summary>
    public GroupKey? RunsFor { get; private init; }

    private ImmutableDictionary<RequestId, HeldNonces> Nonces { get; init; } = ImmutableDictionary<RequestId, HeldNonces>.Empty;

    private ImmutableDictionary<RequestId, int> Attempts { get; init; } = ImmutableDictionary<RequestId, int>.Empty;

    /// <summary>A member of nothing yet.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="runsFor">The group whose Did the node has; one of another Did counts as none.</param>
    public static GroupMember New(SecretPlace place, GroupKey? runsFor = null)
    {
        ArgumentNullException.ThrowIfNull(place);
        return new(place) { RunsFor = runsFor?.Did == place.Self ? runsFor : null };
    }

    /// <summary>A member says something.</summary>
    public GroupStep Receive(Did from, GroupMessage message, Instant now, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message switch
        {
            GroupMessage.Invite { Plan.Change: not null } invite => TakeChange(from, invite.Plan, now, random),
            GroupMessage.Invite invite => Take(from, invite, now),
            GroupMessage.Said said => OfCeremony(from, said, (ceremony, _) => ceremony.Receive(said.Statement, now, random)),
            GroupMessage.Complaint complaint => OfCeremony(from, complaint, (ceremony, _) => ceremony.Receive(complaint, now)),
            GroupMessage.Lack lack => OfCeremony(from, lack, (ceremony, place) => ceremony.Give(place, lack)),
            GroupMessage.Card card => Take(from, card),
            GroupMessage.Proposal proposal => Take(from, proposal, now),
            GroupMessage.Call call => Take(from, call, now, random),
            GroupMessage.List list => Take(from, list, now),
            GroupMessage.Signature signature => Take(signature, now, random),
            GroupMessage.Stop => TakeStop(from, message.Group),
            GroupMessage.Answer answer => OfRound(from, answer.Request, answer, now, random),
            GroupMessage.Nonces nonces => OfRound(from, nonces.Request, nonces, now, random),
            GroupMessage.Part part => OfRound(from, part.Request, part, now, random),
            _ => Nothing(GroupOutcome.Invalid),
        };
    }

    /// <summary>Time has passed.</summary>
    public GroupStep Tick(Instant now, RandomBytes random)
    {
        var step = new GroupStep(this with
        {
            Nonces = Nonces.RemoveRange(Nonces.Where(pair => now >= pair.Value.Until).Select(pair => pair.Key)),
        }, [], [], GroupOutcome.Done);
        foreach (var (id, ceremony) in Ceremonies)
        {
            if (ceremony.IsStanding && now - ceremony.Plan.Until >= GroupLimits.RequestLife) step = step.State.Drop(id).Behind(step);
            else if (ceremony.Tick(now) is { Outcome: GroupOutcome.Done } next) step = step.State.Keep(next).Behind(step);
        }

        foreach (var change in Changes.Values)
            if (change.Tick(now) is { Outcome: GroupOutcome.Done } next) step = step.State.Keep(next).Behind(step);

        foreach (var (id, round) in step.State.Rounds)
        {
            var (next, sends) = round.Tick(now, random);
            step = step with
            {
                State = step.State with { Rounds = step.State.Rounds.SetItem(id, next) },
                Sends = step.Sends.AddRange(sends),
            };
        }

        return step;
    }

    /// <summary>The group of a name, whether this node is a member or runs for it.</summary>
    private GroupKey? KeyOf(SecretId group) =>
        Groups.GetValueOrDefault(group)?.Key ?? (RunsFor?.Plan.Id == group ? RunsFor : null);

    private GroupStep Nothing(GroupOutcome outcome) => new(this, [], [], outcome);
}
