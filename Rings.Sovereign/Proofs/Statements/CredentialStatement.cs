using System.Buffers.Binary;
using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>
/// "I hold a credential of this tree whose numbers fulfil this rule": named, then it must be that of the Did that proves it, live; or
/// anonymous, then it shows that some credential of the tree does, with a tag once for its words.
/// </summary>
/// <remarks>It says nothing about the tree: whoever is shown it compares <see cref="Tree"/> with what its issuer has published.</remarks>
public sealed class CredentialStatement : CircuitStatement
{
    /// <summary>Makes the statement.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="rule">What the numbers fulfil; only numbers that have a name in the tree.</param>
    /// <param name="isAnonymous">Whether no Did is shown.</param>
    /// <param name="words">For what the tag is; null: none.</param>
    /// <param name="tag">The tag of an anonymous one, if there are words.</param>
    /// <exception cref="ProtocolException">A number without a name, other words than a tag may have, or a tag of a named one.</exception>
    public CredentialStatement(
        CredentialTree tree, CredentialRule rule, bool isAnonymous, string? words = null, Bytes32 tag = default)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Cases.Any(all => all.Any(one => one.Attribute >= tree.Attributes.Length)))
            throw new ProtocolException("ProofComparison.attribute", "a number that has a name");
        if (words is not null && (!isAnonymous || !ProofMark.IsWords(words)))
            throw new ProtocolException("ProofOnce.words", "1 to 100 printable characters of ASCII, of an anonymous credential");
        (Tree, Rule, IsAnonymous, Words, Tag) = (tree, rule, isAnonymous, words, tag);
    }

    /// <inheritdoc/>
    public override CredentialTree Tree { get; }

    /// <summary>What the numbers fulfil.</summary>
    public CredentialRule Rule { get; }

    /// <summary>Whether no Did is shown.</summary>
    public bool IsAnonymous { get; }

    /// <summary>For what the tag is; null: there is none.</summary>
    public string? Words { get; }

    /// <summary>The tag, where there are words.</summary>
    public Bytes32 Tag { get; }

    /// <inheritdoc/>
    public override bool CanBeInFile => IsAnonymous;

    /// <inheritdoc/>
    public override ImmutableArray<ProofMark> Tags => Words is null ? [] : [new(Words, Tag.ToString())];

    /// <inheritdoc/>
    public override string Claim => $"the holder of {(IsAnonymous ? "a" : "its own")} credential '{Tree.Name}' of {Tree.Issuer}"
        + (Rule.Cases.IsEmpty ? "" : $" with {Rule.Show(Tree)}")
        + (Words is null ? "" : $", marked once for '{Words}'") + (IsAnonymous ? ", and does not say which" : "");

    /// <summary>The statement of a credential.</summary>
    /// <param name="credential">One that is whole.</param>
    /// <param name="rule">What its numbers fulfil.</param>
    /// <param name="verifier">Whose tag it is.</param>
    /// <param name="words">For what; null: no tag.</param>
    /// <exception cref="ProtocolException">It cannot be made.</exception>
    public static CredentialStatement Of(Credential credential, CredentialRule rule, Did verifier, string? words)
    {
        ArgumentNullException.ThrowIfNull(credential);
        var tag = words is not null && credential.Secret is { } secret
            ? CredentialHashes.Tag(secret, CredentialHashes.Occasion(verifier, words))
            : default;
        return new(credential.Tree, rule, credential.IsAnonymous, words, tag);
    }

    private protected override ImmutableArray<byte> Outputs(ProofContext context) =>
    [
        .. IsAnonymous ? [] : context.Prover.ToByteArray(), .. Tree.Root.ToByteArray(),
        .. Words is null ? [] : (byte[])[.. Tag.ToByteArray(), .. CredentialHashes.Occasion(context.Verifier, Words)],
        .. Rule.Cases.IsEmpty ? [] : (byte[])[1],
    ];

    private protected override Circuit MakeCircuit() => CredentialCircuit.Of(Tree.Depth, IsAnonymous, Words is not null, Rule);

    private protected override byte[]? InputsOf(ProofWitness witness, ProofContext context)
    {
        if (witness is not CredentialWitness { Credential: { IsWhole: true } own } || own.IsAnonymous != IsAnonymous
            || own.Tree.Id != Tree.Id)
            return null;
        var place = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(place, own.Place);
        return
        [
            .. CredentialHashes.Bytes(own.Values), .. (own.Secret ?? own.Holder.Field).ToByteArray(),
            .. Words is null ? [] : CredentialHashes.Occasion(context.Verifier, Words),
            .. own.Path.SelectMany(node => node.ToByteArray()), .. place,
        ];
    }
}
