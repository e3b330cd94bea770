using CsCheck;
using Rings.Transport.Ice;

namespace Rings.Transport.Tests.Ice;

public sealed class IceCheckListSpecs
{
    private static readonly IceGeneration Generation = new(new IceCredentials(1, new string('p', 24)));

    [Fact]
    public void Rfc_8445_section_5_1_2_1_host_is_better_than_reflexive_and_that_than_relayed()
    {
        IceCandidateType[] best =
        [
            IceCandidateType.Host, IceCandidateType.PeerReflexive, IceCandidateType.ServerReflexive,
            IceCandidateType.Relayed,
        ];

        Assert.Equal(best, best.OrderByDescending(type => IcePriority.OfCandidate(type, 5)));
        Assert.Equal(2130706431u, IcePriority.OfCandidate(IceCandidateType.Host, 65535));
    }

    [Fact]
    public void Rfc_8445_section_6_1_2_3_both_sides_compute_one_priority() =>
        Gen.Select(Gen.UInt, Gen.UInt).Sample((controlling, controlled) =>
        {
            var pair = IcePriority.OfPair(controlling, controlled);

            Assert.Equal(Math.Min(controlling, controlled),
                (uint)((pair - (pair & 1) - (2ul * Math.Max(controlling, controlled))) >> 32));
        });

    [Fact]
    public void Pairs_are_kept_best_first_and_once()
    {
        var list = new IceCheckList(10);

        Assert.True(list.TryAdd(Pair(1, 1)));
        Assert.True(list.TryAdd(Pair(3, 3)));
        Assert.True(list.TryAdd(Pair(2, 2)));
        Assert.False(list.TryAdd(Pair(2, 2)));

        Assert.Equal([3, 2, 1], list.Pairs.Select(pair => pair.RemoteAddress.Port));
    }

    [Fact]
    public void Rfc_8445_section_6_1_2_5_a_full_list_gives_up_its_worst()
    {
        var list = new IceCheckList(2);
        list.TryAdd(Pair(1, 1));
        list.TryAdd(Pair(2, 2));

        Assert.True(list.TryAdd(Pair(3, 3)));
        Assert.False(list.TryAdd(Pair(1, 1)));

        Assert.Equal([3, 2], list.Pairs.Select(pair => pair.RemoteAddress.Port));
    }

    [Fact]
    public void Rfc_8445_section_6_1_2_6_one_pair_of_each_foundation_goes_first()
    {
        var list = new IceCheckList(10);
        list.TryAdd(Pair(1, 1, "x"));
        list.TryAdd(Pair(2, 2, "x"));
        list.TryAdd(Pair(3, 3, "y"));

        list.Thaw();
        Assert.Equal(
            [IcePairState.Waiting, IcePairState.Waiting, IcePairState.Frozen], list.Pairs.Select(pair => pair.State));
        list.ThawLike(list.Pairs[1]);

        Assert.All(list.Pairs, pair => Assert.Equal(IcePairState.Waiting, pair.State));
    }

    [Fact]
    public void Rfc_8445_section_6_1_4_2_a_frozen_pair_goes_when_none_of_its_foundation_is_under_way()
    {
        var list = new IceCheckList(10);
        list.TryAdd(Pair(1, 1, "x"));
        list.TryAdd(Pair(2, 2, "x"));
        list.Thaw();

        list.Pairs[0].State = IcePairState.InProgress;
        Assert.Null(list.Next());
        list.Pairs[0].State = IcePairState.Failed;

        Assert.Equal(list.Pairs[1], list.Next());
    }

    [Fact]
    public void A_change_of_roles_rates_all_pairs_anew()
    {
        var list = new IceCheckList(10);
        list.TryAdd(Pair(1, 1));
        var before = list.Pairs[0].Priority;

        list.Rate(IceRole.Controlled);

        Assert.NotEqual(before, list.Pairs[0].Priority);
    }

    private static IcePair Pair(int port, uint priority, string foundation = "f")
    {
        var local = Candidate("192.0.2.1:5000", 100) with { Base = Ends.At("192.0.2.1:5000") };
        var remote = Candidate($"192.0.2.2:{port}", priority) with { Foundation = foundation };
        var pair = new IcePair(Generation, local, new IceRemoteCandidate(remote), remote.Address);
        pair.Rate(IceRole.Controlling);
        return pair;
    }

    private static IceCandidate Candidate(string end, uint priority) => new()
    {
        Type = IceCandidateType.Host,
        Address = Ends.At(end),
        Priority = priority,
        Foundation = "l",
    };
}
