using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>A leaf of a tree and the way from it to the root: what an issuer hands to a holder.</summary>
public sealed class Credential
{
    /// <summary>Makes one.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="values">The four numbers; those without a name are 0.</param>
    /// <param name="holder">Whose it is.</param>
    /// <param name="place">The leaf's number, from 0.</param>
    /// <param name="path">The other child of each node on the way, from the leaf.</param>
    /// <param name="secret">h of an anonymous one; null: it is named, or its holder has not added it yet.</param>
    /// <exception cref="ProtocolException">The leaf is not in this tree, or the secret not that of its holder.</exception>
    public Credential(
        CredentialTree tree, ImmutableArray<int> values, CredentialHolder holder, int place, ImmutableArray<Bytes32> path,
        Bytes32? secret = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (values.Length != CredentialTree.MaxAttributes) throw new ProtocolException("CredentialFile.values", "four");
        if (path.Length != tree.Depth || place < 0 || place >> tree.Depth != 0)
            throw new ProtocolException("CredentialFile.path", "as many hashes as the tree is deep");
        if (secret is { } own && (holder.Did is not null || CredentialHashes.Holder(own) != holder.Field))
            throw new ProtocolException("CredentialFile.secret", "the secret of its holder");
        (Tree, Values, Holder, Place, Path, Secret) = (tree, values, holder, place, path, secret);
        var node = CredentialHashes.Leaf(values, holder.Field.ToByteArray());
        for (var level = 0; level < path.Length; level++)
            node = (place >> level & 1) == 0 ? CredentialHashes.Node(node, path[level]) : CredentialHashes.Node(path[level], node);
        if (node != tree.Root) throw new ProtocolException("CredentialFile.path", "the way to the tree's root");
    }

    /// <summary>The tree.</summary>
    public CredentialTree Tree { get; }

    /// <summary>The four numbers.</summary>
    public ImmutableArray<int> Values { get; }

    /// <summary>Whose it is.</summary>
    public CredentialHolder Holder { get; }

    /// <summary>Whether no Did is in it.</summary>
    public bool IsAnonymous => Holder.Did is null;

    /// <summary>Whether it can be proven: h is here, where it is anonymous.</summary>
    public bool IsWhole => !IsAnonymous || Secret is not null;

    internal int Place { get; }

    internal ImmutableArray<Bytes32> Path { get; }

    internal Bytes32? Secret { get; }

    /// <summary>What the issuer of an anonymous credential needs of h, 32 bytes that its holder draws: SHA-256(RH1 ‖ h).</summary>
    public static Bytes32 HashOf(Bytes32 secret) => CredentialHashes.Holder(secret);

    /// <summary>The same with its holder's secret.</summary>
    /// <exception cref="ProtocolException">It is named, or another's.</exception>
    public Credential With(Bytes32 secret) => new(Tree, Values, Holder, Place, Path, secret);

    /// <summary>Says nothing of what is secret in it.</summary>
    public override string ToString() => $"a credential '{Tree.Name}' of {Tree.Issuer}";
}
