using System.Security.Cryptography;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// The Double Ratchet (Perrin, Marlinspike, "The Double Ratchet Algorithm", sections 3 and 5): each message has a key
/// of its own that is erased after use, and each turn of the conversation brings a fresh agreement into the root.
/// </summary>
/// <remarks>An open that fails has changed nothing: all is computed aside and taken over only after the tag
/// held.</remarks>
internal sealed class Ratchet : IDisposable
{
    private readonly AeadSuite _suite;
    private readonly RandomBytes _random;
    private readonly byte[] _root = new byte[Hash.Bytes];
    private readonly byte[] _sending = new byte[Hash.Bytes];
    private readonly byte[] _receiving = new byte[Hash.Bytes];
    private readonly SkippedKeys _skipped = new();
    private readonly Queue<Key32> _pastKeys = new();
    private X25519PrivateKey? _own;
    private Key32 _ownKey;
    private Key32? _peerKey;
    private bool _isSending;
    private uint _sent;
    private uint _previous;
    private uint _received;

    private Ratchet(ReadOnlySpan<byte> root, AeadSuite suite, RandomBytes random)
    {
        root.CopyTo(_root);
        (_suite, _random) = (suite, random);
    }

    /// <summary>
    /// Whether there is a sending chain with a number left: the responder has none until it has opened a message.
    /// </summary>
    public bool CanSeal => _isSending && _sent < uint.MaxValue;

    /// <summary>The cipher.</summary>
    public AeadSuite Suite => _suite;

    /// <summary>Keys of overtaken messages that are kept.</summary>
    public int SkippedCount => _skipped.Count;

    /// <summary>Is told each key and nonce that is used to seal, for the test that none is used twice.</summary>
    internal Action<byte[]>? Sealing { get; set; }

    public static Ratchet ForInitiator(
        ReadOnlySpan<byte> root, AeadSuite suite, X25519PublicKey responder, RandomBytes random)
    {
        var ratchet = new Ratchet(root, suite, random);
        Span<byte> nextRoot = stackalloc byte[Hash.Bytes];
        ratchet.BeginSending(root, responder, nextRoot);
        nextRoot.CopyTo(ratchet._root);
        CryptographicOperations.ZeroMemory(nextRoot);
        return ratchet;
    }

    public static Ratchet ForResponder(
        ReadOnlySpan<byte> root, AeadSuite suite, X25519PrivateKey ephemeral, RandomBytes random)
    {
        var ratchet = new Ratchet(root, suite, random);
        ratchet.Own(ephemeral);
        return ratchet;
    }

    /// <summary>The header of the next message.</summary>
    public RatchetHeader NextHeader => new(_ownKey, _previous, _sent);

    /// <summary>Seals the next message; only when <see cref="CanSeal"/>.</summary>
    /// <param name="plaintext">What to hide.</param>
    /// <param name="associated">What to authenticate beside it.</param>
    /// <param name="sealedText">16 bytes longer than the plaintext.</param>
    public void Seal(ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> sealedText)
    {
        Span<byte> message = stackalloc byte[MessageKey.Bytes];
        MessageKey.Next(_sending, message);
        _sent++;
        Sealing?.Invoke(message.ToArray());
        using var key = new AeadKey(_suite, message[..AeadKey.KeyBytes]);
        key.Seal(message[AeadKey.KeyBytes..], plaintext, associated, sealedText);
        CryptographicOperations.ZeroMemory(message);
    }

    /// <summary>Opens a message, in whatever order it comes.</summary>
    public SessionFailure Open(
        RatchetHeader header, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText, Instant now,
        Span<byte> plaintext)
    {
        if (_skipped.TryGet(header.Key, header.Number, now, out var kept))
        {
            if (!TryDecrypt(kept, associated, sealedText, plaintext)) return SessionFailure.NotAuthentic;
            _skipped.Remove(header.Key, header.Number);
            return SessionFailure.None;
        }

        return header.Key == _peerKey ? OpenInChain(header, associated, sealedText, now, plaintext)
            : _pastKeys.Contains(header.Key) ? SessionFailure.KeyGone
            : OpenInNewChain(header, associated, sealedText, now, plaintext);
    }

    public void Dispose()
    {
        _own?.Dispose();
        _skipped.Dispose();
        CryptographicOperations.ZeroMemory(_root);
        CryptographicOperations.ZeroMemory(_sending);
        CryptographicOperations.ZeroMemory(_receiving);
        _isSending = false;
    }

    private SessionFailure OpenInChain(
        RatchetHeader header, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText, Instant now,
        Span<byte> plaintext)
    {
        if (header.Number < _received) return SessionFailure.KeyGone;
        if (header.Number - _received > SessionRules.MaxSkipped || header.Number == uint.MaxValue)
            return SessionFailure.TooFarAhead;
        Span<byte> chain = stackalloc byte[Hash.Bytes];
        _receiving.CopyTo(chain);
        using var skipped = new SkippedRun(header.Number - _received);
        var opened = TryOpenAt(chain, skipped, associated, sealedText, plaintext);
        if (opened)
        {
            skipped.KeepIn(_skipped, header.Key, _received, now);
            chain.CopyTo(_receiving);
            _received = header.Number + 1;
        }

        CryptographicOperations.ZeroMemory(chain);
        return opened ? SessionFailure.None : SessionFailure.NotAuthentic;
    }

    private SessionFailure OpenInNewChain(
        RatchetHeader header, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText, Instant now,
        Span<byte> plaintext)
    {
        var missing = _peerKey is null || header.Previous <= _received ? 0 : header.Previous - _received;
        if (header.Number > SessionRules.MaxSkipped || missing > SessionRules.MaxSkipped)
            return SessionFailure.TooFarAhead;
        Span<byte> step = stackalloc byte[3 * Hash.Bytes];
        var root = step[..Hash.Bytes];
        var chain = step[Hash.Bytes..(2 * Hash.Bytes)];
        var key = step[(2 * Hash.Bytes)..];
        header.Key.Write(key);
        if (!X25519PublicKey.TryRead(key, out var peer) || !TryStep(peer, root, chain)) return SessionFailure.WeakKey;
        using var skipped = new SkippedRun(header.Number);
        var opened = TryOpenAt(chain, skipped, associated, sealedText, plaintext);
        if (opened)
        {
            SkipRestOfChain(missing, now);
            skipped.KeepIn(_skipped, header.Key, 0, now);
            Turn(header, peer, root, chain);
        }

        CryptographicOperations.ZeroMemory(step);
        return opened ? SessionFailure.None : SessionFailure.NotAuthentic;
    }

    /// <summary>Moves a copy of a chain on to the message and tries it.</summary>
    private bool TryOpenAt(
        Span<byte> chain, SkippedRun skipped, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText,
        Span<byte> plaintext)
    {
        Span<byte> message = stackalloc byte[MessageKey.Bytes];
        skipped.Fill(chain);
        MessageKey.Next(chain, message);
        var opened = TryDecrypt(message, associated, sealedText, plaintext);
        CryptographicOperations.ZeroMemory(message);
        return opened;
    }

    private bool TryDecrypt(
        ReadOnlySpan<byte> message, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> sealedText, Span<byte> plaintext)
    {
        using var key = new AeadKey(_suite, message[..AeadKey.KeyBytes]);
        return key.TryOpen(message[AeadKey.KeyBytes..], sealedText, associated, plaintext);
    }

    private bool TryStep(X25519PublicKey peer, Span<byte> root, Span<byte> chain)
    {
        Span<byte> agreed = stackalloc byte[X25519PrivateKey.Bytes];
        if (!_own!.TryAgree(peer, agreed)) return false;
        MessageKey.NextRoot(_root, agreed, root, chain);
        CryptographicOperations.ZeroMemory(agreed);
        return true;
    }

    /// <summary>The peer has begun a new chain: what is missing of its last one is kept for latecomers.</summary>
    private void SkipRestOfChain(uint missing, Instant now)
    {
        if (_peerKey is not { } peer) return;
        using var rest = new SkippedRun(missing);
        rest.Fill(_receiving);
        rest.KeepIn(_skipped, peer, _received, now);
        if (_pastKeys.Count == 8) _pastKeys.Dequeue();
        _pastKeys.Enqueue(peer);
    }

    /// <summary>
    /// Takes the peer's new chain over, and begins a new one of this side's own (section 3.5, DHRatchet).
    /// </summary>
    private void Turn(RatchetHeader header, X25519PublicKey peer, ReadOnlySpan<byte> root, ReadOnlySpan<byte> chain)
    {
        chain.CopyTo(_receiving);
        _received = header.Number + 1;
        _peerKey = header.Key;
        BeginSending(root, peer, _root);
    }

    private void BeginSending(ReadOnlySpan<byte> root, X25519PublicKey peer, Span<byte> nextRoot)
    {
        Own(EphemeralKey.Create(_random));
        Span<byte> agreed = stackalloc byte[X25519PrivateKey.Bytes];
        if (!_own!.TryAgree(peer, agreed)) throw new InvalidOperationException(
            "A key was agreed with that refuses it.");
        MessageKey.NextRoot(root, agreed, nextRoot, _sending);
        CryptographicOperations.ZeroMemory(agreed);
        (_previous, _sent, _isSending) = (_sent, 0, true);
    }

    private void Own(X25519PrivateKey key)
    {
        _own?.Dispose();
        _own = key;
        _ownKey = Key32.Read(key.PublicKey.Span);
    }
}
