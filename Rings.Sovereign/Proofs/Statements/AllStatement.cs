using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Sigmas;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>"A and B".</summary>
public sealed class AllStatement : CompositeStatement
{
    /// <summary>Makes the statement.</summary>
    /// <param name="parts">2 to 16 statements.</param>
    /// <exception cref="ProtocolException">Too many of them, or too deep.</exception>
    public AllStatement(ImmutableArray<GroupStatement> parts)
        : base(parts)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<ProofMark> Tags => [.. Parts.SelectMany(part => part.Tags)];

    /// <inheritdoc/>
    public override string Claim => Join(" and ");

    internal override Sigma Sigma(Did verifier) => new AllSigma([.. Parts.Select(part => part.Sigma(verifier))]);
}
