using CsCheck;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Tests.Wire.Inbound;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>Envelopes of many origins over several links, each with slots of its own.</summary>
public sealed class RelayChainSpecs
{
    private const int Links = 4;

    private static readonly Did Bob = Any.Node(2);

    private static readonly Signer[] Origins =
        [.. Enumerable.Range(1, 70).Select(number => TestAccounts.Signer(number: number))];

    [Fact]
    public void What_an_origin_signed_arrives_unchanged_and_verifies_whatever_the_slots_hold() => Gen.Select(
        Gen.Int[0, 69], Gen.Int[1, Links], Gen.Int[0, 300]).Array[1, 150].Sample(messages =>
        {
            var chain = Enumerable.Range(0, Links - 1).Select(_ => new Hop()).ToArray();
            var last = new SenderSlots();
            var node = new TestNode(
                Bob, shared: new() { Delegations = new() { PerLinkAndSecond = 1000, PerSecond = 10_000 } });
            var link = node.Link(Any.Node(9));
            ulong sequence = 0;
            foreach (var (origin, entry, size) in messages)
            {
                var frame = Any.Frame(Origins[origin], Bob, sequence: ++sequence, bodyBytes: size);
                var signed = EnvelopeView.Read(frame).Transaction.Bytes.ToArray();
                var delegation = Origins[origin].Delegation.Bytes;
                for (var hop = Links - entry; hop < Links - 1; hop++)
                    (frame, delegation) = chain[hop].Cross(frame, delegation);
                frame = Hop.Send(last, frame, delegation);

                var judged = node.Receive(link, frame);
                var view = EnvelopeView.Read(frame);
                Assert.Equal((InboundStep.Deliver, Origins[origin].Account), (judged.Step, judged.Origin!.Account));
                Assert.Equal(Route.MaxHops - entry, view.Route.HopsLeft);
                Assert.True(view.Transaction.Bytes.SequenceEqual(signed));
            }
        }, iter: 10);

    /// <summary>One link: the sender's end and the receiver's.</summary>
    private sealed class Hop
    {
        private readonly SenderSlots _sender = new();
        private readonly ReceiverSlots _receiver = new();

        public (byte[] Frame, ReadOnlyMemory<byte> Delegation) Cross(byte[] frame, ReadOnlyMemory<byte> delegation)
        {
            var sent = Send(_sender, frame, delegation);
            var arrived = EnvelopeView.Read(sent);
            Assert.Equal(WireFault.None, _receiver.Accept(in arrived, out var found));
            return (sent, found);
        }

        public static byte[] Send(SenderSlots slots, byte[] frame, ReadOnlyMemory<byte> delegation)
        {
            var view = EnvelopeView.Read(frame);
            var slot = slots.Assign(view.Transaction.DelegationId, out var isNew);
            return isNew
                ? With(in view, delegation, slot)
                : frame[EnvelopePatch.InPlace(frame, in view, view.Route.Next(), slot)..];
        }

        private static byte[] With(in EnvelopeView view, ReadOnlyMemory<byte> delegation, int slot)
        {
            var target = new byte[EnvelopePatch.SizeWith(in view, delegation.Length)];
            EnvelopePatch.WithDelegation(in view, view.Route.Next(), slot, delegation.Span, target);
            return target;
        }
    }
}
