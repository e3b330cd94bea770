using System.Security.Cryptography;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// The private halves of an account's prekeys: a new one a day, each erased 15 days after it was made. From then on
/// nobody can open the mail that was sealed with it.
/// </summary>
/// <param name="isHybrid">Whether a new prekey has a key of ML-KEM-768 beside that of X25519.</param>
internal sealed class Prekeys(bool isHybrid = true) : IDisposable
{
    private readonly List<Entry> _entries = [];

    /// <summary>What is to be kept on disk, the oldest first. The keys are copies: erase them after use.</summary>
    public IReadOnlyList<PrekeySecret> Secrets =>
        [.. _entries.Select(static entry =>
            new PrekeySecret(entry.Id, entry.BundleHash, entry.Export(), entry.Issued))];

    /// <summary>Takes back what was kept on disk; what is too old by now is left out.</summary>
    /// <exception cref="ProtocolException">The key is neither 32 nor 96 bytes long.</exception>
    public void Restore(PrekeySecret secret, Instant now)
    {
        if (now - secret.Issued >= SessionRules.PrekeyLifetime) return;
        var bytes = secret.Key.Span;
        var own = bytes[..Math.Min(bytes.Length, X25519PrivateKey.Bytes)];
        var kemKey = bytes.Length > own.Length ? MlKemPrivateKey.FromSeed(bytes[own.Length..]) : null;
        _entries.Add(new(
            secret.Id, secret.BundleHash.ToArray(), X25519PrivateKey.FromBytes(own), kemKey, secret.Issued));
        _entries.Sort(static (left, right) => left.Id.CompareTo(right.Id));
    }

    /// <summary>
    /// Makes a new prekey when the last one is a day old, or lacks the key of ML-KEM-768 that it should have. Write
    /// <see cref="Secrets"/> to disk, then publish.
    /// </summary>
    /// <param name="owner">Who signs the bundle.</param>
    /// <param name="random">For the key.</param>
    /// <param name="now">The time.</param>
    /// <returns>The bundle to publish, or null while the last one is fresh.</returns>
    public SignedPayload? Renew(Signer owner, RandomBytes random, Instant now)
    {
        if (_entries.Count > 0 && now - _entries[^1].Issued < SessionRules.PrekeyInterval
            && (_entries[^1].KemKey is not null || !isHybrid))
        {
            return null;
        }

        var key = EphemeralKey.Create(random);
        var kemKey = isHybrid ? EphemeralKey.CreateKem(random) : null;
        var id = _entries.Count > 0 ? _entries[^1].Id + 1 : 1;
        var bundle = PrekeyBundle.Sign(owner, id, key.PublicKey, kemKey?.PublicKey, now);
        _entries.Add(new(id, Hash.Sha256(bundle.Payload.Span), key, kemKey, now));
        return bundle;
    }

    /// <summary>The bundle of the newest prekey, for publishing it again; null where there is none.</summary>
    public SignedPayload? Latest(Signer owner) => _entries.Count == 0 ? null
        : PrekeyBundle.Sign(
            owner, _entries[^1].Id, _entries[^1].Key.PublicKey, _entries[^1].KemKey?.PublicKey, _entries[^1].Issued);

    /// <summary>Erases the keys whose time is over.</summary>
    /// <returns>How many were erased; if any, write <see cref="Secrets"/> to disk.</returns>
    public int Erase(Instant now) => _entries.RemoveAll(entry =>
    {
        var over = now - entry.Issued >= SessionRules.PrekeyLifetime;
        if (over) entry.Dispose();
        return over;
    });

    /// <summary>Erases all keys.</summary>
    public void Dispose()
    {
        foreach (var entry in _entries) entry.Dispose();
        _entries.Clear();
    }

    /// <summary>Agrees with the sender of mail.</summary>
    /// <param name="bundleHash">Which prekey.</param>
    /// <param name="sender">The sender's key.</param>
    /// <param name="kemCiphertext">For the prekey of ML-KEM-768: 1,088 bytes, or none.</param>
    /// <param name="now">The time.</param>
    /// <param name="agreed">Takes the X25519 result, and the ML-KEM secret where there is a ciphertext.</param>
    /// <returns>
    /// UnknownKey where the prekey is not there or erased, Malformed where it has no key for the ciphertext, WeakKey, or
    /// None.
    /// </returns>
    internal SessionFailure Agree(
        ReadOnlySpan<byte> bundleHash, X25519PublicKey sender, ReadOnlySpan<byte> kemCiphertext, Instant now,
        AgreedSecret agreed)
    {
        foreach (var entry in _entries)
        {
            if (!CryptographicOperations.FixedTimeEquals(entry.BundleHash, bundleHash)) continue;
            if (now - entry.Issued >= SessionRules.PrekeyLifetime) return SessionFailure.UnknownKey;
            if (!kemCiphertext.IsEmpty && entry.KemKey is null) return SessionFailure.Malformed;
            if (!agreed.TryAgree(entry.Key, sender)) return SessionFailure.WeakKey;
            if (!kemCiphertext.IsEmpty) agreed.Decapsulate(entry.KemKey!, kemCiphertext);
            return SessionFailure.None;
        }

        return SessionFailure.UnknownKey;
    }

    private sealed record Entry(
        uint Id, byte[] BundleHash, X25519PrivateKey Key, MlKemPrivateKey? KemKey, Instant Issued) : IDisposable
    {
        /// <summary>As <see cref="PrekeySecret.Key"/>, in a new array; no other copy is left.</summary>
        public byte[] Export()
        {
            var own = Key.Export();
            if (KemKey is null) return own;
            byte[] both = [.. own, .. KemKey.Seed];
            CryptographicOperations.ZeroMemory(own);
            return both;
        }

        public void Dispose()
        {
            Key.Dispose();
            KemKey?.Dispose();
        }
    }
}
