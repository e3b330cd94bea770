using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using static Rings.Vectors.JudgedSessionVectors;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>
/// Hellos, replies, bundles and letters with ML-KEM-768, and what their reader says of them (sections 6.2 and 6.4): the
/// initiator offers 3, then 1; each is a right one with one thing changed.
/// </summary>
/// <param name="alice">The initiator.</param>
/// <param name="bob">The responder.</param>
/// <param name="now">The time.</param>
internal sealed class JudgedHybridVectors(Signer alice, Signer bob, Instant now)
{
    private static readonly SessionSuite[] Suites = [SessionSuite.HybridAes256Gcm, SessionSuite.Aes256Gcm];

    public JsonArray Hellos()
    {
        var good = ProtoFields.Of(Begin().Hello.Payload.Span);
        var key = good.Content(10);
        return new(
            Hello("as it is", SessionFailure.None, good),
            Hello("no key where a hybrid suite is offered", SessionFailure.Malformed, good.Without(10)),
            Hello("a key where no hybrid suite is offered", SessionFailure.Malformed, good.With(8, [1])),
            Hello("a key of 1,183 bytes", SessionFailure.Malformed, good.With(10, key.AsSpan(1))),
            Hello("a key of 1,185 bytes", SessionFailure.Malformed, good.With(10, [.. key, 0])),
            Hello("a key whose first coefficient is 3,329", SessionFailure.Malformed,
                good.With(10, With(With(key, 0, 0x01), 1, (byte)((key[1] & 0xF0) | 0x0D)))),
            Hello("a key whose last coefficient is 4,095", SessionFailure.Malformed,
                good.With(10, With(With(key, 1151, 0xFF), 1150, (byte)(key[1150] | 0xF0)))));
    }

    public JsonArray Replies()
    {
        var good = ProtoFields.Of(Reply().Payload.Span);
        var ciphertext = good.Content(9);
        return new(
            Reply("as it is", SessionFailure.None, good),
            Reply("no ciphertext", SessionFailure.Malformed, good.Without(9)),
            Reply("a ciphertext of 1,087 bytes", SessionFailure.Malformed, good.With(9, ciphertext.AsSpan(1))),
            Reply("a ciphertext of 1,089 bytes", SessionFailure.Malformed, good.With(9, [.. ciphertext, 0])),
            Reply("a ciphertext one bit off", SessionFailure.BadConfirmation, good.With(9, Flip(ciphertext))),
            Reply("a ciphertext in a suite without it", SessionFailure.Malformed, good.WithVarint(7, 1)),
            Reply("the suite without ML-KEM in its place", SessionFailure.BadConfirmation,
                good.WithVarint(7, 1).Without(9)),
            Reply("a hybrid suite that was not offered", SessionFailure.NoCommonSuite, good.WithVarint(7, 4)));
    }

    public JsonArray Bundles()
    {
        using var prekeys = new Prekeys();
        var good = ProtoFields.Of(prekeys.Renew(bob, new Draws(0xA1).Fill, now)!.Payload.Span);
        var key = good.Content(7);
        return new(
            Bundle("as it is", SessionFailure.None, good),
            Bundle("of a node without ML-KEM", SessionFailure.None, good.Without(7)),
            Bundle("a key of 1,183 bytes", SessionFailure.Malformed, good.With(7, key.AsSpan(1))),
            Bundle("a key whose first coefficient is 3,329", SessionFailure.Malformed,
                good.With(7, With(With(key, 0, 0x01), 1, (byte)((key[1] & 0xF0) | 0x0D)))));
    }

    /// <summary>Letters under the prekeys of <c>hybrid_letter</c>.</summary>
    public JsonArray Letters(byte[] text)
    {
        using var prekeys = new Prekeys();
        var signed = prekeys.Renew(bob, new Draws(0xA1).Fill, now)!;
        PrekeyBundle.Read(signed, bob.Delegation, now, out var bundle);
        var letter = FirstMessage.Seal(alice, bundle!, Bytes(0xE0, 16), text, new Draws(0x21).Fill, now);
        var good = ProtoFields.Of(letter.Payload.Span);
        var ciphertext = good.Content(10);
        return new(
            Letter("as it is", SessionFailure.None, good),
            Letter("a ciphertext of 1,087 bytes", SessionFailure.Malformed, good.With(10, ciphertext.AsSpan(1))),
            Letter("a ciphertext of 1,089 bytes", SessionFailure.Malformed, good.With(10, [.. ciphertext, 0])),
            Letter("a ciphertext one bit off", SessionFailure.NotAuthentic, good.With(10, Flip(ciphertext))),
            Letter("no ciphertext, and sealed with it", SessionFailure.NotAuthentic, good.Without(10)),
            Judge("the ciphertext of ML-KEM behind the text", SessionFailure.Malformed,
                Seal(alice, SignaturePurpose.EndToEndFirst, good.Last(10).ToBytes()), Open));
    }

    private SessionInitiator Begin() =>
        SessionInitiator.Begin(alice, Address.Of(bob), Suites, new Draws(0x01).Fill, now);

    private SignedPayload Reply()
    {
        var responder = new SessionResponder(bob, Suites, new ReplayMemory(1), new Draws(0x81).Fill);
        using var initiator = Begin();
        responder.Answer(initiator.Hello, alice.Delegation, now, out var reply, out _);
        return reply!;
    }

    private JsonObject Bundle(string name, SessionFailure expected, ProtoFields bundle) => Judge(
        name, expected, Seal(bob, SignaturePurpose.EndToEndPrekeys, bundle.ToBytes()),
        bytes => PrekeyBundle.Read(SignedPayload.Read(bytes), bob.Delegation, now, out _));

    private JsonObject Letter(string name, SessionFailure expected, ProtoFields letter) =>
        Judge(name, expected, Seal(alice, SignaturePurpose.EndToEndFirst, letter.Last(9).ToBytes()), Open);

    private SessionFailure Open(byte[] letter)
    {
        using var prekeys = new Prekeys();
        prekeys.Renew(bob, new Draws(0xA1).Fill, now);
        return FirstMessage.Open(
            SignedPayload.Read(letter), alice.Delegation, Address.Of(bob), prekeys, new ReplayMemory(1), now, out _);
    }

    private JsonObject Hello(string name, SessionFailure expected, ProtoFields hello) => Judge(
        name, expected, Seal(alice, SignaturePurpose.EndToEndHello, hello.ToBytes()),
        bytes => new SessionResponder(bob, Suites, new ReplayMemory(1), new Draws(0x81).Fill).Answer(
            SignedPayload.Read(bytes), alice.Delegation, now, out _, out _));

    private JsonObject Reply(string name, SessionFailure expected, ProtoFields reply) => Judge(
        name, expected, Seal(bob, SignaturePurpose.EndToEndReply, reply.Last(8).ToBytes()),
        bytes =>
        {
            using var initiator = Begin();
            return initiator.Finish(SignedPayload.Read(bytes), bob.Delegation, out _);
        });
}
