using Rings.Protocol.Crypto;

namespace Rings.Protocol.Streams;

/// <summary>
/// Seals what one end sends by a path and opens what it receives. Numbers follow one another without a gap in each
/// direction; a number that is missing, repeated or marked early too late ends the path.
/// </summary>
/// <remarks>Not for use by several threads at once.</remarks>
internal sealed class PathKeys : IDisposable
{
    private readonly byte[] _associated;
    private AeadKey? _early;
    private AeadKey? _seals;
    private AeadKey? _opens;
    private ulong _received;
    private bool _mayBeEarly;

    private PathKeys(StreamsId id, uint index) => _associated = PathSecrets.Associated(id, index);

    /// <summary>Packets sealed so far, which is the next one's number.</summary>
    public ulong Sealed { get; private set; }

    /// <summary>Packets opened so far.</summary>
    public ulong Opened => _received;

    /// <summary>Whether the answer has come, so that both directions have their keys.</summary>
    public bool IsComplete => _seals is not null;

    /// <summary>The keys of the opener, who may seal early until it has the answer.</summary>
    public static PathKeys OfOpener(AeadSuite suite, StreamsHello hello) =>
        new(hello.Id, hello.Index) { _early = PathSecrets.Early(suite, hello) };

    /// <summary>The keys of the acceptor.</summary>
    public static PathKeys OfAcceptor(AeadSuite suite, StreamsHello hello, AeadKey opener, AeadKey acceptor) =>
        new(hello.Id, hello.Index)
        {
            _early = PathSecrets.Early(suite, hello),
            _opens = opener,
            _seals = acceptor,
            _mayBeEarly = true,
        };

    /// <summary>The answer has come.</summary>
    public void Complete(AeadKey opener, AeadKey acceptor)
    {
        (_seals, _opens) = (opener, acceptor);
        _early?.Dispose();
        _early = null;
    }

    /// <summary>Seals a packet under the next number.</summary>
    /// <param name="plaintext">Frames.</param>
    /// <param name="target">Exactly <see cref="AeadKey.TagBytes"/> longer.</param>
    public PacketNumber Seal(ReadOnlySpan<byte> plaintext, Span<byte> target)
    {
        var number = PacketNumber.Of(Sealed++, isEarly: !IsComplete);
        Span<byte> nonce = stackalloc byte[AeadKey.NonceBytes];
        number.WriteNonce(nonce);
        (_seals ?? _early!).Seal(nonce, plaintext, _associated, target);
        return number;
    }

    /// <summary>Opens the next packet.</summary>
    /// <param name="number">Its number as it came.</param>
    /// <param name="ciphertext">With its tag.</param>
    /// <param name="plaintext">Exactly <see cref="AeadKey.TagBytes"/> shorter.</param>
    /// <returns>False where it is not the next one, or not by the other end of this path.</returns>
    public bool TryOpen(PacketNumber number, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        if (number.Count != _received || (number.IsEarly && !_mayBeEarly)) return false;
        var key = number.IsEarly ? _early : _opens;
        if (key is null) return false;
        Span<byte> nonce = stackalloc byte[AeadKey.NonceBytes];
        number.WriteNonce(nonce);
        if (!key.TryOpen(nonce, ciphertext, _associated, plaintext)) return false;
        _received++;
        if (number.IsEarly || !_mayBeEarly) return true;
        _mayBeEarly = false;
        _early?.Dispose();
        _early = null;
        return true;
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        _early?.Dispose();
        _seals?.Dispose();
        _opens?.Dispose();
    }
}
