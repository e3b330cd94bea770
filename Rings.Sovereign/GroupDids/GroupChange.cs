using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// New shares of a key that there is already, for the same members or others (Desmedt and Jajodia, 1997; Wong, Wang and Wing,
/// 2002): k members deal the parts of the secret that their shares are. The group itself has signed it.
/// </summary>
/// <param name="Version">Higher than that of every plan of the group before.</param>
/// <param name="From">The version whose shares are dealt anew.</param>
/// <param name="Key">Y, the group's key: it stays.</param>
/// <param name="Dealers">k of that version, indices rising.</param>
/// <param name="Leaving">Members of that version that are none any more.</param>
/// <param name="FollowedFrom">No delegation that was issued earlier is renewed by the new members.</param>
public sealed record GroupChange(
    int Version, int From, Edwards25519Point Key, ImmutableArray<GroupDealer> Dealers, ImmutableArray<Did> Leaving, Instant FollowedFrom)
{
    /// <summary>The Did whose members change.</summary>
    public Did Did => AccountDid.OfEd25519(Key.Encoded);

    /// <summary>The group's signature over the text; empty: not signed yet.</summary>
    public ImmutableArray<byte> Signature { get; init; } = [];

    /// <summary>The plan of a change.</summary>
    /// <param name="group">The group as it stands.</param>
    /// <param name="order">What it is to become.</param>
    /// <param name="version">The version's number.</param>
    /// <param name="self">Who asks for it; deals, unless the order says otherwise.</param>
    /// <param name="until">When the silent are named.</param>
    /// <returns>Null where the order leaves fewer dealers than are needed.</returns>
    internal static GroupPlan? PlanOf(StandingGroup group, GroupChangeOrder order, int version, Did self, Instant until)
    {
        var old = group.Key.Plan;
        var members = order.Members.IsEmpty ? old.Members : order.Members;
        // Who stays is there sooner than who leaves.
        var dealers = old.Members.Where(member => !order.Without.Contains(member))
            .OrderBy(member => member == self ? 0 : members.Contains(member) ? 1 : 2)
            .Take(old.Threshold).Select(old.IndexOf).Order().ToList();
        return dealers.Count < old.Threshold ? null : old with
        {
            Threshold = order.Threshold == 0 ? old.Threshold : order.Threshold,
            Members = members,
            Until = until,
            Change = new(
                version, old.Version, group.Key.Key,
                [.. dealers.Select(index => new GroupDealer(index, old.Members[index - 1], group.Key.ShareOf(index)))],
                [.. old.Members.Where(member => !members.Contains(member))], group.FollowedFrom),
        };
    }

    /// <summary>Whether it is a change of this group: its dealers are, and who leaves is one of its members.</summary>
    internal bool IsOf(GroupKey key, ImmutableArray<Did> members) =>
        From == key.Plan.Version && Version > From && Key.Equals(key.Key) && Dealers.Length == key.Plan.Threshold
        && Dealers.All(dealer => dealer.Index <= key.Plan.Count
            && key.Plan.Members[dealer.Index - 1] == dealer.Member && key.ShareOf(dealer.Index).Equals(dealer.Share))
        && Leaving.ToHashSet().SetEquals(key.Plan.Members.Except(members));

    /// <summary>Whether the dealers' parts add up to the key.</summary>
    internal bool AddsUp() => Dealers.Select(ConstantOf).Aggregate((left, right) => left + right).Equals(Key);

    /// <summary>What a dealer's first commitment has to be: its part of the secret, times the base point.</summary>
    internal Edwards25519Point ConstantOf(GroupDealer dealer) => dealer.Share * WeightOf(dealer);

    /// <summary>Lagrange's weight of a dealer's share.</summary>
    internal Edwards25519Scalar WeightOf(GroupDealer dealer) =>
        Feldman.WeightOf<Edwards25519Scalar>(dealer.Index, Dealers.Select(one => one.Index));

    /// <summary>What is wrong with its form; null: nothing.</summary>
    internal string? FaultIn(ImmutableArray<Did> members) =>
        Version <= From || From < 0 ? "version"
        : Dealers.Length is < Feldman.MinThreshold or > Feldman.MaxCount || Dealers[0].Index < 1
            || Dealers.Zip(Dealers.Skip(1)).Any(pair => pair.First.Index >= pair.Second.Index)
            || Dealers.DistinctBy(dealer => dealer.Member).Count() != Dealers.Length
            || Dealers.Any(dealer => !members.Contains(dealer.Member) && !Leaving.Contains(dealer.Member)) ? "dealers"
        : Leaving.Length + members.Length > Feldman.MaxCount || Leaving.Intersect(members).Any()
            || Leaving.Distinct().Count() != Leaving.Length ? "leaving"
        : null;

    /// <summary>All but the signature, as it is hashed.</summary>
    internal byte[] Hash() => TaggedHash.Of(
        "rings/1 group change", Numbers.Of(Version), Numbers.Of(From), Key.Encoded.ToArray(),
        [.. Dealers.SelectMany(dealer => (byte[])[.. Numbers.Of(dealer.Index), .. dealer.Member.ToByteArray(), .. dealer.Share.Encoded])],
        [.. Leaving.SelectMany(member => member.ToByteArray())], Numbers.Of(FollowedFrom.UnixMilliseconds));
}
