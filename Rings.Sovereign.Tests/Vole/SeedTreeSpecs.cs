using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Vole;

namespace Rings.Sovereign.Tests.Vole;

public sealed class SeedTreeSpecs
{
    private readonly SeededBytes _random = new(71);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(129)]
    [InlineData(255)]
    public void Eight_siblings_give_all_leaves_but_one(int hidden)
    {
        var salt = _random.Next(32);
        var whole = new Vector128<ulong>[SeedTree.Places];
        whole[1] = MemoryMarshal.Read<Vector128<ulong>>(_random.Next(16));
        SeedTree.Grow<PlainPath>(salt, 3, whole);
        var siblings = new byte[VoleShape.Depth * VoleShape.BlockBytes];

        SeedTree.Open(whole, hidden, siblings);
        var seen = new Vector128<ulong>[SeedTree.Places];
        SeedTree.Grow<PlainPath>(salt, 3, seen, siblings, hidden);

        for (var leaf = 0; leaf < VoleShape.Leaves; leaf++)
        {
            Assert.Equal(
                leaf == hidden ? Vector128<ulong>.Zero : whole[VoleShape.Leaves + leaf], seen[VoleShape.Leaves + leaf]);
        }
    }

    [Fact]
    public void A_commitment_is_the_tagged_hash_of_salt_tree_leaf_and_seed()
    {
        var salt = _random.Next(32);
        var places = new Vector128<ulong>[SeedTree.Places];
        places[1] = MemoryMarshal.Read<Vector128<ulong>>(_random.Next(16));
        SeedTree.Grow<PlainPath>(salt, 7, places);
        var commitments = new byte[VoleShape.Leaves * 32];

        SeedTree.Commit(salt, 7, places, commitments);

        foreach (var leaf in (byte[])[0, 1, 200, 255])
        {
            var seed = new byte[16];
            places[VoleShape.Leaves + leaf].AsByte().CopyTo(seed);
            Assert.Equal(
                TaggedHash.Of("rings/1 proof leaf", salt, [7], [leaf], seed), commitments.AsSpan(32 * leaf, 32).ToArray());
        }
    }
}
