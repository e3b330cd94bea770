using CsCheck;
using Rings.Protocol;
using Rings.Simulation.Invariants;

namespace Rings.Simulation.Tests.Invariants;

public sealed class ZaveInvariantSpecs
{
    private const int Length = 2;

    [Fact]
    public void The_ideal_ring_keeps_every_rule()
    {
        var ring = Ideal(10, 20, 30, 40, 50);

        Assert.Null(ZaveInvariant.Check(ring, Length));
        Assert.Equal(5, ZaveInvariant.CountPrincipals(ring));
        Assert.True(IdealState.Measure(ring, Length).IsReached);
    }

    [Fact]
    public void Nobody_and_a_ring_of_one_keep_every_rule()
    {
        Assert.Null(ZaveInvariant.Check(new([]), Length));
        Assert.Null(ZaveInvariant.Check(new([new(At(1), [], null)]), Length));
        Assert.True(IdealState.Measure(new([new(At(1), [], null)]), Length).IsReached);
    }

    [Theory]
    [InlineData("Lists are ordered", 10, 30, 20)]
    [InlineData("Lists are ordered", 10, 20, 20)]
    [InlineData("Lists are ordered", 10, 20, 10)]
    [InlineData("Every member has a live successor", 10, 11, 12)]
    public void A_list_that_breaks_a_rule_is_named(string rule, int self, int first, int second)
    {
        var ring = Ideal([10, 20, 30, 40, 50], new MemberView(At(self), [At(first), At(second)], At(50)));

        Assert.StartsWith(rule, ZaveInvariant.Check(ring, Length)!.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_rings_are_found()
    {
        var ring = new RingSnapshot(
        [
            new(At(10), [At(30)], At(30)), new(At(30), [At(10)], At(10)),
            new(At(20), [At(40)], At(40)), new(At(40), [At(20)], At(20)),
        ]);

        Assert.Equal("There is one ring", ZaveInvariant.Check(ring, Length)!.Rule);
        Assert.Null(ZaveInvariant.CheckLists(ring));
    }

    [Fact]
    public void A_ring_that_goes_round_twice_is_found()
    {
        var ring = new RingSnapshot(
        [
            new(At(10), [At(30)], null), new(At(30), [At(20)], null), new(At(20), [At(40)], null), new(At(40), [At(10)], null),
        ]);

        Assert.Equal("The ring is ordered", ZaveInvariant.Check(ring, Length)!.Rule);
    }

    [Fact]
    public void A_member_off_the_ring_breaks_nothing()
    {
        var ring = Ideal([10, 20, 30, 40, 50, 25], new MemberView(At(20), [At(30), At(40)], At(10)), new(At(10), [At(20), At(30)], At(50)));

        Assert.Null(ZaveInvariant.Check(ring, Length));
        Assert.False(IdealState.Measure(ring, Length).IsReached);
        Assert.Equal(5, IdealState.Measure(ring, Length).Heads);
    }

    [Fact]
    public void Too_few_principals_are_found()
    {
        var ring = Ideal([10, 20, 30, 40, 50, 60], new(At(60), [At(20), At(60 - 10)], null), new MemberView(At(10), [At(20), At(60)], null));

        Assert.StartsWith("At least r + 1", ZaveInvariant.Check(ring, 3)!.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Principals_are_those_that_a_search_through_all_lists_finds() =>
        Gen.Select(Gen.Int[0, 60].HashSet[4, 12], Gen.Int[0, 60].Array[36]).Sample((positions, entries) =>
        {
            var members = positions.Select((position, i) => new MemberView(At(position), Sorted(position, entries.Skip(3 * i).Take(3)), null));
            var ring = new RingSnapshot(members);
            return ZaveInvariant.CountPrincipals(ring) == BruteForcePrincipals(ring);
        });

    [Fact]
    public void The_owner_of_a_point_is_the_first_member_at_or_after_it()
    {
        var ring = Ideal(10, 20, 30);

        Assert.Equal(At(20), ring.Owner(At(11)));
        Assert.Equal(At(20), ring.Owner(At(20)));
        Assert.Equal(At(10), ring.Owner(At(31)));
        Assert.Equal(At(30), ring[-1].Self);
        Assert.True(ring.Contains(At(30)));
        Assert.False(ring.Contains(At(31)));
    }

    private static int BruteForcePrincipals(RingSnapshot ring)
    {
        var count = 0;
        for (var i = 0; i < ring.Count; i++)
        {
            var member = ring[i].Self;
            var isSkipped = false;
            for (var j = 0; j < ring.Count; j++)
            {
                var previous = ring[j].Self;
                foreach (var entry in ring[j].Successors)
                {
                    isSkipped |= member.IsBetween(previous, entry);
                    previous = entry;
                }
            }

            if (!isSkipped) count++;
        }

        return count;
    }

    private static RingSnapshot Ideal(params int[] positions) => Ideal(positions, []);

    private static RingSnapshot Ideal(int[] positions, params MemberView[] others)
    {
        var sorted = positions.Order().Select(At).ToArray();
        var views = sorted.Select((self, i) => new MemberView(
            self,
            [sorted[(i + 1) % sorted.Length], sorted[(i + 2) % sorted.Length]],
            sorted[(i + sorted.Length - 1) % sorted.Length]));
        return new(views.Select(view => others.FirstOrDefault(other => other.Self == view.Self && other.Successors is not null) is
        { Successors: not null } other ? other : view));
    }

    private static Did[] Sorted(int self, IEnumerable<int> entries) =>
        [.. entries.Where(entry => entry != self).Distinct().Select(At).OrderBy(At(self).DistanceTo)];

    private static Did At(int position) => Did.Zero + Distance.FromFraction(position / 64.0);
}
