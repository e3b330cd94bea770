using System.Text.Json.Nodes;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Wire.Inbound;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary><c>vectors/wire.json</c> both ways: what it says is made anew, and what it holds is read.</summary>
public class WireVectorSpecs
{
    private static readonly JsonNode File = Repository.Vectors("wire.json");

    private static readonly Delegation Delegation = Delegation.Read(Hex(File, "delegation"));

    private static readonly Signer Signer = new(SessionKey.FromSeed(Hex(File, "session_seed")), Delegation);

    private static readonly Did Peer = Did.Parse(Text(File, "peer"));

    private static readonly Instant Now = Delegation.Issued;

    [Fact]
    public void Envelopes_are_made_anew() => Assert.Equal(4, Each("envelopes", vector =>
    {
        var frame = EnvelopeBuilder.Build(Draft(vector), RouteOf(vector), Signer);
        Assert.Equal(Text(vector, "frame"), Convert.ToHexStringLower(frame));

        var view = EnvelopeView.Read(frame);
        var relayed = view.Route.Next() with { IsFinal = true };
        var longer = new byte[EnvelopePatch.SizeWith(in view, Delegation.Bytes.Length)];
        EnvelopePatch.WithDelegation(in view, in relayed, 63, Delegation.Bytes.Span, longer);
        Assert.Equal(Text(vector, "relayed_as_final_with_delegation_in_slot_63"), Convert.ToHexStringLower(longer));
    }));

    [Fact]
    public void Envelopes_are_read_and_verified() => Assert.Equal(4, Each("envelopes", vector =>
    {
        var frame = Hex(vector, "relayed_as_final_with_delegation_in_slot_63");
        var view = EnvelopeView.Read(frame);
        var transaction = view.Transaction;
        var node = new TestNode(transaction.Destination, Delegation.Ring);

        var judged = node.Receive(node.Link(Any.Node(1)), frame, now: Now);
        Assert.Equal((InboundStep.Deliver, Text(File, "account")), (judged.Step, judged.Origin!.Account.ToString()));
        Assert.Equal(RouteOf(vector).Next() with { IsFinal = true }, view.Route);
        Assert.Equal(63, view.Slot);
        Assert.Equal(Text(vector, "transaction_hash"), transaction.Hash.ToString());
        Assert.Equal(Text(vector, "id"), transaction.Id.ToString());
        Assert.Equal(Text(vector, "body"), Convert.ToHexStringLower(transaction.Body));
        Assert.Equal(vector["reply_to"]?.GetValue<string>(), transaction.ReplyTo?.ToString());
    }));

    [Fact]
    public void Frames_that_break_the_strict_form_are_refused() => Assert.Equal(17, Each("refused_envelopes", vector =>
        Assert.Throws<ProtocolException>(() => EnvelopeView.Read(Hex(vector, "frame")))));

    [Fact]
    public void Offers_both_ways() => Assert.Equal(2, Each("offers", vector =>
    {
        using var secret = SecretOf(vector);
        var check = new LinkCheck(
            Peer, Delegation.Ring, secret, new(Delegation.Ring, new()), TimeSpan.FromSeconds(60));
        var signed = SignedObject.Read(Hex(vector, "bytes"));

        Assert.Equal(LinkRefusal.None, check.Offer(signed, Any.Node(1), Now, out var offer, out _));
        Assert.Equal(Text(vector, "sdp"), offer!.Sdp);
        Assert.Equal(Text(vector, "payload_hash"), signed.Hash.ToString());
        Assert.Equal(Text(vector, "bytes"), Convert.ToHexStringLower(offer.Sign(Signer, secret).ToBytes()));
    }));

    [Fact]
    public void Answers_both_ways() => Assert.Equal(2, Each("answers", vector =>
    {
        using var secret = SecretOf(vector);
        var signed = SignedObject.Read(Hex(vector, "bytes"));
        var answer = LinkAnswer.Read(signed.Payload.Span);

        Assert.Equal(Text(File["offers"]![0]!, "payload_hash"), answer.OfferHash.ToString());
        Assert.True(Delegation.Verify(SignaturePurpose.LinkAnswer, signed.Payload.Span, signed.Signature.Span));
        Assert.True(secret is null || signed.IsTaggedWith(secret, SignaturePurpose.LinkAnswer));
        Assert.Equal(Text(vector, "bytes"), Convert.ToHexStringLower(answer.Sign(Signer, secret).ToBytes()));
    }));

    [Fact]
    public void Link_control_both_ways() => Assert.Equal(10, Each("link_control", vector =>
    {
        Assert.True(Frame.TryRead(Hex(vector, "frame"), out var kind, out var content).IsNone);
        var control = LinkControl.Read(content)!;

        Assert.Equal(FrameKind.Control, kind);
        Assert.Equal(Text(vector, "message"), control.GetType().Name);
        Assert.Equal(Text(vector, "frame"), Convert.ToHexStringLower(control.ToFrame()));
    }));

    [Fact]
    public void Bodies_both_ways()
    {
        var bodies = File["bodies"]!;

        Assert.Equal(UnreachableReason.Congested, Unreachable.Read(Hex(bodies, "unreachable_congested")).Reason);
        Assert.Equal(new(Kind.Application, "chat/1"), Unsupported.Read(Hex(bodies, "unsupported_chat_1")));
        Assert.Equal(new(250), Busy.Read(Hex(bodies, "busy_250_ms")));
        Assert.Equal(
            new(PayloadHash.Of("transaction"u8)), Delivered.Read(Hex(bodies, "delivered_hash_of_transaction")));
        Assert.Equal(
            Text(bodies, "application_chat_1_hello"),
            Convert.ToHexStringLower(new ApplicationMessage("chat/1", "hello"u8.ToArray()).ToBytes()));
        var part = MessagePart.Read(Hex(bodies, "second_part_of_49153_zero_bytes"));
        Assert.Equal((49_153, 1, 1), (part.TotalBytes, part.Index, part.Data.Length));
        Assert.Equal(Text(bodies, "second_part_of_49153_zero_bytes"), Convert.ToHexStringLower(part.ToBytes()));
    }

    [Fact]
    public void Kinds() => Assert.Equal(Enum.GetValues<Kind>().Length - 1, Each("kinds", vector =>
    {
        var kind = (Kind)vector["number"]!.GetValue<uint>();

        Assert.Equal(Text(vector, "kind"), kind.ToString());
        Assert.Equal(vector["lane"]!.GetValue<int>(), (int)kind.Lane());
        Assert.Equal(vector["idempotent"]!.GetValue<bool>(), kind.IsIdempotent());
    }));

    private static TransactionDraft Draft(JsonNode vector) => new()
    {
        Destination = Peer,
        Id = TransactionId.Read(Hex(vector, "id")),
        Sequence = vector["sequence"]!.GetValue<ulong>(),
        Timestamp = Instant.FromUnixMilliseconds(vector["timestamp_ms"]!.GetValue<long>()),
        Kind = (Kind)vector["kind"]!.GetValue<uint>(),
        TtlMs = vector["ttl_ms"]!.GetValue<uint>(),
        ReplyTo = vector["reply_to"] is null ? null : TransactionId.Read(Hex(vector, "reply_to")),
        WantsReceipt = vector["wants_receipt"]!.GetValue<bool>(),
        Body = Hex(vector, "body"),
    };

    private static Route RouteOf(JsonNode vector) => new(
        vector["hops_left"]!.GetValue<int>(), (RouteMode)vector["mode"]!.GetValue<int>(), Peer,
        vector["wants_reply"]!.GetValue<bool>(), IsFinal: false);

    private static RingSecret? SecretOf(JsonNode vector) =>
        vector["private"]!.GetValue<bool>() ? new RingSecret(Hex(File, "ring_secret")) : null;

    private static int Each(string name, Action<JsonNode> check)
    {
        var vectors = File[name]!.AsArray();
        foreach (var vector in vectors) check(vector!);
        return vectors.Count;
    }

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();

    private static byte[] Hex(JsonNode vector, string name) => Convert.FromHexString(Text(vector, name));
}
