using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>The bytes of statements about credentials, and of trees.</summary>
internal static class CredentialCodec
{
    /// <summary>Reads a statement; everything is counted before it is kept.</summary>
    /// <exception cref="ProtocolException">Malformed, or out of its range.</exception>
    public static CredentialStatement Read(Proto.ProofCredential read)
    {
        if (read.Cases.Count > CredentialRule.MaxCases || read.Cases.Any(one => one.Comparisons.Count > CredentialRule.MaxComparisons))
            throw new ProtocolException("ProofCredential.cases", "at most 4 of 1 to 4 comparisons each");
        var rule = new CredentialRule([.. read.Cases.Select(one => one.Comparisons.Select(Comparison).ToImmutableArray())]);
        return new(
            ReadTree(read.Tree), rule, read.Anonymous, read.Once?.Words,
            read.Once is { } once ? Bytes32.Read(once.Tag.Span, "ProofOnce.tag") : default);
    }

    /// <summary>A statement's message.</summary>
    public static Proto.ProofCredential Write(CredentialStatement statement) => new()
    {
        Tree = WriteTree(statement.Tree),
        Cases =
        {
            statement.Rule.Cases.Select(all => new Proto.ProofCase
            {
                Comparisons =
                {
                    all.Select(one => new Proto.ProofComparison
                    {
                        Attribute = (uint)one.Attribute,
                        Kind = (Proto.ProofComparisonKind)one.Kind,
                        Constant = one.Constant,
                    }),
                },
            }),
        },
        Anonymous = statement.IsAnonymous,
        Once = statement.Words is { } words ? new() { Words = words, Tag = ProtoBytes.Wrap(statement.Tag.ToByteArray()) } : null,
    };

    /// <summary>Reads a tree.</summary>
    /// <exception cref="ProtocolException">None, malformed, or out of its range.</exception>
    public static CredentialTree ReadTree(Proto.ProofTree? read)
    {
        if (read is null) throw new ProtocolException("ProofTree", "a tree");
        if (read.Attributes.Count > CredentialTree.MaxAttributes) throw new ProtocolException("ProofTree.attributes", "at most 4, all different");
        return new(
            ProtoBytes.ReadDid(read.Issuer, "ProofTree.issuer"), read.Name, [.. read.Attributes.Select(CredentialNumber.Parse)],
            (int)Math.Min(read.Depth, int.MaxValue), Bytes32.Read(read.Root.Span, "ProofTree.root"));
    }

    /// <summary>A tree's message.</summary>
    public static Proto.ProofTree WriteTree(CredentialTree tree) => new()
    {
        Issuer = ProtoBytes.Wrap(tree.Issuer.ToByteArray()),
        Name = tree.Name,
        Attributes = { tree.Attributes.Select(one => one.ToString()) },
        Depth = (uint)tree.Depth,
        Root = ProtoBytes.Wrap(tree.Root.ToByteArray()),
    };

    private static AttributeComparison Comparison(Proto.ProofComparison read) =>
        new((int)Math.Min(read.Attribute, int.MaxValue), (ComparisonKind)read.Kind, read.Constant);
}
