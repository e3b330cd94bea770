using System.Text;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;

namespace Rings.Vectors;

/// <summary>The vectors of section 6: what each side drew at random, and every byte that follows from it.</summary>
internal static class EndToEndVectors
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);

    public static JsonObject Make()
    {
        var (alice, bob) = (SignerOf(0x10), SignerOf(0x60));
        return new()
        {
            ["now_ms"] = Now.UnixMilliseconds,
            ["initiator_seed"] = Hex(Bytes(0x10, 32)),
            ["initiator_delegation"] = Hex(alice.Delegation.Bytes.Span),
            ["responder_seed"] = Hex(Bytes(0x60, 32)),
            ["responder_delegation"] = Hex(bob.Delegation.Bytes.Span),
            ["sessions"] = new JsonArray([.. SessionRules.Suites.Select(suite => SessionOf(alice, bob, suite))]),
            ["first_message"] = FirstMessageOf(alice, bob),
            ["elgamal"] = ElGamalOf(),
        };
    }

    private static JsonObject SessionOf(Signer alice, Signer bob, AeadSuite suite)
    {
        var (left, right) = (new Draws(0x01), new Draws(0x81));
        using var initiator = SessionInitiator.Begin(alice, Address.Of(bob), [suite], left.Fill, Now);
        var responder = new SessionResponder(bob, [suite], new ReplayMemory(1), right.Fill);
        responder.Answer(initiator.Hello, alice.Delegation, Now, out var answer, out var receiving);
        initiator.Finish(answer!, bob.Delegation, out var sending);
        var messages = new JsonArray();
        foreach (var (byInitiator, text) in Talk)
        {
            var (from, to) = byInitiator ? (sending!, receiving!) : (receiving!, sending!);
            var message = from.Seal(Encoding.UTF8.GetBytes(text));
            if (to.Open(message, Now, out _) != SessionFailure.None) throw new InvalidOperationException(text);
            messages.Add(new JsonObject { ["by_initiator"] = byInitiator, ["text"] = text, ["message"] = Hex(message) });
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

    private static (bool ByInitiator, string Text)[] Talk =>
    [
        (true, "the first carries the confirmation"), (true, "and so does the second"), (false, "an answer"),
        (true, "a turn"), (false, ""), (false, "two in a row"),
    ];

    private static JsonObject FirstMessageOf(Signer alice, Signer bob)
    {
        var (left, right) = (new Draws(0x21), new Draws(0xA1));
        using var prekeys = new Prekeys();
        var signed = prekeys.Renew(bob, right.Fill, Now)!;
        PrekeyBundle.Read(signed, bob.Delegation, Now, out var bundle);
        var mail = FirstMessage.Seal(alice, bundle!, Bytes(0xE0, 16), "while you were away"u8, left.Fill, Now);
        return new()
        {
            ["recipient_draws"] = right.ToJson(),
            ["bundle"] = Hex(signed.Bytes.Span),
            ["sender_draws"] = left.ToJson(),
            ["id"] = Hex(Bytes(0xE0, 16)),
            ["text"] = "while you were away",
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

    private static byte[] Bytes(int first, int length) => [.. Enumerable.Range(first, length).Select(i => (byte)i)];

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>Bytes that count up, each draw from the next number on; remembers what was drawn.</summary>
    private sealed class Draws(int first)
    {
        private readonly List<byte[]> _drawn = [];

        public void Fill(Span<byte> target)
        {
            var draw = Bytes(first + _drawn.Count, target.Length);
            _drawn.Add(draw);
            draw.CopyTo(target);
        }

        public JsonArray ToJson() => new([.. _drawn.Select(static draw => (JsonNode)Hex(draw))]);
    }
}
