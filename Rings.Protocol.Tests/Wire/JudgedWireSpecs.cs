using System.Text.Json.Nodes;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>
/// What <c>vectors/wire.json</c> says of frames of later versions, of refused offers, and of the frames of a first link.
/// </summary>
public class JudgedWireSpecs
{
    private static readonly JsonNode File = Repository.Vectors("wire.json");

    private static readonly Delegation Delegation = Delegation.Read(Hex(File, "delegation"));

    private static readonly Did Peer = Did.Parse(Text(File, "peer"));

    [Fact]
    public void Envelopes_with_fields_of_later_versions_are_accepted() =>
        Assert.Equal(7, Each("accepted_envelopes", vector =>
        {
            var view = EnvelopeView.Read(Hex(vector, "frame"));

            Assert.Equal(vector["hops_left"]!.GetValue<int>(), view.Route.HopsLeft);
            Assert.Equal(vector["kind"]!.GetValue<uint>(), (uint)view.Transaction.Kind);
            Assert.Equal(Text(vector, "transaction_hash"), view.Transaction.Hash.ToString());
            Assert.Equal(Text(vector, "body"), Convert.ToHexStringLower(view.Transaction.Body));
            Assert.True(Delegation.Verify(
                SignaturePurpose.Transaction, view.Transaction.Bytes, view.Signature));
        }));

    [Fact]
    public void A_relay_keeps_the_fields_that_it_does_not_know() =>
        Assert.Equal(7, Each("accepted_envelopes", vector =>
        {
            var frame = Hex(vector, "frame");
            var view = EnvelopeView.Read(frame);
            var transaction = view.Transaction.Bytes.ToArray();
            var longer = new byte[EnvelopePatch.SizeWith(in view, Delegation.Bytes.Length)];
            EnvelopePatch.WithDelegation(in view, view.Route.Next(), 5, Delegation.Bytes.Span, longer);
            var relayed = EnvelopeView.Read(longer);

            Assert.Equal(transaction, relayed.Transaction.Bytes.ToArray());
            Assert.Equal(frame.Length + 3 + Delegation.Bytes.Length, longer.Length);
        }));

    [Fact]
    public void Frames_that_hold_no_envelope_are_ignored_or_close_the_link() =>
        Assert.Equal(24, Each("other_frames", vector =>
            Assert.Equal((Text(vector, "name"), Text(vector, "outcome")),
                (Text(vector, "name"), OutcomeOf(Hex(vector, "frame"))))));

    [Fact]
    public void Offers_are_refused_by_the_check_that_the_vectors_name() =>
        Assert.Equal(23, Each("refused_offers", vector =>
        {
            using var secret =
                vector["private"]!.GetValue<bool>() ? new RingSecret(Hex(File, "ring_secret")) : null;
            var check = new LinkCheck(
                Peer, Delegation.Ring, secret, new(Delegation.Ring, new()), TimeSpan.FromSeconds(60));
            var refusal = check.Offer(
                SignedObject.Read(Hex(vector, "bytes")), Any.Node(1), Delegation.Issued, out var offer, out var by);

            Assert.Equal((Text(vector, "name"), Text(vector, "refusal")), (Text(vector, "name"), $"{refusal}"));
            Assert.Null(offer);
            Assert.Null(by);
        }));

    [Fact]
    public void The_frames_of_a_first_link_are_read_in_order()
    {
        var frames = File["first_link"]!.AsArray().Select(vector => Hex(vector!, "frame")).ToArray();
        var slots = new ReceiverSlots();

        Assert.Equal([RingPhase.Joining, RingPhase.Member], frames[..2].Select(frame =>
        {
            Assert.True(Frame.TryRead(frame, out _, out var content).IsNone);
            var hello = Assert.IsType<LinkControl.Hello>(LinkControl.Read(content));
            Assert.Equal(Text(File["offers"]![0]!, "payload_hash"), hello.OfferHash.ToString());
            Assert.Equal(Text(File["answers"]![0]!, "payload_hash"), hello.AnswerHash.ToString());
            return hello.Phase;
        }));
        foreach (var frame in frames[2..])
        {
            var view = EnvelopeView.Read(frame);
            Assert.True(slots.Accept(in view, out var delegation).IsNone);
            Assert.Equal(Delegation.Bytes.ToArray(), delegation.ToArray());
            Assert.Equal(31, view.Route.HopsLeft);
            Assert.Equal(
                new RingMessage.FindOwner(Delegation.Account.Finger(0)), RingCodec.Read(view.Transaction.Body));
        }

        Assert.Equal(4, frames.Length);
    }

    private static string OutcomeOf(byte[] frame)
    {
        if (!Frame.TryRead(frame, out var kind, out var content).IsNone) return "closes";
        if (kind == FrameKind.Unknown) return "ignored";
        try
        {
            return LinkControl.Read(content) is null ? "ignored" : "taken";
        }
        catch (ProtocolException)
        {
            return "closes";
        }
    }

    private static int Each(string name, Action<JsonNode> check)
    {
        var vectors = File[name]!.AsArray();
        foreach (var vector in vectors) check(vector!);
        return vectors.Count;
    }

    private static string Text(JsonNode vector, string name) => vector[name]!.GetValue<string>();

    private static byte[] Hex(JsonNode vector, string name) => Convert.FromHexString(Text(vector, name));
}
