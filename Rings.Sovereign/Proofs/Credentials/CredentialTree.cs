using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>
/// A tree of credentials as everybody sees it: whose it is, what its numbers mean, and the root. Its issuer keeps <see cref="Id"/> in
/// a record, where holder and verifier each read it.
/// </summary>
public sealed class CredentialTree
{
    /// <summary>The most levels: 2²⁰ credentials.</summary>
    public const int MaxDepth = 20;

    /// <summary>Numbers of a credential.</summary>
    public const int MaxAttributes = 4;

    /// <summary>The most characters of a name.</summary>
    public const int MaxName = 64;

    /// <summary>Describes a tree.</summary>
    /// <param name="issuer">Whose it is.</param>
    /// <param name="name">1 to 64 small letters, digits and hyphens.</param>
    /// <param name="attributes">What its numbers are called, at most 4, all different.</param>
    /// <param name="depth">Levels, 1 to 20.</param>
    /// <param name="root">The root.</param>
    /// <exception cref="ProtocolException">Something is out of its range.</exception>
    public CredentialTree(Did issuer, string name, ImmutableArray<CredentialNumber> attributes, int depth, Bytes32 root)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name)) throw new ProtocolException("ProofTree.name", "1 to 64 small letters, digits and hyphens");
        if (depth is < 1 or > MaxDepth) throw new ProtocolException("ProofTree.depth", "1 to 20");
        if (attributes.Length > MaxAttributes || attributes.Select(one => one.Name).Distinct().Count() != attributes.Length)
            throw new ProtocolException("ProofTree.attributes", "at most 4, all different");
        (Issuer, Name, Attributes, Depth, Root) = (issuer, name, attributes, depth, root);
        Id = Bytes32.Read(TaggedHash.Of(
            "rings/1 proof credential", issuer.ToByteArray(), Encoding.ASCII.GetBytes(name), Number(depth), root.ToByteArray(),
            Encoding.ASCII.GetBytes(string.Join(',', attributes))));
    }

    /// <summary>Whose it is.</summary>
    public Did Issuer { get; }

    /// <summary>What its issuer calls it.</summary>
    public string Name { get; }

    /// <summary>What its numbers are called.</summary>
    public ImmutableArray<CredentialNumber> Attributes { get; }

    /// <summary>Levels between root and leaves.</summary>
    public int Depth { get; }

    /// <summary>The root of the hashes.</summary>
    public Bytes32 Root { get; }

    /// <summary>A hash over all of this: what an issuer publishes, and what holder and verifier compare.</summary>
    public Bytes32 Id { get; }

    /// <summary>The name of the Register in which the issuer keeps the id.</summary>
    public string Record => RecordOf(Name);

    /// <summary>The name of a tree's Register.</summary>
    public static string RecordOf(string name) => $"credential/{name}";

    /// <summary>Whether this is a name of a tree: 1 to 64 small letters, digits and hyphens, so that it is no path.</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= MaxName
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
