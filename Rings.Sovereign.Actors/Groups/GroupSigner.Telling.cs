using Akka.Event;
using Rings.Sovereign.GroupDids;

namespace Rings.Sovereign.Actors.Groups;

/// <content>What a person reads in the log.</content>
internal sealed partial class GroupSigner
{
    /// <summary>What this node's person has to know.</summary>
    private void Tell(GroupMember before, GroupMember after)
    {
        foreach (var (id, ceremony) in after.Ceremonies)
        {
            var known = before.Ceremonies.GetValueOrDefault(id);
            if (known is null && !ceremony.IsJoined)
                Log.Warning("You are asked to own a Did together with others, '{Label}': rings group join {Id}", ceremony.Plan.Label, id);
            foreach (var (index, fault) in ceremony.Faults.Where(fault => known?.Faults.ContainsKey(fault.Key) == false))
                Log.Warning("The key of '{Label}' was not made: {Did} {Fault}", ceremony.Plan.Label, ceremony.Plan.Members[index - 1], fault);
        }

        TellOfChanges(before, after);
        foreach (var (id, group) in after.Groups.Where(group => !before.Groups.ContainsKey(group.Key)))
            Log.Info("The group '{Label}' owns {Did}: rings group show {Id}", group.Key.Plan.Label, group.Key.Did, id);
        foreach (var (id, request) in after.Requests.Where(request => !before.Requests.ContainsKey(request.Key) && request.Value.Answer == GroupAnswer.Waiting))
            Log.Warning("{Proposer} asks you to sign for a group: rings group show {Group}", request.Proposer, id.Group);
        foreach (var (id, round) in after.Rounds)
            foreach (var index in round.Wrong.Except(before.Rounds.GetValueOrDefault(id)?.Wrong ?? []))
                Log.Warning("{Member} gave a wrong part of a signature and is left out", round.Key.Plan.Members[index - 1]);
    }

    private void TellOfChanges(GroupMember before, GroupMember after)
    {
        foreach (var (version, change) in after.Changes)
        {
            var (known, plan) = (before.Changes.GetValueOrDefault(version), change.Plan);
            if (known is null && !change.IsJoined)
                Log.Warning("You are asked to own {Did} together with others, '{Label}': rings group join {Id}", plan.Change!.Did, plan.Label, plan.Id);
            foreach (var (place, fault) in change.Faults.Where(fault => known?.Faults.ContainsKey(fault.Key) == false))
                Log.Warning("The shares of '{Label}' stay as they are: {Did} {Fault}", plan.Label, plan.Participants[place - 1], fault);
        }

        foreach (var (id, group) in before.Groups)
        {
            if (!after.Groups.TryGetValue(id, out var now))
                Log.Warning("This node does not own {Did} any more, and has erased its share", group.Key.Did);
            else if (now.Key.Plan.Version > group.Key.Plan.Version)
                Log.Info("The members of '{Label}' have new shares; the old one of this node is erased", now.Key.Plan.Label);
        }
    }
}
