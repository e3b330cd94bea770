using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <content>What lay on the disk.</content>
public sealed partial record GroupMember
{
    /// <summary>A member from what its store holds. What it had proposed it proposes again.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="entries">What could be read; those of other machines are left out.</param>
    /// <param name="runsFor">The group whose Did the node has.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ProtocolException">An entry was never written so.</exception>
    public static GroupMember Load(SecretPlace place, IEnumerable<SecretEntry> entries, GroupKey? runsFor, Instant now)
    {
        ArgumentNullException.ThrowIfNull(place);
        var all = entries.ToLookup(entry => entry.Kind);
        // The members may have changed since the machine was given its card.
        var kept = all[SecretEntryKind.GroupRun].Select(entry => GroupCard.Read(entry.Value))
            .FirstOrDefault(key => key.Did == runsFor?.Did && key.Plan.Version > runsFor.Plan.Version);
        var loaded = New(place, kept ?? runsFor) with
        {
            Ceremonies = all[SecretEntryKind.Ceremony].Select(entry => CeremonyCodec.Read(place.Self, entry.Value))
                .ToImmutableDictionary(ceremony => ceremony.Plan.Id),
            Changes = all[SecretEntryKind.GroupChange].Select(entry => CeremonyCodec.Read(place.Self, entry.Value))
                .ToImmutableDictionary(change => new GroupVersion(change.Plan.Id, change.Plan.Version)),
            Groups = all[SecretEntryKind.Group].Select(entry => GroupEntries.ReadGroup(entry.Value))
                .ToImmutableDictionary(group => group.Key.Plan.Id),
            Requests = all[SecretEntryKind.GroupRequest].Select(entry => GroupEntries.ReadRequest(entry.Key, entry.Value))
                .ToImmutableDictionary(request => request.Id, request => request.Request),
        };
        return loaded.Requests.Where(pair => pair.Value.Proposer == place.Self && pair.Value.IsOpenAt(now) && loaded.Groups.ContainsKey(pair.Key.Group))
            .Aggregate(loaded, (member, pair) => member.Coordinate(pair.Key, member.Groups[pair.Key.Group].Key, pair.Value, now));
    }
}
