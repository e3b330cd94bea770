using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Route = Rings.Protocol.Wire.Route;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of sections 2 and 3: fixed keys, fixed times, every byte that follows from them.</summary>
internal static class WireVectors
{
    /// <summary>2026-11-22T10:00:00.000Z.</summary>
    internal const long NowMs = 1_795_341_600_000;

    internal static readonly Instant Now = Instant.FromUnixMilliseconds(NowMs);

    internal static readonly Did Peer = Did.Read(Bytes(0xA0, 20));

    internal static readonly byte[] Secret = Bytes(0x40, 32);

    public static JsonObject Make()
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Bytes(0x50, 32));
        using var session = SessionKey.FromSeed(Bytes(0x20, 32));
        var signer = new Signer(session, Draft(account, session).Sign(account));
        return new()
        {
            ["session_seed"] = Hex(Bytes(0x20, 32)),
            ["delegation"] = Hex(signer.Delegation.Bytes.Span),
            ["delegation_id"] = signer.Delegation.Id.ToString(),
            ["account"] = signer.Account.ToString(),
            ["ring"] = signer.Ring.ToString(),
            ["peer"] = Peer.ToString(),
            ["ring_secret"] = Hex(Secret),
            ["envelopes"] = new JsonArray([.. Envelopes(signer)]),
            ["refused_envelopes"] = new JsonArray(Refused(signer)),
            ["accepted_envelopes"] = new JsonArray([.. LaterVersionVectors.Envelopes(signer)]),
            ["other_frames"] = new JsonArray([.. LaterVersionVectors.Frames()]),
            ["offers"] = LinkVectors.Offers(signer),
            ["answers"] = LinkVectors.Answers(signer),
            ["refused_offers"] = LinkVectors.Refused(signer),
            ["first_link"] = FirstLinkVectors.Make(signer),
            ["link_control"] = new JsonArray([.. Controls().Select(ControlOf)]),
            ["bodies"] = Bodies(),
            ["kinds"] = new JsonArray([.. Enum.GetValues<Kind>().Where(kind => kind.IsKnown()).Select(KindOf)]),
        };
    }

    private static IEnumerable<JsonNode> Envelopes(Signer signer)
    {
        yield return EnvelopeOf(signer, "to a node", Kind.Application, Route.ToNode(Peer, wantsReply: true),
            receipt: true);
        yield return EnvelopeOf(signer, "to an owner", Kind.Storage, Route.ToOwner(Peer));
        yield return EnvelopeOf(signer, "a reply", Kind.Delivered, Route.Back(Peer), replyTo: true);
        yield return EnvelopeOf(signer, "an empty body", Kind.SessionMessage, Route.ToNode(Peer), bodyBytes: 0);
    }

    private static JsonObject EnvelopeOf(
        Signer signer, string name, Kind kind, Route route, bool receipt = false, bool replyTo = false,
            int bodyBytes = 200)
    {
        var frame = Build(signer, kind, route, receipt, replyTo, bodyBytes);
        var view = EnvelopeView.Read(frame);
        var withDelegation = new byte[EnvelopePatch.SizeWith(in view, signer.Delegation.Bytes.Length)];
        var relayed = route.Next() with { IsFinal = true };
        EnvelopePatch.WithDelegation(in view, in relayed, 63, signer.Delegation.Bytes.Span, withDelegation);
        return new()
        {
            ["name"] = name,
            ["hops_left"] = route.HopsLeft,
            ["mode"] = (int)route.Mode,
            ["wants_reply"] = route.WantsReply,
            ["id"] = view.Transaction.Id.ToString(),
            ["sequence"] = view.Transaction.Sequence,
            ["timestamp_ms"] = view.Transaction.TimestampMs,
            ["ttl_ms"] = view.Transaction.TtlMs,
            ["kind"] = (uint)kind,
            ["reply_to"] = view.Transaction.ReplyTo?.ToString(),
            ["wants_receipt"] = receipt,
            ["body"] = Hex(view.Transaction.Body),
            ["transaction"] = Hex(view.Transaction.Bytes),
            ["transaction_hash"] = view.Transaction.Hash.ToString(),
            ["signature"] = Hex(view.Signature),
            ["frame"] = Hex(frame),
            ["relayed_as_final_with_delegation_in_slot_63"] = Hex(withDelegation),
        };
    }

    /// <summary>
    /// Frames that an ordinary Protocol Buffers reader takes and that the strict form refuses, and others.
    /// </summary>
    private static JsonObject[] Refused(Signer signer)
    {
        var frame = Build(signer, Kind.Application, Route.ToNode(Peer), receipt: false, replyTo: false, bodyBytes: 40);
        var view = EnvelopeView.Read(frame);
        Frame.TryRead(frame, out _, out var inner);
        var content = inner.ToArray();
        var head = frame.Length - content.Length;
        var route = head + 2;
        return
        [
            RefusedOf("slot before route", [.. frame[..head], .. content[35..40], .. content[..35], .. content[40..]]),
            RefusedOf("slot 64", With(frame, head + 36, 64)),
            RefusedOf("mode 3", With(frame, route + 6, 3)),
            RefusedOf("wants_reply 2", With(frame, route + 30, 2)),
            RefusedOf("target is not destination", With(frame, route + 9, 0xFF)),
            RefusedOf("version 2", With(frame, frame.AsSpan().IndexOf(view.Transaction.Bytes) + 1, 2)),
            RefusedOf("one byte is missing", frame[..^1]),
            RefusedOf("one byte too many", [.. frame, 0]),
            RefusedOf("length of the frame in too many bytes", [frame[0], .. Overlong(content.Length), .. content]),
            .. LaterVersionVectors.Refused(signer).Select(vector => RefusedOf(vector.Name, vector.Frame)),
        ];
    }

    private static JsonObject RefusedOf(string name, byte[] frame) => EnvelopeView.TryRead(frame, out _).IsNone
        ? throw new InvalidOperationException($"'{name}' is read.")
        : new JsonObject { ["name"] = name, ["frame"] = Hex(frame) };

    private static IEnumerable<LinkControl> Controls() =>
    [
        new LinkControl.Ping(0x0102030405060708),
        new LinkControl.Pong(0x0102030405060708),
        new LinkControl.Credit(Lane.Message, 524_288, 2048),
        new LinkControl.Keep(true),
        new LinkControl.Keep(false),
        new LinkControl.PhaseChanged(RingPhase.Member),
        new LinkControl.Hello(
            LinkId.Read(Bytes(0xC0, 16)), PayloadHash.Of("offer"u8), PayloadHash.Of("answer"u8), 1 << 20, 4096,
            RingPhase.Joining),
        new LinkControl.Forged(PayloadHash.Of("transaction"u8)),
        new LinkControl.GoAway(GoAwayReason.Full, [Peer, Did.Read(Bytes(0xB0, 20))]),
        new LinkControl.Listens(50_001),
    ];

    private static JsonNode ControlOf(LinkControl control) => new JsonObject
    {
        ["message"] = control.GetType().Name,
        ["frame"] = Hex(control.ToFrame()),
    };

    private static JsonObject Bodies() => new()
    {
        ["unreachable_congested"] = Hex(new Unreachable(UnreachableReason.Congested).ToBytes()),
        ["unsupported_chat_1"] = Hex(new Unsupported(Kind.Application, "chat/1").ToBytes()),
        ["busy_250_ms"] = Hex(new Busy(250).ToBytes()),
        ["delivered_hash_of_transaction"] = Hex(new Delivered(PayloadHash.Of("transaction"u8)).ToBytes()),
        ["application_chat_1_hello"] = Hex(new ApplicationMessage("chat/1", "hello"u8.ToArray()).ToBytes()),
        ["second_part_of_49153_zero_bytes"] = Hex(
            MessagePart.Split(MessageId.Read(Bytes(0xD0, 16)), Kind.Application, new byte[49_153]).Last().ToBytes()),
    };

    private static JsonNode KindOf(Kind kind) => new JsonObject
    {
        ["kind"] = kind.ToString(),
        ["number"] = (uint)kind,
        ["lane"] = (int)kind.Lane(),
        ["idempotent"] = kind.IsIdempotent(),
    };

    internal static byte[] Build(Signer signer, Kind kind, Route route, bool receipt, bool replyTo, int bodyBytes) =>
        EnvelopeBuilder.Build(
            new()
            {
                Destination = Peer,
                Id = TransactionId.Read(Bytes(0xE0, 16)),
                Sequence = (ulong)Now.UnixMicroseconds + 1,
                Timestamp = Now,
                Kind = kind,
                TtlMs = 30_000,
                ReplyTo = replyTo ? TransactionId.Read(Bytes(0xF0, 16)) : null,
                WantsReceipt = receipt,
                Body = Bytes(0, bodyBytes),
            },
            in route, signer);

    private static DelegationDraft Draft(AccountKey account, SessionKey session) => new(
        account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("vectors"),
        Now, Now + Delegation.DefaultLifetime, Bytes(0x30, 16));

    private static byte[] Overlong(int length) => [(byte)(length | 0x80), (byte)((length >> 7) | 0x80), 0];
}
