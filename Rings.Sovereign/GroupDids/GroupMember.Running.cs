using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.GroupDids;

/// <content>A node that runs for a group whose members have changed.</content>
public sealed partial record GroupMember
{
    /// <summary>What each member last said of the group that this node runs for. At most <see cref="GroupLimits.Cards"/>.</summary>
    private ImmutableDictionary<Did, GroupKey> Cards { get; init; } = ImmutableDictionary<Did, GroupKey>.Empty;

    /// <summary>
    /// A member says who owns the Did now. The plan is signed by the group; of the shares, which tell who gives wrong parts, k
    /// members have to say the same, so that one of them is honest.
    /// </summary>
    private GroupStep Take(Did from, GroupMessage.Card card)
    {
        var plan = card.Key.Plan;
        if (RunsFor is not { } known || known.Plan.Id != plan.Id) return Nothing(GroupOutcome.Unknown);
        if (plan.Version <= known.Plan.Version) return Nothing(GroupOutcome.Ignored);
        if (plan.IndexOf(from) == 0) return Nothing(GroupOutcome.NotMember);
        if (!card.Key.Key.Equals(known.Key) || !plan.Change!.Key.Equals(known.Key) || plan.Ring != known.Plan.Ring
            || !SigningSubject.ChangeShares.IsSigned(plan) || (Cards.Count >= GroupLimits.Cards && !Cards.ContainsKey(from)))
        {
            return Nothing(GroupOutcome.Refused);
        }

        var isNew = Cards.Values.All(other => !other.Plan.Equals(plan));
        var heard = this with { Cards = Cards.SetItem(from, card.Key) };
        if (heard.Cards.Values.Count(card.Key.Equals) >= plan.Threshold)
        {
            var (again, sends) = (heard with { RunsFor = card.Key, Cards = heard.Cards.Clear() }).BeginAgain(plan.Id, card.Key);
            return new(again, [GroupEntries.OfRunning(card.Key)], [.. sends], GroupOutcome.Done);
        }

        // Members that it did not know of are asked, too, so that they say the same.
        return new(
            heard, [],
            isNew
                ? [.. Rounds.Values.Where(round => round.Key.Plan.Id == plan.Id && !round.IsOver).SelectMany(round =>
                    plan.Members.Except(known.Plan.Members).Select(member => new GroupSend(member, round.Proposal)))]
                : [],
            GroupOutcome.Done);
    }
}
