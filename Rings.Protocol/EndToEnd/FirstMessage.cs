using System.Security.Cryptography;
using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// Mail to an account that is away: sealed under its prekey, signed by its sender, opened once. Forward secrecy
/// begins when the prekey is erased, up to 15 days later.
/// </summary>
internal static class FirstMessage
{
    /// <summary>Bytes of a message's id.</summary>
    public const int IdBytes = 16;

    /// <summary>Around the longest payload: the tag, and a length of three bytes.</summary>
    private const int PayloadFrame = 4;

    /// <summary>Around the longest text: the tag, and a length of two bytes.</summary>
    private const int TextFrame = 3;

    /// <summary>What the key and the nonce are derived for.</summary>
    private static ReadOnlySpan<byte> Name => "rings/1 e2e first"u8;

    /// <summary>Seals mail. The result goes into the recipient's mailbox, or straight to it.</summary>
    /// <param name="self">Who writes.</param>
    /// <param name="bundle">The recipient's bundle.</param>
    /// <param name="id">16 random bytes: the same for each try, so that the recipient opens it once.</param>
    /// <param name="plaintext">The text.</param>
    /// <param name="random">For the key.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ProtocolException">
    /// The element would be longer than <see cref="SessionRules.MaxMailboxElement"/>, with ML-KEM
    /// <see cref="SessionRules.MaxHybridMailboxElement"/>, also without padding, the id is not 16 bytes long, or
    /// the prekey is of small order.
    /// </exception>
    public static SignedPayload Seal(
        Signer self, PrekeyBundle bundle, ReadOnlySpan<byte> id, ReadOnlySpan<byte> plaintext, RandomBytes random,
        Instant now)
    {
        if (id.Length != IdBytes) throw new ProtocolException("FirstMessage.id", "16 bytes");
        using var agreed = new AgreedSecret();
        using var ephemeral = EphemeralKey.Create(random);
        if (!agreed.TryAgree(ephemeral, bundle.Key))
            throw new ProtocolException("PrekeyBundle.key", "a key that is not of small order");
        var message = new Proto.FirstMessage
        {
            BundleHash = ByteString.CopyFrom(bundle.PayloadHash.Span),
            FromRing = ProtoReader.Wrap(self.Ring.ToByteArray()),
            ToRing = ProtoReader.Wrap(bundle.Owner.Ring.ToByteArray()),
            From = ProtoReader.Wrap(self.Account.ToByteArray()),
            To = ProtoReader.Wrap(bundle.Owner.Account.ToByteArray()),
            Id = ByteString.CopyFrom(id),
            Ephemeral = ByteString.CopyFrom(ephemeral.PublicKey.Span),
            IssuedMs = (ulong)now.UnixMilliseconds,
        };
        if (bundle.KemKey is { } kemKey) message.KemCiphertext = ProtoReader.Wrap(agreed.Encapsulate(kemKey, random));
        var open = message.ToByteArray();
        var text = agreed.IsHybrid ? Pad(plaintext, Room(self, open.Length)) : plaintext;
        var sealedText = new byte[text.Length + AeadKey.TagBytes];
        Encrypt(agreed, Hash.Sha256(open), text, sealedText);
        var signed = SignedPayload.Sign(self, SignaturePurpose.EndToEndFirst, [.. open, .. Tail(sealedText)]);
        var most = agreed.IsHybrid ? SessionRules.MaxHybridMailboxElement : SessionRules.MaxMailboxElement;
        return signed.Bytes.Length <= most
            ? signed
            : throw new ProtocolException("FirstMessage", $"at most {most} bytes");
    }

    /// <summary>Opens mail, once.</summary>
    /// <param name="message">The sealed message.</param>
    /// <param name="from">The sender's delegation, judged valid by the caller.</param>
    /// <param name="self">Who reads.</param>
    /// <param name="prekeys">The reader's prekeys.</param>
    /// <param name="seen">What was opened before: on disk before the text is acted on.</param>
    /// <param name="now">The time.</param>
    /// <param name="opened">The text and its id where the answer is <see cref="SessionFailure.None"/>, else
    /// null.</param>
    public static SessionFailure Open(
        SignedPayload message, Delegation from, Address self, Prekeys prekeys, ReplayMemory seen, Instant now,
        out OpenedMail? opened)
    {
        opened = null;
        try
        {
            var parsed = ProtoReader.Read(Proto.FirstMessage.Parser, message.Payload.Span, "FirstMessage");
            var id = ProtoReader.Bytes(parsed.Id, IdBytes, "FirstMessage.id");
            var failure = Check(parsed, from, self, now);
            if (failure != SessionFailure.None) return failure;
            var mark = MessageMark.Of(Address.Of(from), id);
            if (seen.Contains(mark, now)) return SessionFailure.Repeated;
            if (!message.IsBy(from, SignaturePurpose.EndToEndFirst)) return SessionFailure.BadSignature;
            failure = Decrypt(parsed, Open(message.Payload.Span, parsed), prekeys, now, out var text);
            if (failure == SessionFailure.None) failure = seen.Add(mark, now + SessionRules.PrekeyLifetime, now);
            if (failure == SessionFailure.None) opened = new(Address.Of(from), id, text);
            return failure;
        }
        catch (ProtocolException)
        {
            return SessionFailure.Malformed;
        }
    }

    /// <summary>The most bytes of text and padding that leave an element its length.</summary>
    private static int Room(Signer self, int open) => SessionRules.MaxHybridMailboxElement
        - FieldWriter.SizeOfBytes(self.Delegation.Bytes.Length)
        - FieldWriter.SizeOfBytes(Ed25519PublicKey.SignatureBytes)
        - open - AeadKey.TagBytes - PayloadFrame - TextFrame;

    private static byte[] Pad(ReadOnlySpan<byte> text, int room)
    {
        if (text.Length >= room)
            throw new ProtocolException("FirstMessage", $"at most {SessionRules.MaxHybridMailboxElement} bytes");
        var padded = new byte[TextPadding.PaddedLength(text.Length, room)];
        TextPadding.Write(text, padded);
        return padded;
    }

    private static SessionFailure Check(Proto.FirstMessage message, Delegation from, Address self, Instant now)
    {
        var issued = Instant.FromUnixMilliseconds((long)Math.Min(message.IssuedMs, long.MaxValue));
        return ProtoReader.Address(message.FromRing, message.From, "FirstMessage.from") != Address.Of(from)
            || ProtoReader.Address(message.ToRing, message.To, "FirstMessage.to") != self ? SessionFailure.WrongParty
            : issued > now + SessionRules.Skew || now > issued + SessionRules.PrekeyLifetime ? SessionFailure.WrongTime
            : message.Ciphertext.Length < AeadKey.TagBytes
                || message.KemCiphertext.Length is not (0 or MlKemPublicKey.CiphertextBytes) ? SessionFailure.Malformed
            : SessionFailure.None;
    }

    private static SessionFailure Decrypt(
        Proto.FirstMessage message, byte[] salt, Prekeys prekeys, Instant now, out byte[] text)
    {
        text = new byte[message.Ciphertext.Length - AeadKey.TagBytes];
        using var agreed = new AgreedSecret();
        var hash = ProtoReader.Bytes(message.BundleHash, Hash.Bytes, "FirstMessage.bundle_hash");
        var sender = ProtoReader.Key(message.Ephemeral, "FirstMessage.ephemeral");
        var failure = prekeys.Agree(hash, sender, message.KemCiphertext.Span, now, agreed);
        if (failure != SessionFailure.None) return failure;
        Span<byte> material = stackalloc byte[MessageKey.Bytes];
        agreed.Derive(salt, Name, material);
        using var key = new AeadKey(AeadSuite.Aes256Gcm, material[..AeadKey.KeyBytes]);
        var opened = key.TryOpen(material[AeadKey.KeyBytes..], message.Ciphertext.Span, salt, text);
        CryptographicOperations.ZeroMemory(material);
        if (!opened) return SessionFailure.NotAuthentic;
        if (!agreed.IsHybrid) return SessionFailure.None;
        if (!TextPadding.TryRead(text, out var length)) return SessionFailure.Malformed;
        text = text[..length];
        return SessionFailure.None;
    }

    private static void Encrypt(
        AgreedSecret agreed, byte[] salt, ReadOnlySpan<byte> plaintext, Span<byte> sealedText)
    {
        Span<byte> material = stackalloc byte[MessageKey.Bytes];
        agreed.Derive(salt, Name, material);
        using var key = new AeadKey(AeadSuite.Aes256Gcm, material[..AeadKey.KeyBytes]);
        key.Seal(material[AeadKey.KeyBytes..], plaintext, salt, sealedText);
        CryptographicOperations.ZeroMemory(material);
    }

    /// <summary>
    /// The salt, and what is authenticated beside the text: the hash of the bytes before the ciphertext, which is the
    /// last field. They are taken as they came and never written anew, so fields of a later version are covered too.
    /// </summary>
    /// <exception cref="ProtocolException">The ciphertext is not the last field.</exception>
    private static byte[] Open(ReadOnlySpan<byte> payload, Proto.FirstMessage message)
    {
        var tail = Tail(message.Ciphertext.Span);
        return payload.EndsWith(tail)
            ? Hash.Sha256(payload[..^tail.Length])
            : throw new ProtocolException("FirstMessage.ciphertext", "the last field");
    }

    private static byte[] Tail(ReadOnlySpan<byte> sealedText) =>
        new Proto.FirstMessage { Ciphertext = ByteString.CopyFrom(sealedText) }.ToByteArray();
}
