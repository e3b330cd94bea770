using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Sigmas;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>"I own this account with an Ed25519 key", alone or as a part of "or".</summary>
public sealed class EdwardsStatement : GroupStatement
{
    /// <summary>Makes the statement.</summary>
    /// <param name="key">The public key; every one that is read is of prime order.</param>
    /// <exception cref="ProtocolException">The identity.</exception>
    public EdwardsStatement(Edwards25519Point key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.IsIdentity) throw new ProtocolException("ProofStatement.edwards", "not the identity");
        Key = key;
    }

    /// <summary>The public key.</summary>
    public Edwards25519Point Key { get; }

    /// <inheritdoc/>
    public override Did? Account => AccountDid.OfEd25519(Key.Encoded);

    /// <inheritdoc/>
    public override bool TakesTellingTime => false;

    /// <inheritdoc/>
    public override string Claim => $"the owner of account {Account}";

    /// <inheritdoc/>
    public override bool Lists(Did did) => did == Account;

    internal override Sigma Sigma(Did verifier) => new EdwardsSigma(Key);
}
