using System.Collections.Immutable;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>
/// A leaf, its way to the root, and a rule. In go the four numbers, the holder's 32 bytes (of an anonymous one h), of a tag 20 bytes of
/// what it is for, the other child of each level, and the bits of the place; out come the Did (named), the root, the tag and what it is
/// for, and whether the rule holds.
/// </summary>
internal static class CredentialCircuit
{
    private const int ByteBits = 8;
    private const int DidBits = 160;
    private const int OccasionBits = ByteBits * CredentialHashes.OccasionBytes;
    private const int AttributeBits = ByteBits * CredentialHashes.AttributeBytes;

    private static readonly Lazy<CircuitPart> Leaf = new(() =>
        Sha256Circuit.OneBlock(CredentialHashes.LeafMark, CredentialHashes.AttributeBytes + Secrets.Bytes32.Length));

    private static readonly Lazy<CircuitPart> Holder = new(() =>
        Sha256Circuit.OneBlock(CredentialHashes.HolderMark, Secrets.Bytes32.Length));

    private static readonly Lazy<CircuitPart> Tag = new(() => Sha256Circuit.OneBlock(
        CredentialHashes.TagMark, Secrets.Bytes32.Length + CredentialHashes.OccasionBytes));

    private static readonly Lazy<CircuitPart> Node = new(MakeNode);

    /// <summary>The circuit.</summary>
    /// <param name="depth">Levels, 1 to 20.</param>
    /// <param name="isAnonymous">Whether h goes in, and no Did comes out.</param>
    /// <param name="hasTag">Whether an anonymous one is marked.</param>
    /// <param name="rule">What the numbers must fulfil.</param>
    public static Circuit Of(int depth, bool isAnonymous, bool hasTag, CredentialRule rule)
    {
        var occasionBits = hasTag ? OccasionBits : 0;
        var from = AttributeBits + Sha256Circuit.StateBits + occasionBits;
        var plan = new CircuitPlan(from + (depth * (Sha256Circuit.StateBits + 1)));
        var values = plan.Inputs(0, AttributeBits);
        var own = plan.Inputs(AttributeBits, Sha256Circuit.StateBits);
        var occasion = plan.Inputs(AttributeBits + Sha256Circuit.StateBits, occasionBits);
        var node = plan.Place(Leaf.Value, values, isAnonymous ? plan.Place(Holder.Value, own) : own);
        for (var level = 0; level < depth; level++)
        {
            node = plan.Place(
                Node.Value, node, plan.Inputs(from + (level * Sha256Circuit.StateBits), Sha256Circuit.StateBits),
                plan.Inputs(from + (depth * Sha256Circuit.StateBits) + level, 1));
        }

        var tag = hasTag ? plan.Place(Tag.Value, own, occasion) : [];
        var holds = rule.Cases.IsEmpty ? [] : plan.Place(MakeRule(rule), values);
        ImmutableArray<int> did = isAnonymous ? [] : own[..DidBits];
        return plan.Finish(did, node, tag, occasion, holds);
    }

    /// <summary>One level: a bit says on which side the known child stands.</summary>
    private static CircuitPart MakeNode()
    {
        const int Bits = Sha256Circuit.StateBits;
        var builder = new CircuitBuilder((2 * Bits) + 1);
        var block = new int[2 * Bits];
        for (var i = 0; i < Bits; i++)
        {
            block[i] = builder.Choose(2 * Bits, i, Bits + i);
            block[Bits + i] = builder.Xor(builder.Xor(i, Bits + i), block[i]);
        }

        return builder.Finish(Sha256Circuit.Compress(builder, Sha256Circuit.BitsOf(CredentialHashes.StateOfNodes), block));
    }

    private static CircuitPart MakeRule(CredentialRule rule)
    {
        var builder = new CircuitBuilder(AttributeBits);
        var words = WordBuilder.FromBytes([.. Enumerable.Range(0, AttributeBits)]);
        var any = CircuitBuilder.Zero;
        foreach (var all in rule.Cases)
        {
            var isCase = CircuitBuilder.One;
            foreach (var one in all) isCase = builder.And(isCase, Compare(builder, words[one.Attribute], one));
            any = builder.Or(any, isCase);
        }

        return builder.Finish([any]);
    }

    private static int Compare(CircuitBuilder builder, int[] word, AttributeComparison one)
    {
        var constant = WordBuilder.Constant((uint)one.Constant);
        return one.Kind switch
        {
            ComparisonKind.AtMost => builder.IsAtMostSigned(word, constant),
            ComparisonKind.AtLeast => builder.IsAtMostSigned(constant, word),
            _ => builder.IsEqual(word, constant),
        };
    }
}
