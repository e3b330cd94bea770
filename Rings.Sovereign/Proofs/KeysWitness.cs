using System.Collections.Immutable;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs;

/// <summary>Secret keys.</summary>
public sealed class KeysWitness : ProofWitness
{
    private readonly ImmutableDictionary<Secp256k1Point, Secp256k1Scalar> _keys;

    /// <param name="secrets">The secret keys, each from 1 to n − 1.</param>
    public KeysWitness(params ReadOnlySpan<Secp256k1Scalar> secrets)
    {
        var keys = ImmutableDictionary.CreateBuilder<Secp256k1Point, Secp256k1Scalar>();
        foreach (var secret in secrets) keys[Secp256k1Point.OfSecret(secret)] = secret;
        _keys = keys.ToImmutable();
    }

    /// <summary>The secret keys, for whoever draws numbers that nobody can foresee.</summary>
    internal IEnumerable<Secp256k1Scalar> Secrets => _keys.OrderBy(key => key.Key.ToString(), StringComparer.Ordinal).Select(key => key.Value);

    /// <summary>The secret key of a public one.</summary>
    internal bool TryFind(Secp256k1Point key, out Secp256k1Scalar secret) => _keys.TryGetValue(key, out secret);
}
