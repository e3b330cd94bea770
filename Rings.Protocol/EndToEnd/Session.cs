using System.Security.Cryptography;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// A session between two accounts: seals and opens messages that nobody between them can read, change, repeat or
/// move elsewhere. Never kept across a restart: a restarted node begins a new one.
/// </summary>
/// <remarks>Not for use by several threads at once.</remarks>
internal sealed class Session : IDisposable
{
    /// <summary>Bytes of a session's id: the first of the transcript's hash.</summary>
    public const int IdBytes = 16;

    private const int MaxHeader = 2 + IdBytes + 2 + Key32.Bytes + 5 + 5 + 2 + Hash.Bytes;

    private readonly byte[] _transcript;
    private readonly byte[] _confirm;
    private readonly bool _isInitiator;
    private readonly Ratchet _ratchet;

    private Session(
        Address peer, byte[] transcript, byte[] confirm, bool isInitiator, Ratchet ratchet, SessionSuite suite)
    {
        (Peer, _transcript, _confirm, _isInitiator, _ratchet) = (peer, transcript, confirm, isInitiator, ratchet);
        IsHybrid = suite.IsHybrid();
        Id = transcript.AsMemory(0, IdBytes);
    }

    /// <summary>Who is at the other end.</summary>
    public Address Peer { get; }

    /// <summary>16 bytes, the same at both ends, in clear on every message.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>
    /// Whether this side knows that the other has the keys. The initiator knows that the responder has them.
    /// </summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>
    /// Whether messages can be sealed: always at the initiator; at the responder once it is confirmed.
    /// </summary>
    public bool CanSeal => _ratchet.CanSeal && (_isInitiator || IsConfirmed);

    /// <summary>The cipher that the two ends agreed on.</summary>
    public AeadSuite Suite => _ratchet.Suite;

    /// <summary>Whether ML-KEM was agreed by beside X25519. Texts are padded then.</summary>
    public bool IsHybrid { get; }

    /// <summary>Keys of overtaken messages that are kept.</summary>
    public int SkippedCount => _ratchet.SkippedCount;

    internal Ratchet Ratchet => _ratchet;

    internal static Session OfInitiator(Address peer, SessionSecrets secrets, Ratchet ratchet, SessionSuite suite) =>
        new(peer, secrets.Transcript, secrets.InitiatorConfirm, isInitiator: true, ratchet, suite);

    internal static Session OfResponder(Address peer, SessionSecrets secrets, Ratchet ratchet, SessionSuite suite) =>
        new(peer, secrets.Transcript, secrets.InitiatorConfirm, isInitiator: false, ratchet, suite);

    /// <summary>Seals a message: an encoded E2eMessage in a new array.</summary>
    /// <param name="plaintext">
    /// At most <see cref="SessionRules.MaxPlaintext"/> bytes; one less where it is padded.
    /// </param>
    /// <exception cref="InvalidOperationException">Not while <see cref="CanSeal"/> is false.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The text is too long.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        if (!CanSeal) throw new InvalidOperationException("The session cannot send yet.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            plaintext.Length, IsHybrid ? SessionRules.MaxPlaintext - 1 : SessionRules.MaxPlaintext);
        if (!IsHybrid) return SealAsIs(plaintext);
        var padded = new byte[TextPadding.PaddedLength(plaintext.Length, SessionRules.MaxPlaintext)];
        TextPadding.Write(plaintext, padded);
        return SealAsIs(padded);
    }

    private byte[] SealAsIs(ReadOnlySpan<byte> plaintext)
    {
        Span<byte> header = stackalloc byte[MaxHeader + Hash.Bytes];
        var length = WriteHeader(header, _ratchet.NextHeader, _isInitiator && !IsConfirmed);
        _transcript.CopyTo(header[length..]);

        var sealedLength = plaintext.Length + AeadKey.TagBytes;
        var message = new byte[length + FieldWriter.SizeOfBytes(sealedLength)];
        header[..length].CopyTo(message);
        var writer = new FieldWriter(message.AsSpan(length));
        _ratchet.Seal(plaintext, header[..(length + Hash.Bytes)], writer.Reserve(6, sealedLength));
        return message;
    }

    /// <summary>
    /// Opens a message. A failure has changed nothing, but that a text which its sender has padded wrongly is gone.
    /// </summary>
    /// <param name="message">An encoded E2eMessage; anything at all.</param>
    /// <param name="now">The time.</param>
    /// <param name="plaintext">The text in a new array where the answer is <see cref="SessionFailure.None"/>, else
    /// null.</param>
    public SessionFailure Open(ReadOnlySpan<byte> message, Instant now, out byte[]? plaintext)
    {
        plaintext = null;
        if (!TryReadHeader(message, out var header, out var confirm, out var sealedText, out var length))
            return SessionFailure.Malformed;
        if (!message.Slice(2, IdBytes).SequenceEqual(Id.Span)) return SessionFailure.UnknownKey;
        if (!IsConfirmed && !_isInitiator && !CryptographicOperations.FixedTimeEquals(confirm, _confirm))
            return SessionFailure.BadConfirmation;

        Span<byte> associated = stackalloc byte[MaxHeader + Hash.Bytes];
        message[..length].CopyTo(associated);
        _transcript.CopyTo(associated[length..]);
        var text = new byte[sealedText.Length - AeadKey.TagBytes];
        var failure = _ratchet.Open(header, associated[..(length + Hash.Bytes)], sealedText, now, text);
        if (failure != SessionFailure.None) return failure;
        IsConfirmed = true;
        if (!IsHybrid) plaintext = text;
        else if (TextPadding.TryRead(text, out var textLength)) plaintext = text[..textLength];
        return plaintext is null ? SessionFailure.Malformed : SessionFailure.None;
    }

    /// <summary>Reads which session a message belongs to.</summary>
    /// <param name="message">An encoded E2eMessage; anything at all.</param>
    /// <param name="id">16 bytes of the message.</param>
    public static bool TryReadId(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> id)
    {
        var reader = new FieldReader(message);
        id = default;
        return reader.TryTag(1, FieldReader.Delimited) && reader.TryBytes(IdBytes, out id);
    }

    /// <summary>Erases all keys.</summary>
    public void Dispose()
    {
        _ratchet.Dispose();
        CryptographicOperations.ZeroMemory(_confirm);
    }

    private int WriteHeader(Span<byte> target, RatchetHeader header, bool confirms)
    {
        var writer = new FieldWriter(target);
        writer.Bytes(1, Id.Span);
        header.Key.Write(writer.Reserve(2, Key32.Bytes));
        writer.Fixed32(3, header.Previous);
        writer.Fixed32(4, header.Number);
        if (confirms) writer.Bytes(5, _confirm);
        return writer.Position;
    }

    /// <summary>Fields in order, each once, nothing behind them: so that one message has one form.</summary>
    private static bool TryReadHeader(
        ReadOnlySpan<byte> message, out RatchetHeader header, out ReadOnlySpan<byte> confirm,
        out ReadOnlySpan<byte> sealedText, out int length)
    {
        var reader = new FieldReader(message);
        (header, length) = (default, 0);
        confirm = sealedText = default;
        if (!reader.TryTag(1, FieldReader.Delimited) || !reader.TryBytes(IdBytes, out _)
            || !reader.TryTag(2, FieldReader.Delimited) || !reader.TryBytes(Key32.Bytes, out var key)
            || !reader.TryTag(3, FieldReader.Fixed32) || !reader.TryFixed32(out var previous)
            || !reader.TryTag(4, FieldReader.Fixed32) || !reader.TryFixed32(out var number)
            || (reader.TryTag(5, FieldReader.Delimited) && !reader.TryBytes(Hash.Bytes, out confirm)))
        {
            return false;
        }

        header = new(Key32.Read(key), previous, number);
        length = reader.Position;
        return reader.TryTag(6, FieldReader.Delimited) && reader.TryBytes(out sealedText) && reader.AtEnd
            && sealedText.Length is >= AeadKey.TagBytes and <= SessionRules.MaxPlaintext + AeadKey.TagBytes;
    }
}
