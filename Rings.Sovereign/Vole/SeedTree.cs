using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Vole;

/// <summary>A tree of seeds: children AES(k_b, s) ⊕ s, and a commitment to each of the 256 leaves.</summary>
internal static class SeedTree
{
    /// <summary>Places of a tree: the root is at 1, the children of n at 2n and 2n + 1, the leaves from 256.</summary>
    public const int Places = 2 * VoleShape.Leaves;

    private const string LeafText = "rings/1 proof leaf";

    /// <summary>Fills a tree from its root.</summary>
    public static void Grow<TPath>(byte[] salt, int tree, Span<Vector128<ulong>> places)
        where TPath : struct, IVolePath =>
        Grow<TPath>(salt, tree, places, default, hidden: -1);

    /// <summary>Fills all of a tree but what leads to one leaf.</summary>
    /// <param name="salt">The proof's salt.</param>
    /// <param name="tree">Its number.</param>
    /// <param name="places">The tree; what leads to the leaf, and the leaf, become zero.</param>
    /// <param name="siblings">Eight seeds, from the top, 16 bytes each.</param>
    /// <param name="hidden">The leaf.</param>
    public static void Grow<TPath>(
        byte[] salt, int tree, Span<Vector128<ulong>> places, ReadOnlySpan<byte> siblings, int hidden)
        where TPath : struct, IVolePath
    {
        Span<Vector128<ulong>> keys = [KeyOf(salt, tree, 0), KeyOf(salt, tree, 1)];
        Span<Vector128<ulong>> rounds = stackalloc Vector128<ulong>[2 * VoleShape.RoundKeys];
        TPath.Schedule(keys, rounds);
        Span<Vector128<ulong>> children = stackalloc Vector128<ulong>[VoleShape.Leaves / 2];
        for (var level = 0; level < VoleShape.Depth; level++)
        {
            var width = 1 << level;
            var parents = places.Slice(width, width);
            for (var side = 0; side < 2; side++)
            {
                var some = children[..width];
                parents.CopyTo(some);
                TPath.Encrypt(rounds.Slice(VoleShape.RoundKeys * side, VoleShape.RoundKeys), some);
                for (var i = 0; i < width; i++) places[(2 * (width + i)) + side] = some[i] ^ parents[i];
            }

            if (hidden < 0) continue;
            var path = (VoleShape.Leaves + hidden) >> (VoleShape.Depth - 1 - level);
            places[path ^ 1] = Vector128.Create<byte>(siblings.Slice(VoleShape.BlockBytes * level, VoleShape.BlockBytes)).AsUInt64();
            places[path] = default;
        }

        children.Clear();
    }

    /// <summary>What opens all leaves but one: the siblings on its way, from the top.</summary>
    public static void Open(ReadOnlySpan<Vector128<ulong>> places, int hidden, Span<byte> siblings)
    {
        for (var level = 0; level < VoleShape.Depth; level++)
        {
            var path = (VoleShape.Leaves + hidden) >> (VoleShape.Depth - 1 - level);
            places[path ^ 1].AsByte().CopyTo(siblings[(VoleShape.BlockBytes * level)..]);
        }
    }

    /// <summary>The commitments to a tree's leaves, 32 bytes each.</summary>
    public static void Commit(byte[] salt, int tree, ReadOnlySpan<Vector128<ulong>> places, Span<byte> commitments)
    {
        // The same as TaggedHash, whose text, salt and lengths stay.
        Span<byte> hashed = stackalloc byte[LeafText.Length + 1 + 36 + 5 + 5 + 20];
        hashed.Clear();
        System.Text.Encoding.ASCII.GetBytes(LeafText, hashed);
        var at = LeafText.Length + 1;
        hashed[at + 3] = VoleShape.HashBytes;
        salt.CopyTo(hashed[(at + 4)..]);
        at += 4 + VoleShape.HashBytes;
        hashed[at + 3] = 1;
        hashed[at + 4] = (byte)tree;
        hashed[at + 8] = 1;
        hashed[at + 13] = VoleShape.BlockBytes;
        for (var leaf = 0; leaf < VoleShape.Leaves; leaf++)
        {
            hashed[at + 9] = (byte)leaf;
            places[VoleShape.Leaves + leaf].AsByte().CopyTo(hashed[(at + 14)..]);
            SHA256.HashData(hashed, commitments.Slice(VoleShape.HashBytes * leaf, VoleShape.HashBytes));
        }

        CryptographicOperations.ZeroMemory(hashed);
    }

    private static Vector128<ulong> KeyOf(byte[] salt, int tree, int side) => MemoryMarshal.Read<Vector128<ulong>>(
        TaggedHash.Of("rings/1 proof tree", salt, [(byte)tree], [(byte)side]));
}
