using System.Collections.Immutable;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Proofs;

/// <summary>Secret keys.</summary>
public sealed class KeysWitness : ProofWitness
{
    private readonly ImmutableDictionary<Secp256k1Point, Secp256k1Scalar> _keys;
    private readonly (Edwards25519Point Key, Edwards25519Scalar Secret)? _edwards;

    /// <summary>Takes in keys of secp256k1.</summary>
    /// <param name="secrets">The secret keys, each from 1 to n − 1.</param>
    public KeysWitness(params ReadOnlySpan<Secp256k1Scalar> secrets)
    {
        var keys = ImmutableDictionary.CreateBuilder<Secp256k1Point, Secp256k1Scalar>();
        foreach (var secret in secrets) keys[Secp256k1Point.OfSecret(secret)] = secret;
        _keys = keys.ToImmutable();
    }

    /// <summary>Takes in a key of edwards25519.</summary>
    /// <param name="secret">A secret number of edwards25519, from 1 to L − 1.</param>
    public KeysWitness(Edwards25519Scalar secret)
        : this()
    {
        _edwards = (Edwards25519Point.OfSecret(secret), secret);
    }

    /// <summary>The secret number of a public key of edwards25519.</summary>
    internal bool TryFind(Edwards25519Point key, out Edwards25519Scalar secret)
    {
        secret = _edwards?.Secret ?? default;
        return _edwards is { } own && own.Key.Equals(key);
    }

    /// <summary>The secret key of a public one.</summary>
    internal bool TryFind(Secp256k1Point key, out Secp256k1Scalar secret) => _keys.TryGetValue(key, out secret);

    /// <summary>
    /// All secrets, one behind the other, for whoever draws numbers that nobody can foresee: a new array, which the caller erases.
    /// </summary>
    internal byte[] SecretBytes()
    {
        var secrets = _keys.OrderBy(key => key.Key.ToString(), StringComparer.Ordinal).Select(key => key.Value).ToList();
        var bytes = new byte[(secrets.Count * Secp256k1Scalar.Bytes) + (_edwards is null ? 0 : Edwards25519Scalar.Bytes)];
        for (var i = 0; i < secrets.Count; i++) secrets[i].Write(bytes.AsSpan(i * Secp256k1Scalar.Bytes));
        _edwards?.Secret.Write(bytes.AsSpan(bytes.Length - Edwards25519Scalar.Bytes));
        return bytes;
    }
}
