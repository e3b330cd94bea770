using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>Makes a tree of credentials from a list: the same tree from the same list, however often.</summary>
public static class CredentialIssue
{
    /// <summary>The most people of a list.</summary>
    public const int MaxPeople = 1 << 16;

    /// <summary>Makes the tree and each person's credential.</summary>
    /// <param name="issuer">Whose tree it is.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="attributes">What its numbers are called.</param>
    /// <param name="depth">Levels, 1 to 20.</param>
    /// <param name="people">1 to 65,536, and no more than 2^depth.</param>
    /// <param name="key">The issuer's secret for this tree, 32 bytes: nobody without it finds a named leaf by trying.</param>
    /// <returns>The credentials, in the list's order.</returns>
    /// <exception cref="ProtocolException">Something is out of its range, or somebody is in the list twice.</exception>
    public static (CredentialTree Tree, ImmutableArray<Credential> Credentials) Make(
        Did issuer, string name, ImmutableArray<CredentialNumber> attributes, int depth,
        ImmutableArray<CredentialPerson> people, Bytes32 key)
    {
        if (depth is < 1 or > CredentialTree.MaxDepth) throw new ProtocolException("ProofTree.depth", "1 to 20");
        if (people.Length is 0 or > MaxPeople || people.Length > 1 << depth)
            throw new ProtocolException("people", "1 to 65,536, and no more than the tree has leaves");
        if (people.Select(one => (one.Did, one.Hash)).Distinct().Count() != people.Length)
            throw new ProtocolException("people", "nobody twice");
        var holders = people.Select(one => HolderOf(one, name, key)).ToArray();
        var leaves = people.Select((one, place) => CredentialHashes.Leaf(one.Values, holders[place].Field.ToByteArray())).ToArray();
        // By their hashes: a place says nothing of the list's order.
        var order = Enumerable.Range(0, leaves.Length).OrderBy(place => leaves[place].ToString(), StringComparer.Ordinal).ToArray();
        var levels = Levels([.. order.Select(place => leaves[place])], depth);
        var tree = new CredentialTree(issuer, name, attributes, depth, At(levels, depth, 0));
        var credentials = new Credential[people.Length];
        for (var place = 0; place < order.Length; place++)
        {
            var (person, at) = (order[place], place);
            credentials[person] = new(
                tree, people[person].Values, holders[person], place,
                [.. Enumerable.Range(0, depth).Select(level => At(levels, level, (at >> level) ^ 1))]);
        }

        return (tree, [.. credentials]);
    }

    private static CredentialHolder HolderOf(CredentialPerson person, string name, Bytes32 key)
    {
        if (person.Did is not { } did) return CredentialHolder.Anonymous(person.Hash);
        var blind = TaggedHash.Of(
            "rings/1 proof blind", key.ToByteArray(), System.Text.Encoding.ASCII.GetBytes(name), did.ToByteArray(),
            CredentialHashes.Bytes(person.Values));
        return CredentialHolder.Named(did, blind.AsSpan(0, CredentialHolder.BlindBytes));
    }

    /// <summary>Each level's nodes that are not empty, and what an empty one there is.</summary>
    private static List<(Bytes32[] Nodes, Bytes32 Empty)> Levels(Bytes32[] leaves, int depth)
    {
        // Nobody knows what has the hash 0: an empty leaf is nobody's.
        List<(Bytes32[] Nodes, Bytes32 Empty)> levels = [(leaves, default)];
        for (var level = 0; level < depth; level++)
        {
            var (below, empty) = levels[level];
            var nodes = new Bytes32[(below.Length + 1) / 2];
            for (var i = 0; i < nodes.Length; i++) nodes[i] = CredentialHashes.Node(At(levels, level, 2 * i), At(levels, level, (2 * i) + 1));
            levels.Add((nodes, CredentialHashes.Node(empty, empty)));
        }

        return levels;
    }

    private static Bytes32 At(List<(Bytes32[] Nodes, Bytes32 Empty)> levels, int level, int place) =>
        place < levels[level].Nodes.Length ? levels[level].Nodes[place] : levels[level].Empty;
}
