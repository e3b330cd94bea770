using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>
/// Hellos, replies, session messages and letters with what their reader says of them (section 6): each is a right one
/// of <c>sessions[0]</c> or <c>letter</c> with one thing changed, signed again where only the signature would tell.
/// </summary>
/// <param name="alice">The initiator and sender.</param>
/// <param name="bob">The responder and recipient.</param>
/// <param name="now">The time.</param>
internal sealed class JudgedSessionVectors(Signer alice, Signer bob, Instant now)
{
    private static readonly SessionSuite[] Suites = [SessionSuite.Aes256Gcm];

    public JsonArray Hellos()
    {
        var good = ProtoFields.Of(Begin().Hello.Payload.Span);
        var (late, early) = ((ulong)(now - TimeSpan.FromMinutes(10)).UnixMilliseconds,
            (ulong)(now + TimeSpan.FromMinutes(1)).UnixMilliseconds);
        return new(
            Hello("as it is", SessionFailure.None, good),
            Hello("ten minutes old", SessionFailure.None, good.WithVarint(9, late)),
            Hello("a minute ahead", SessionFailure.None, good.WithVarint(9, early)),
            Hello("more than ten minutes old", SessionFailure.WrongTime, good.WithVarint(9, late - 1)),
            Hello("more than a minute ahead", SessionFailure.WrongTime, good.WithVarint(9, early + 1)),
            Hello("version 2", SessionFailure.WrongVersion, good.WithVarint(1, 2)),
            Hello("for another account", SessionFailure.WrongParty, good.With(5, Bytes(1, 20))),
            Hello("for another ring", SessionFailure.WrongParty, good.With(3, Bytes(1, 20))),
            Hello("from another than its delegation's account", SessionFailure.WrongParty, good.With(4, Bytes(1, 20))),
            Hello("no suite that the responder has", SessionFailure.NoCommonSuite, good.With(8, [9, 10])),
            Hello("nine suites", SessionFailure.Malformed, good.With(8, [1, 1, 1, 1, 1, 1, 1, 1, 1])),
            Hello("a nonce of 15 bytes", SessionFailure.Malformed, good.With(6, Bytes(1, 15))),
            Hello("an ephemeral of small order", SessionFailure.WeakKey, good.With(7, With(new byte[32], 0, 1))),
            Judge("signed for a reply", SessionFailure.BadSignature,
                Seal(alice, SignaturePurpose.EndToEndReply, good.ToBytes()), Answer));
    }

    public JsonArray Replies()
    {
        var good = ProtoFields.Of(Agree().Reply.Payload.Span);
        return new(
            Reply("as it is", SessionFailure.None, good),
            Reply("to another hello", SessionFailure.WrongHello, good.With(1, Bytes(1, 32))),
            Reply("from another account", SessionFailure.WrongParty, good.With(4, Bytes(1, 20))),
            Reply("a suite that was not offered", SessionFailure.NoCommonSuite, good.WithVarint(7, 2)),
            Reply("confirm one bit off", SessionFailure.BadConfirmation, good.With(8, Flip(good.Content(8)))),
            Reply("confirm is not the last field", SessionFailure.Malformed, good.Last(7)),
            Reply("confirm of 31 bytes", SessionFailure.Malformed, good.With(8, Bytes(1, 31))),
            Reply("an ephemeral of small order", SessionFailure.WeakKey, good.With(6, new byte[32])),
            Judge("signed by a third", SessionFailure.BadSignature,
                Seal(alice, SignaturePurpose.EndToEndReply, good.ToBytes(), bob), Finish));
    }

    /// <summary>The first message of the session, as the responder finds it before it has opened any.</summary>
    public JsonArray Messages()
    {
        var good = ProtoFields.Of(First());
        return new(
            Message("as it is", SessionFailure.None, good.ToBytes()),
            Message("previous is left out because it is 0", SessionFailure.Malformed, good.Without(3).ToBytes()),
            Message("number is left out because it is 0", SessionFailure.Malformed, good.Without(4).ToBytes()),
            Message("fields out of order", SessionFailure.Malformed, good.Last(2).ToBytes()),
            Message("a field behind the ciphertext", SessionFailure.Malformed, [.. good.ToBytes(), 0x38, 0x00]),
            Message("the ciphertext twice", SessionFailure.Malformed,
                [.. good.ToBytes(), .. Field(6, good.Content(6))]),
            Message("a ciphertext shorter than its tag", SessionFailure.Malformed,
                good.With(6, good.Content(6).AsSpan(0, 15)).ToBytes()),
            Message("another session", SessionFailure.UnknownKey, good.With(1, Bytes(1, 16)).ToBytes()),
            Message("no confirmation", SessionFailure.BadConfirmation, good.Without(5).ToBytes()),
            Message("a confirmation one bit off", SessionFailure.BadConfirmation,
                good.With(5, Flip(good.Content(5))).ToBytes()),
            Message("a tag one bit off", SessionFailure.NotAuthentic, good.With(6, Flip(good.Content(6))).ToBytes()),
            Message("number 1,000 that is not", SessionFailure.NotAuthentic, good.WithFixed32(4, 1000).ToBytes()),
            Message("number 1,001", SessionFailure.TooFarAhead, good.WithFixed32(4, 1001).ToBytes()),
            Message("a ratchet key of small order", SessionFailure.WeakKey,
                good.With(2, new byte[32]).ToBytes()));
    }

    /// <summary>Letters under the prekey of <c>letter</c>.</summary>
    public JsonArray Letters(SignedPayload letter)
    {
        var good = ProtoFields.Of(letter.Payload.Span);
        var old = (ulong)(now - TimeSpan.FromDays(15)).UnixMilliseconds - 1;
        return new(
            Letter("as it is", SessionFailure.None, good),
            Letter("for another account", SessionFailure.WrongParty, good.With(5, Bytes(1, 20))),
            Letter("from another than its delegation's account", SessionFailure.WrongParty, good.With(4, Bytes(1, 20))),
            Letter("more than 15 days old", SessionFailure.WrongTime, good.WithVarint(8, old)),
            Letter("more than a minute ahead", SessionFailure.WrongTime,
                good.WithVarint(8, (ulong)(now + TimeSpan.FromMinutes(1)).UnixMilliseconds + 1)),
            Letter("a bundle that the recipient does not have", SessionFailure.UnknownKey, good.With(1, Bytes(1, 32))),
            Letter("a tag one bit off", SessionFailure.NotAuthentic, good.With(9, Flip(good.Content(9)))),
            Letter("another id than it was sealed with", SessionFailure.NotAuthentic, good.With(6, Bytes(1, 16))),
            Letter("an id of 15 bytes", SessionFailure.Malformed, good.With(6, Bytes(1, 15))),
            Letter("the ciphertext is not the last field", SessionFailure.Malformed, good.Last(8)),
            Letter("an ephemeral of small order", SessionFailure.WeakKey, good.With(7, new byte[32])),
            Judge("signed for a hello", SessionFailure.BadSignature,
                Seal(alice, SignaturePurpose.EndToEndHello, good.ToBytes()), Open));
    }

    private SessionInitiator Begin() =>
        SessionInitiator.Begin(alice, Address.Of(bob), Suites, new Draws(0x01).Fill, now);

    private (SignedPayload Reply, Session Session) Agree()
    {
        var responder = new SessionResponder(bob, Suites, new ReplayMemory(1), new Draws(0x81).Fill);
        using var initiator = Begin();
        responder.Answer(initiator.Hello, alice.Delegation, now, out var reply, out var session);
        return (reply!, session!);
    }

    private byte[] First()
    {
        using var initiator = Begin();
        initiator.Finish(Agree().Reply, bob.Delegation, out var session);
        return session!.Seal("the first"u8);
    }

    private JsonObject Hello(string name, SessionFailure expected, ProtoFields hello) =>
        Judge(name, expected, Seal(alice, SignaturePurpose.EndToEndHello, hello.ToBytes()), Answer);

    private JsonObject Reply(string name, SessionFailure expected, ProtoFields reply) =>
        Judge(name, expected, Seal(bob, SignaturePurpose.EndToEndReply, reply.ToBytes()), Finish);

    private JsonObject Message(string name, SessionFailure expected, byte[] message) => Judge(
        name, expected, message, bytes =>
        {
            using var session = Agree().Session;
            return session.Open(bytes, now, out _);
        });

    private JsonObject Letter(string name, SessionFailure expected, ProtoFields letter) =>
        Judge(name, expected, Seal(alice, SignaturePurpose.EndToEndFirst, letter.ToBytes()), Open);

    private SessionFailure Answer(byte[] hello) => new SessionResponder(
        bob, Suites, new ReplayMemory(1), new Draws(0x81).Fill).Answer(
            SignedPayload.Read(hello), alice.Delegation, now, out _, out _);

    private SessionFailure Finish(byte[] reply)
    {
        using var initiator = Begin();
        return initiator.Finish(SignedPayload.Read(reply), bob.Delegation, out _);
    }

    private SessionFailure Open(byte[] letter)
    {
        using var prekeys = new Prekeys(isHybrid: false);
        prekeys.Renew(bob, new Draws(0xA1).Fill, now);
        return FirstMessage.Open(
            SignedPayload.Read(letter), alice.Delegation, Address.Of(bob), prekeys, new ReplayMemory(1), now, out _);
    }

    /// <summary>What is said of it is the expected, or there is no file.</summary>
    internal static JsonObject Judge(
        string name, SessionFailure expected, byte[] bytes, Func<byte[], SessionFailure> judge)
    {
        var failure = judge(bytes);
        return failure == expected
            ? new JsonObject { ["name"] = name, ["outcome"] = failure.ToString(), ["bytes"] = Hex(bytes) }
            : throw new InvalidOperationException($"'{name}' is {failure}, not {expected}.");
    }

    internal static byte[] Seal(Signer signer, SignaturePurpose purpose, byte[] payload, Signer? shown = null) =>
        ProtoFields.Of([]).With(1, payload).With(2, (shown ?? signer).Delegation.Bytes.Span)
            .With(3, signer.Sign(purpose, payload)).ToBytes();

    internal static byte[] Flip(byte[] bytes) => With(bytes, bytes.Length - 1, (byte)(bytes[^1] ^ 1));
}
