using CsCheck;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Storage;

public class HolderMapSpecs
{
    private const int Copies = 3;

    /// <summary>Rings of 1 to 12 members, each member seeing four on either side.</summary>
    private static readonly Gen<Did[]> Rings = DidSpecs.Any.Array[1, 12].Select(dids => dids.Distinct().ToArray());

    [Fact]
    public void A_member_holds_exactly_the_keys_whose_holder_it_is() =>
        Gen.Select(Rings, DidSpecs.Any).Sample((ring, key) =>
        {
            var holders = Holders(ring, key);
            foreach (var self in ring)
            {
                var map = Map(ring, self);
                Assert.Equal(holders.Contains(self), map.Held.Contains(key));
                if (holders.Contains(self)) Assert.Equal(holders, map.HoldersOf(key));
                Assert.True(!map.Held.Contains(key) || map.Slack.Contains(key));
            }
        });

    [Fact]
    public void Two_members_share_exactly_the_keys_that_both_hold() =>
        Gen.Select(Rings, DidSpecs.Any).Sample((ring, key) =>
        {
            var holders = Holders(ring, key);
            foreach (var self in ring)
            {
                foreach (var peer in Map(ring, self).Near)
                {
                    Assert.Equal(
                        holders.Contains(self) && holders.Contains(peer),
                        Map(ring, self).SharedWith(peer).Any(range => range.Contains(key)));
                }
            }
        });

    [Fact]
    public void Heirs_are_those_that_hold_when_a_member_is_gone() =>
        Gen.Select(Rings, DidSpecs.Any).Where((ring, _) => ring.Length > 1).Sample((ring, key) =>
        {
            foreach (var self in ring.Where(self => Holders(ring, key).Contains(self)))
            {
                var after = Holders([.. ring.Where(other => other != self)], key);
                var told = Map(ring, self).Heirs().Where(heir => heir.Range.Contains(key)).Select(heir =>
                    heir.Heir).ToList();
                Assert.Subset(told.ToHashSet(), after.Where(holder => !Holders(ring,
                    key).Contains(holder)).ToHashSet());
                Assert.Subset(after.ToHashSet(), told.ToHashSet());
            }
        });

    private static List<Did> Holders(Did[] ring, Did key) => [.. ring.OrderBy(key.DistanceTo).Take(Copies)];

    private static HolderMap Map(Did[] ring, Did self)
    {
        var others = ring.Where(other => other != self).ToList();
        return new(self, Copies, new RingNeighbours(
            [.. others.OrderBy(other => other.DistanceTo(self)).Take(4)],
                [.. others.OrderBy(self.DistanceTo).Take(4)]));
    }
}
