using CsCheck;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;
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
            var chain = Enumerable.Range(0, Links).Select(_ => new Hop()).ToArray();
            var verifier = new EnvelopeVerifier(
                Bob, TestAccounts.Ring, new(TestAccounts.Ring, new() { PerLinkAndSecond = 1000, PerSecond = 1000 }),
                new(new()), TimeSpan.FromSeconds(60));
            ulong sequence = 0;
            foreach (var (origin, entry, size) in messages)
            {
                var frame = Any.Frame(Origins[origin], Bob, sequence: ++sequence, bodyBytes: size);
                var signed = EnvelopeView.Read(frame).Transaction.Bytes.ToArray();
                var delegation = Origins[origin].Delegation.Bytes;
                for (var hop = Links - entry; hop < Links; hop++) (frame, delegation) = chain[hop].Cross(frame, delegation);

                var view = EnvelopeView.Read(frame);
                var arrival = new Arrival(Any.Node(9), Lane.Message, Any.Now);
                Assert.Equal(EnvelopeVerdict.Accepted, verifier.Verify(
                    in view, delegation.Span, in arrival, ownsTarget: false, out var verified));
                Assert.Equal(Origins[origin].Account, verified.Delegation.Account);
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
            var view = EnvelopeView.Read(frame);
            var slot = _sender.Assign(view.Transaction.DelegationId, out var isNew);
            var sent = isNew
                ? With(in view, delegation, slot)
                : frame[EnvelopePatch.InPlace(frame, in view, view.Route.Next(), slot)..];
            var arrived = EnvelopeView.Read(sent);
            Assert.Equal(WireFault.None, _receiver.Accept(in arrived, out var found));
            Assert.Equal(isNew, !arrived.Delegation.IsEmpty);
            return (sent, found);
        }

        private static byte[] With(in EnvelopeView view, ReadOnlyMemory<byte> delegation, int slot)
        {
            var target = new byte[EnvelopePatch.SizeWith(in view, delegation.Length)];
            EnvelopePatch.WithDelegation(in view, view.Route.Next(), slot, delegation.Span, target);
            return target;
        }
    }
}
