using System.Security.Cryptography;
using Rings.Sovereign.Circuits;

namespace Rings.Benchmarks.Sovereign;

/// <summary>One level of a Merkle path: a node is the compression function on left ‖ right, from a state of its own.</summary>
internal static class MerkleCircuit
{
    private static readonly Lazy<CircuitPart> OneLevel = new(Make);

    /// <summary>
    /// 256 bits of the node below, 256 of its neighbour and one that says whether the neighbour is to the left go in; the node
    /// above comes out. 256 ANDs bring both in order.
    /// </summary>
    public static CircuitPart Level => OneLevel.Value;

    /// <summary>The state that nodes begin from: SHA-256 of <c>rings/1 merkle node</c>.</summary>
    public static byte[] StartState() => SHA256.HashData("rings/1 merkle node"u8);

    private static CircuitPart Make()
    {
        const int Node = Sha256Circuit.StateBits;
        var builder = new CircuitBuilder((2 * Node) + 1);
        var children = new int[2 * Node];
        for (var bit = 0; bit < Node; bit++)
        {
            var differs = builder.And(2 * Node, builder.Xor(bit, Node + bit));
            (children[bit], children[Node + bit]) = (builder.Xor(bit, differs), builder.Xor(Node + bit, differs));
        }

        return builder.Finish(Sha256Circuit.Compress(builder, Sha256Circuit.BitsOf(StartState()), children));
    }
}
