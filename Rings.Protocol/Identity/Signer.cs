using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// A session key with the delegation that lets it act: signs everything that a node says in one ring.
/// </summary>
public sealed class Signer
{
    private readonly SessionKey _key;

    /// <summary>Puts key and delegation together.</summary>
    /// <exception cref="ProtocolException">The delegation names another session key.</exception>
    public Signer(SessionKey key, Delegation delegation)
    {
        if (!key.PublicKey.Equals(delegation.SessionKey))
            throw new ProtocolException("Delegation.session_key", "the public half of the signer's session key");
        (_key, Delegation) = (key, delegation);
    }

    /// <summary>What is shown with every signature.</summary>
    public Delegation Delegation { get; }

    /// <summary>The account for which this signs: the node's Did.</summary>
    public Did Account => Delegation.Account;

    /// <summary>The ring in which this signs.</summary>
    public RingId Ring => Delegation.Ring;

    /// <summary>Signs a payload for one purpose.</summary>
    /// <param name="purpose">What the payload is.</param>
    /// <param name="payload">The bytes that travel.</param>
    /// <param name="signature">64 bytes.</param>
    public void Sign(SignaturePurpose purpose, ReadOnlySpan<byte> payload, Span<byte> signature) =>
        SignedText.Sign(_key.Key, purpose, Delegation, payload, signature);

    /// <summary>Signs a payload for one purpose: 64 bytes in a new array.</summary>
    public byte[] Sign(SignaturePurpose purpose, ReadOnlySpan<byte> payload)
    {
        var signature = new byte[Ed25519PublicKey.SignatureBytes];
        Sign(purpose, payload, signature);
        return signature;
    }
}
