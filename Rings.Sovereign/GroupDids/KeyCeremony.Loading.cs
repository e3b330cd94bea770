using System.Collections.Immutable;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.GroupDids;

/// <content>What lay on the disk.</content>
public sealed partial record KeyCeremony
{
    internal static KeyCeremony Load(
        GroupPlan plan, int index, bool isJoined, OwnDeal? deal, Edwards25519Scalar? share, IEnumerable<SaidStatement> said,
        ImmutableSortedDictionary<int, CeremonyFault> faults, ImmutableArray<GroupMessage> evidence)
    {
        // It was taken before, in an order that contradicts nothing: the first messages, then the others.
        var loaded = said.OrderBy(one => one.Statement is not GroupStatement.First)
            .Aggregate(new KeyCeremony(plan, index) { IsJoined = isJoined }, (ceremony, one) => ceremony.Take(one));
        return loaded with { Deal = deal, Share = share, Faults = faults, Evidence = evidence };
    }
}
