using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using Route = Rings.Protocol.Wire.Route;

namespace Rings.Fuzz.Targets;

/// <summary>Well-formed frames and signed objects from fixed keys and times.</summary>
internal static class WireSeeds
{
    /// <summary>When everything here was made.</summary>
    public static readonly Instant Now = Instant.FromUnixMilliseconds(1_763_805_600_000);

    private static readonly Signer Node = MakeSigner(AccountKind.Ed25519);

    private static readonly Did Peer = Did.Read(Bytes(20, 7));

    /// <summary>A delegation's bytes.</summary>
    public static byte[] AnyDelegation { get; } = Node.Delegation.Bytes.ToArray();

    /// <summary>The ring of all of them.</summary>
    public static RingId Ring => Node.Ring;

    /// <summary>A delegation by an account of a kind.</summary>
    public static byte[] DelegationOf(AccountKind kind) => MakeSigner(kind).Delegation.Bytes.ToArray();

    /// <summary>Envelopes of several modes and sizes, with and without a delegation.</summary>
    public static IEnumerable<byte[]> Envelopes()
    {
        foreach (var size in new[] { 0, 100, 1024, 40_000 })
        {
            yield return Envelope(Kind.Application, Route.ToNode(Peer, wantsReply: true), size);
            yield return Envelope(Kind.Ring, Route.ToOwner(Peer), size);
            yield return WithDelegation(Envelope(Kind.Delivered, Route.Back(Peer), size));
        }
    }

    /// <summary>One of each kind of link control.</summary>
    public static IEnumerable<LinkControl> Controls() =>
    [
        new LinkControl.Ping(1),
        new LinkControl.Pong(ulong.MaxValue),
        new LinkControl.Credit(Lane.Message, 1 << 18, 256),
        new LinkControl.Keep(true),
        new LinkControl.PhaseChanged(RingPhase.Member),
        new LinkControl.Hello(
            LinkId.Read(Bytes(16, 1)), PayloadHash.Of("offer"u8), PayloadHash.Of("answer"u8), 1 << 18, 256,
                RingPhase.Joining),
        new LinkControl.Forged(PayloadHash.Of("transaction"u8)),
        new LinkControl.GoAway(GoAwayReason.Full, [Peer, Node.Account]),
        new LinkControl.Listens(50_001),
    ];

    /// <summary>An offer and an answer, in a public and in a private ring.</summary>
    public static IEnumerable<byte[]> SignedObjects()
    {
        using var secret = new RingSecret(Bytes(32, 9));
        var offer = new LinkOffer
        {
            VersionMin = 1,
            VersionMax = 1,
            Ring = Node.Ring,
            From = Node.Account,
            To = Peer,
            LinkId = LinkId.Read(Bytes(16, 1)),
            Sdp = "v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=fingerprint:sha-256 "
                + string.Join(':', Enumerable.Repeat("0A", 32)) + "\r\n",
            Features = ["compression/1"],
            IssuedMs = (ulong)Now.UnixMilliseconds,
            ExpiresMs = (ulong)Now.UnixMilliseconds + 120_000,
        };
        var answer = new LinkAnswer
        {
            Version = 1,
            OfferHash = PayloadHash.Of(offer.ToBytes()),
            From = Node.Account,
            To = Peer,
            LinkId = offer.LinkId,
            Sdp = offer.Sdp,
            IssuedMs = offer.IssuedMs,
        };
        return
        [
            offer.Sign(Node, null).ToBytes(), offer.Sign(Node, secret).ToBytes(),
            answer.Sign(Node, null).ToBytes(), answer.Sign(Node, secret).ToBytes(),
        ];
    }

    private static byte[] Envelope(Kind kind, Route route, int bodyBytes) => EnvelopeBuilder.Build(
        new()
        {
            Destination = Peer,
            Id = TransactionId.Read(Bytes(16, 3)),
            Sequence = (ulong)Now.UnixMicroseconds,
            Timestamp = Now,
            Kind = kind,
            ReplyTo = route.Mode == RouteMode.Back ? TransactionId.Read(Bytes(16, 4)) : null,
            WantsReceipt = bodyBytes == 100,
            Body = Bytes(bodyBytes, 5),
        },
        route, Node);

    private static byte[] WithDelegation(byte[] frame)
    {
        var view = EnvelopeView.Read(frame);
        var longer = new byte[EnvelopePatch.SizeWith(in view, AnyDelegation.Length)];
        EnvelopePatch.WithDelegation(in view, view.Route, 5, AnyDelegation, longer);
        return longer;
    }

    private static Signer MakeSigner(AccountKind kind)
    {
        using var account = AccountKey.FromSecret(kind, Bytes(32, 1));
        var session = SessionKey.FromSeed(Bytes(32, 2));
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("fuzz"),
            Now, Now + Delegation.DefaultLifetime, Bytes(16, 6));
        return new(session, draft.Sign(account));
    }

    private static byte[] Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
