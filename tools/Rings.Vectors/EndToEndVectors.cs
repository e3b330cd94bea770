using System.Text;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 6: what each side drew at random, and every byte that follows from it.</summary>
internal static class EndToEndVectors
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);

    public static JsonObject Make()
    {
        var (alice, bob) = (SignerOf(0x10), SignerOf(0x60));
        var judged = new JudgedSessionVectors(alice, bob, Now);
        var hybrid = new JudgedHybridVectors(alice, bob, Now);
        var letter = FirstMessageOf(alice, bob, LetterText.ToBytes(), Hex(LetterText.ToBytes()));
        return new()
        {
            ["now_ms"] = Now.UnixMilliseconds,
            ["initiator_seed"] = Hex(Bytes(0x10, 32)),
            ["initiator_delegation"] = Hex(alice.Delegation.Bytes.Span),
            ["responder_seed"] = Hex(Bytes(0x60, 32)),
            ["responder_delegation"] = Hex(bob.Delegation.Bytes.Span),
            ["sessions"] = new JsonArray(
                SessionOf(alice, bob, SessionSuite.Aes256Gcm, BareTexts),
                SessionOf(alice, bob, SessionSuite.ChaCha20Poly1305, BareTexts)),
            ["first_message"] = FirstMessageOf(alice, bob, "while you were away"u8, "while you were away"),
            ["conversation"] = SessionOf(alice, bob, SessionSuite.Aes256Gcm, SentTexts),
            ["letter"] = letter,
            ["judged_hellos"] = judged.Hellos(),
            ["judged_replies"] = judged.Replies(),
            ["judged_messages"] = judged.Messages(),
            ["judged_letters"] = judged.Letters(
                SignedPayload.Read(Convert.FromHexString(letter["message"]!.GetValue<string>()))),
            ["elgamal"] = ElGamalOf(),
            ["hybrid_sessions"] = new JsonArray(
                SessionOf(alice, bob, SessionSuite.HybridAes256Gcm, BareTexts),
                SessionOf(alice, bob, SessionSuite.HybridChaCha20Poly1305, SentTexts)),
            ["judged_hybrid_hellos"] = hybrid.Hellos(),
            ["judged_hybrid_replies"] = hybrid.Replies(),
            ["hybrid_letter"] = FirstMessageOf(
                alice, bob, LetterText.ToBytes(), Hex(LetterText.ToBytes()), isHybrid: true),
            ["judged_hybrid_bundles"] = hybrid.Bundles(),
            ["judged_hybrid_letters"] = hybrid.Letters(LetterText.ToBytes()),
        };
    }

    private static JsonObject SessionOf(
        Signer alice, Signer bob, SessionSuite suite, IEnumerable<(bool ByInitiator, Said Said)> talk)
    {
        var (left, right) = (new Draws(0x01), new Draws(0x81));
        using var initiator = SessionInitiator.Begin(alice, Address.Of(bob), [suite], left.Fill, Now);
        var responder = new SessionResponder(bob, [suite], new ReplayMemory(1), right.Fill);
        responder.Answer(initiator.Hello, alice.Delegation, Now, out var answer, out var receiving);
        initiator.Finish(answer!, bob.Delegation, out var sending);
        var messages = new JsonArray();
        foreach (var (byInitiator, said) in talk)
        {
            var (from, to) = byInitiator ? (sending!, receiving!) : (receiving!, sending!);
            var message = from.Seal(said.Bytes);
            if (to.Open(message, Now, out _) != SessionFailure.None) throw new InvalidOperationException();
            var vector = new JsonObject { ["by_initiator"] = byInitiator };
            foreach (var (name, value) in said.Fields) vector[name] = value;
            vector["message"] = Hex(message);
            messages.Add(vector);
        }

        return new()
        {
            ["suite"] = (int)suite,
            ["initiator_draws"] = left.ToJson(),
            ["responder_draws"] = right.ToJson(),
            ["hello"] = Hex(initiator.Hello.Bytes.Span),
            ["hello_hash"] = Hex(initiator.HelloHash.Span),
            ["reply"] = Hex(answer!.Bytes.Span),
            ["session_id"] = Hex(sending!.Id.Span),
            ["messages"] = messages,
        };
    }

    /// <summary>Bare texts: what the ratchet does with any bytes.</summary>
    private static IEnumerable<(bool ByInitiator, Said Said)> BareTexts => new[]
    {
        (true, "the first carries the confirmation"), (true, "and so does the second"), (false, "an answer"),
        (true, "a turn"), (false, ""), (false, "two in a row"),
    }.Select(static item => (item.Item1, new Said(Encoding.UTF8.GetBytes(item.Item2), [("text", item.Item2)])));

    /// <summary>What nodes really seal: an id and an ApplicationMessage.</summary>
    private static IEnumerable<(bool ByInitiator, Said Said)> SentTexts => new[]
    {
        (true, "chat/1", "hello"), (false, "chat/1", "hello to you"), (true, "a-b_c.d/2", ""),
    }.Select(static (item, index) =>
    {
        var (byInitiator, protocol, payload) = item;
        var bytes = Encoding.UTF8.GetBytes(payload);
        var text = new SessionText(MessageId.Read(Bytes(0xE0 + index, 16)), new(protocol, bytes));
        return (byInitiator, new Said(text.ToBytes(),
        [
            ("id", text.Id.ToString()), ("protocol", protocol), ("payload", Hex(bytes)), ("text", Hex(text.ToBytes())),
        ]));
    });

    /// <summary>What a letter seals: the ApplicationMessage without an id, which the FirstMessage has.</summary>
    private static ApplicationMessage LetterText => new("chat/1", "while you were away"u8.ToArray());

    private static JsonObject FirstMessageOf(
        Signer alice, Signer bob, ReadOnlySpan<byte> text, string described, bool isHybrid = false)
    {
        var (left, right) = (new Draws(0x21), new Draws(0xA1));
        using var prekeys = new Prekeys(isHybrid);
        var signed = prekeys.Renew(bob, right.Fill, Now)!;
        PrekeyBundle.Read(signed, bob.Delegation, Now, out var bundle);
        var mail = FirstMessage.Seal(alice, bundle!, Bytes(0xE0, 16), text, left.Fill, Now);
        return new()
        {
            ["recipient_draws"] = right.ToJson(),
            ["bundle"] = Hex(signed.Bytes.Span),
            ["sender_draws"] = left.ToJson(),
            ["id"] = Hex(Bytes(0xE0, 16)),
            ["text"] = described,
            ["message"] = Hex(mail.Bytes.Span),
        };
    }

    private static JsonObject ElGamalOf()
    {
        var draws = new Draws(0x41);
        var key = Secp256k1.PublicKey(Bytes(0x30, 32), compressed: true);
        var (left, right) = (ElGamal.EncryptNumber(key, 19, draws.Fill), ElGamal.EncryptNumber(key, 23, draws.Fill));
        return new()
        {
            ["private_key"] = Hex(Bytes(0x30, 32)),
            ["draws"] = draws.ToJson(),
            ["ciphertext_of_19"] = Hex(left.ToByteArray()),
            ["ciphertext_of_23"] = Hex(right.ToByteArray()),
            ["sum"] = Hex(ElGamal.Add(left, right).ToByteArray()),
        };
    }

    private static Signer SignerOf(int first)
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Bytes(first, 32));
        var session = SessionKey.FromSeed(Bytes(first, 32));
        return new(session, new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("vectors"),
            Now, Now + Delegation.DefaultLifetime, Bytes(first, 16)).Sign(account));
    }

    /// <summary>What is sealed, and how the file describes it.</summary>
    private sealed record Said(byte[] Bytes, (string Name, string Value)[] Fields);
}
