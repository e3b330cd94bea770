using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Vectors.VectorBytes;
using Route = Rings.Protocol.Wire.Route;

namespace Rings.Vectors;

/// <summary>
/// Frames as they go over a node's first link: Hello, then the look-ups by which it joins (4.4). The origin has counted
/// its own link, so hops_left is 31; the first frame brings the delegation, the second names its slot.
/// </summary>
internal static class FirstLinkVectors
{
    public static JsonArray Make(Signer signer)
    {
        var key = signer.Account.Finger(0);
        return
        [
            FrameOf("the offerer's Hello", Lane.Control, Hello(signer, RingPhase.Joining).ToFrame()),
            FrameOf("the answerer's Hello", Lane.Control, Hello(signer, RingPhase.Member).ToFrame()),
            FrameOf("FindOwner of the own Did + 1, with the delegation for slot 0", Lane.Control,
                Question(signer, key, 1, isFirst: true)),
            FrameOf("the next FindOwner, under the delegation in slot 0", Lane.Control,
                Question(signer, key, 2, isFirst: false)),
        ];
    }

    private static LinkControl.Hello Hello(Signer signer, RingPhase phase) => new(
        LinkVectors.Offer(signer).LinkId, PayloadHash.Of(LinkVectors.Offer(signer).ToBytes()),
        PayloadHash.Of(LinkVectors.Answer(signer).ToBytes()), 1 << 20, 4096, phase);

    private static byte[] Question(Signer signer, Did key, int number, bool isFirst)
    {
        var route = Route.ToOwner(key, wantsReply: true);
        var frame = EnvelopeBuilder.Build(
            new()
            {
                Destination = key,
                Id = TransactionId.Read(Bytes(0xE0 + number, 16)),
                Sequence = (ulong)(WireVectors.Now.UnixMicroseconds + number),
                Timestamp = WireVectors.Now,
                Kind = Kind.Ring,
                TtlMs = 5_000,
                Body = RingCodec.Write(new RingMessage.FindOwner(key)),
            },
            in route, signer);
        var view = EnvelopeView.Read(frame);
        var delegation = signer.Delegation.Bytes.Span;
        if (!isFirst)
        {
            EnvelopePatch.InPlace(frame, in view, route.Next(), 0);
            return frame;
        }

        var longer = new byte[EnvelopePatch.SizeWith(in view, delegation.Length)];
        EnvelopePatch.WithDelegation(in view, route.Next(), 0, delegation, longer);
        return longer;
    }

    private static JsonObject FrameOf(string name, Lane lane, byte[] frame) => new()
    {
        ["name"] = name,
        ["lane"] = (int)lane,
        ["frame"] = Hex(frame),
    };
}
