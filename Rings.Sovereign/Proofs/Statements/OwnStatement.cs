using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Sigmas;

namespace Rings.Sovereign.Proofs.Statements;

/// <summary>"I know x with P = x·G" (Schnorr, 1989): "I own this account", or "I hold this share".</summary>
public sealed class OwnStatement : GroupStatement
{
    private readonly Did? _account;

    /// <summary>Makes the statement.</summary>
    /// <param name="key">P.</param>
    /// <param name="account">The account whose public key it is, of kinds 1 to 3; null: it is none.</param>
    /// <exception cref="ProtocolException">The point is at infinity, or the key of another account.</exception>
    public OwnStatement(Secp256k1Point key, Did? account = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.IsInfinity) throw new ProtocolException("ProofStatement.point", "not at infinity");
        if (account is { } owner && !key.IsKeyOf(owner)) throw new ProtocolException("ProofStatement.account", "the Did of its key");
        (Key, _account) = (key, account);
    }

    /// <summary>P.</summary>
    public Secp256k1Point Key { get; }

    /// <inheritdoc/>
    public override Did? Account => _account;

    /// <inheritdoc/>
    public override bool TakesTellingTime => false;

    /// <inheritdoc/>
    public override string Claim => _account is { } account ? $"the owner of account {account}" : $"the owner of key {Key}";

    /// <inheritdoc/>
    public override bool Lists(Did did) => Key.IsKeyOf(did);

    internal override Sigma Sigma(Did verifier) => new LogarithmSigma(Key, tag: null);
}
