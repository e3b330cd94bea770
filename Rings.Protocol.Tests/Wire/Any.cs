using CsCheck;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>Generators and builders of wire values.</summary>
internal static class Any
{
    /// <summary>What a link asks of a session description, and nothing else.</summary>
    public const string Sdp = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=fingerprint:sha-256 "
        + "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n";

    public static readonly Instant Now = TestAccounts.Now;

    public static readonly Gen<Did> Did = Gen.Byte.Array[Protocol.Did.Bytes].Select(bytes => Protocol.Did.Read(bytes));

    public static readonly Gen<TransactionId> TransactionId =
        Gen.Byte.Array[16].Select(bytes => Protocol.Wire.TransactionId.Read(bytes));

    public static readonly Gen<LinkId> LinkId = Gen.Byte.Array[16].Select(bytes => Protocol.Wire.LinkId.Read(bytes));

    public static readonly Gen<MessageId> MessageId =
        Gen.Byte.Array[16].Select(bytes => Protocol.Wire.MessageId.Read(bytes));

    public static readonly Gen<PayloadHash> Hash = Gen.Byte.Array[32].Select(bytes => PayloadHash.Read(bytes));

    public static readonly Gen<Kind> Kind = Gen.Enum<Kind>().Where(kind => kind != Protocol.Wire.Kind.Unspecified);

    public static readonly Gen<RingPhase> Phase = Gen.Enum<RingPhase>();

    public static readonly Gen<Lane> Lane = Gen.Enum<Lane>();

    public static readonly Gen<Route> Route = Gen.Select(
        Gen.Int[0, Protocol.Wire.Route.MaxHops], Gen.Enum<RouteMode>(), Did, Gen.Bool, Gen.Bool,
        (hops, mode, target, reply, final) => new Route(hops, mode, target, reply, final));

    public static Did Node(int number) => Protocol.Did.Read(TestAccounts.Seed(number, 20));

    public static TransactionId Id(int number) => Protocol.Wire.TransactionId.Read(TestAccounts.Seed(number, 16));

    /// <summary>A frame from <paramref name="signer"/>, ready for a link that holds its delegation in slot 0.</summary>
    public static byte[] Frame(
        Rings.Protocol.Identity.Signer signer, Did destination, Kind kind = Protocol.Wire.Kind.Application,
        RouteMode mode = RouteMode.Node, ulong sequence = 1, Instant? timestamp = null, int bodyBytes = 64,
        TransactionId? replyTo = null, bool wantsReceipt = false)
    {
        var draft = new TransactionDraft
        {
            Destination = destination,
            Id = Id((int)sequence),
            Sequence = sequence,
            Timestamp = timestamp ?? Now,
            Kind = kind,
            ReplyTo = replyTo,
            WantsReceipt = wantsReceipt,
            Body = TestAccounts.Seed(3, Math.Max(4, bodyBytes)).AsSpan(0, bodyBytes),
        };
        var route = new Route(Protocol.Wire.Route.MaxHops, mode, destination, WantsReply: true, IsFinal: false);
        return EnvelopeBuilder.Build(in draft, in route, signer);
    }

    /// <summary>The same frame with the delegation in it.</summary>
    public static byte[] WithDelegation(byte[] frame, ReadOnlySpan<byte> delegation, int slot = 0)
    {
        var view = EnvelopeView.Read(frame);
        var longer = new byte[EnvelopePatch.SizeWith(in view, delegation.Length)];
        var written = EnvelopePatch.WithDelegation(in view, view.Route, slot, delegation, longer);
        Assert.Equal(longer.Length, written);
        return longer;
    }
}
