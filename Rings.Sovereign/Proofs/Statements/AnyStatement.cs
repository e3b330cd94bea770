using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Proofs.Sigmas;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>"A or B", without saying which.</summary>
/// <remarks>A tag in one of its parts marks nobody: the part may be one that the prover did not need.</remarks>
public sealed class AnyStatement : CompositeStatement
{
    /// <summary>Makes the statement.</summary>
    /// <param name="parts">2 to 16 statements.</param>
    /// <exception cref="ProtocolException">Too many of them, or too deep.</exception>
    public AnyStatement(ImmutableArray<GroupStatement> parts)
        : base(parts)
    {
    }

    /// <inheritdoc/>
    public override bool TakesTellingTime => true;

    /// <inheritdoc/>
    public override string Claim => Join(" or ");

    internal override Sigma Sigma(Did verifier) => new AnySigma([.. Parts.Select(part => part.Sigma(verifier))]);
}
