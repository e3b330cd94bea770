using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Sigmas;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>"I know x with P = x·G and N = x·B" (Chaum, Pedersen, 1992): the owner of a key, and its tag.</summary>
public sealed class SameOwnerStatement : GroupStatement
{
    /// <summary>Makes the statement.</summary>
    /// <param name="key">P.</param>
    /// <param name="tag">N and its words.</param>
    /// <exception cref="ProtocolException">The point is at infinity.</exception>
    public SameOwnerStatement(Secp256k1Point key, ProofTag tag)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(tag);
        if (key.IsInfinity) throw new ProtocolException("ProofStatement.point", "not at infinity");
        (Key, Tag) = (key, tag);
    }

    /// <summary>P.</summary>
    public Secp256k1Point Key { get; }

    /// <summary>The tag.</summary>
    public ProofTag Tag { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ProofMark> Tags => [Tag.Mark];

    /// <inheritdoc/>
    public override bool TakesTellingTime => false;

    /// <inheritdoc/>
    public override string Claim => $"the owner of key {Key}, marked once for '{Tag.Words}'";

    /// <inheritdoc/>
    public override bool Lists(Did did) => Key.IsKeyOf(did);

    internal override Sigma Sigma(Did verifier) => new LogarithmSigma(Key, (ProofTag.BaseOf(verifier, Tag.Words), Tag.Point));
}
