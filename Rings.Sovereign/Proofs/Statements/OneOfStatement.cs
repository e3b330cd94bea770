using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Sigmas;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>
/// "I own one of these accounts", without saying which; with a tag: once for its words. Up to 16 by "or" (Cramer, Damgård,
/// Schoenmakers, 1994), up to 1,024 in a size of log N (Groth, Kohlweiss, 2015; the tag after Noether and Goodell, 2020).
/// </summary>
public sealed class OneOfStatement : GroupStatement
{
    /// <summary>The most accounts, and the most that are proven one by one.</summary>
    public const int MaxKeys = 1024, MaxByOr = 16;

    /// <summary>Makes the statement.</summary>
    /// <param name="keys">2 to 1,024 public keys, all different.</param>
    /// <param name="tag">The tag; null: it can be proven any number of times.</param>
    /// <exception cref="ProtocolException">Too few keys or too many, one twice or at infinity.</exception>
    public OneOfStatement(ImmutableArray<Secp256k1Point> keys, ProofTag? tag = null)
    {
        if (keys.Length is < 2 or > MaxKeys) throw new ProtocolException("ProofStatement.one_of", "2 to 1,024 points");
        if (keys.Any(key => key.IsInfinity) || keys.Distinct().Count() != keys.Length)
            throw new ProtocolException("ProofStatement.one_of", "all different, none at infinity");
        (Keys, Tag) = (keys, tag);
    }

    /// <summary>The public keys.</summary>
    public ImmutableArray<Secp256k1Point> Keys { get; }

    /// <summary>The tag.</summary>
    public ProofTag? Tag { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ProofMark> Tags => Tag is null ? [] : [Tag.Mark];

    /// <inheritdoc/>
    public override bool TakesTellingTime => true;

    /// <inheritdoc/>
    public override string Claim =>
        $"the owner of one of {Keys.Length} accounts{(Tag is null ? "" : $", marked once for '{Tag.Words}'")}, and does not say which";

    /// <inheritdoc/>
    public override bool Lists(Did did) => Keys.Any(key => key.IsKeyOf(did));

    internal override Sigma Sigma(Did verifier)
    {
        var tag = Tag is null ? ((Secp256k1Point, Secp256k1Point)?)null : (ProofTag.BaseOf(verifier, Tag.Words), Tag.Point);
        return Keys.Length > MaxByOr
            ? new ListSigma(Keys, tag)
            : new AnySigma([.. Keys.Select(key => new LogarithmSigma(key, tag))]);
    }
}
