using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>Offers and answers, and offers that each check of section 2.2 refuses.</summary>
internal static class LinkVectors
{
    private const string Media = "m=application 50000 UDP/DTLS/SCTP webrtc-datachannel";

    private static readonly string Fingerprint =
        "a=fingerprint:sha-256 " + string.Join(':', Bytes(0xB0, 32).Select(value => value.ToString("X2", null)));

    public static JsonArray Offers(Signer signer) => new(OfferOf(signer, null), OfferOf(signer, WireVectors.Secret));

    public static JsonArray Answers(Signer signer) =>
        new(AnswerOf(signer, null), AnswerOf(signer, WireVectors.Secret));

    /// <summary>Each is well-formed and genuine but for what its name says.</summary>
    public static JsonArray Refused(Signer signer) =>
        new([.. RefusedHeads(signer).Concat(RefusedSdps(signer))]);

    internal static LinkOffer Offer(Signer signer) => new()
    {
        VersionMin = 1,
        VersionMax = 1,
        Ring = signer.Ring,
        From = signer.Account,
        To = WireVectors.Peer,
        LinkId = LinkId.Read(Bytes(0xC0, 16)),
        Sdp = Description("actpass"),
        Features = ["compression/1", "bulk/1"],
        IssuedMs = WireVectors.NowMs,
        ExpiresMs = WireVectors.NowMs + 120_000,
    };

    internal static LinkAnswer Answer(Signer signer) => new()
    {
        Version = 1,
        OfferHash = PayloadHash.Of(Offer(signer).ToBytes()),
        From = signer.Account,
        To = WireVectors.Peer,
        LinkId = Offer(signer).LinkId,
        Sdp = Description("active"),
        Features = ["compression/1"],
        IssuedMs = WireVectors.NowMs + 1000,
    };

    private static JsonObject OfferOf(Signer signer, byte[]? secret)
    {
        using var shared = secret is null ? null : new RingSecret(secret);
        return SignedOf(Offer(signer).Sign(signer, shared), shared, Offer(signer).Sdp);
    }

    private static JsonObject AnswerOf(Signer signer, byte[]? secret)
    {
        using var shared = secret is null ? null : new RingSecret(secret);
        return SignedOf(Answer(signer).Sign(signer, shared), shared, Answer(signer).Sdp);
    }

    private static JsonObject SignedOf(SignedObject signed, RingSecret? secret, string sdp) => new()
    {
        ["private"] = secret is not null,
        ["sdp"] = sdp,
        ["payload"] = Hex(signed.Payload.Span),
        ["payload_hash"] = signed.Hash.ToString(),
        ["signature"] = Hex(signed.Signature.Span),
        ["psk_tag"] = Hex(signed.PskTag.Span),
        ["bytes"] = Hex(signed.ToBytes()),
    };

    private static IEnumerable<JsonNode> RefusedHeads(Signer signer)
    {
        using var secret = new RingSecret(WireVectors.Secret);
        var offer = Offer(signer);
        var now = WireVectors.NowMs;
        yield return RefusedOf("a tag in a public ring", LinkRefusal.PskTag, offer.Sign(signer, secret));
        yield return RefusedOf(
            "no tag in a private ring", LinkRefusal.PskTag, offer.Sign(signer, null), isPrivate: true);
        yield return RefusedOf("a payload that is no message", LinkRefusal.Malformed,
            SignedObject.Sign(SignaturePurpose.LinkOffer, [0xFF], signer, null));
        yield return Refuse(
            "longer than two minutes", LinkRefusal.Time, offer with { ExpiresMs = (ulong)now + 120_001 });
        yield return Refuse("over", LinkRefusal.Time, offer with { IssuedMs = 1, ExpiresMs = 2 });
        yield return Refuse("from more than a minute ahead", LinkRefusal.Time,
            offer with { IssuedMs = (ulong)now + 60_001, ExpiresMs = (ulong)now + 70_000 });
        yield return Refuse("for another ring", LinkRefusal.Ring, offer with { Ring = RingId.OfPublic("other") });
        yield return Refuse("for another node", LinkRefusal.Address, offer with { To = Did.Read(Bytes(0xA1, 20)) });
        yield return Refuse("from the node itself", LinkRefusal.Address, offer with { From = WireVectors.Peer });
        yield return Refuse("for later versions only", LinkRefusal.Version,
            offer with { VersionMin = 2, VersionMax = 3 });
        yield return Refuse("from another account than the delegation's", LinkRefusal.Delegation,
            offer with { From = Did.Read(Bytes(0xA1, 20)) });
        yield return RefusedOf("signed for an answer", LinkRefusal.Signature,
            SignedObject.Sign(SignaturePurpose.LinkAnswer, offer.ToBytes(), signer, null));
        JsonObject Refuse(string name, LinkRefusal refusal, LinkOffer wrong) =>
            RefusedOf(name, refusal, wrong.Sign(signer, null));
    }

    private static IEnumerable<JsonNode> RefusedSdps(Signer signer)
    {
        var sdp = Description("actpass");
        var other = Fingerprint.Replace("B0", "0B", StringComparison.Ordinal);
        yield return Refuse("no media section", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
        yield return Refuse("two media sections", sdp + Media + "\r\n");
        yield return Refuse("no fingerprint", sdp.Replace(Fingerprint + "\r\n", "", StringComparison.Ordinal));
        yield return Refuse("a second sha-256 fingerprint after it", sdp + other + "\r\n");
        yield return Refuse("a second one for the session",
            sdp.Replace(Media, other + "\r\n" + Media, StringComparison.Ordinal));
        yield return Refuse("the same fingerprint twice", sdp + Fingerprint + "\r\n");
        yield return Refuse("a sha-1 fingerprint beside it",
            sdp + "a=fingerprint:sha-1 " + Fingerprint[^59..] + "\r\n");
        yield return Refuse("sha-512 in its place", sdp.Replace(
            Fingerprint, "a=fingerprint:sha-512 " + Fingerprint[^95..] + ":" + Fingerprint[^95..],
            StringComparison.Ordinal));
        yield return Refuse("a fingerprint of 31 bytes", sdp.Replace(
            Fingerprint, Fingerprint[..^3], StringComparison.Ordinal));
        yield return Refuse("a second fingerprint behind a line separator", sdp.Replace(
            "s=-", "s=-\u2028" + other, StringComparison.Ordinal));
        yield return Refuse("a second fingerprint behind a lone CR", sdp.Replace(
            "s=-", "s=-\r" + other, StringComparison.Ordinal));
        JsonObject Refuse(string name, string wrong) =>
            RefusedOf(name, LinkRefusal.Sdp, (Offer(signer) with { Sdp = wrong }).Sign(signer, null));
    }

    private static JsonObject RefusedOf(
        string name, LinkRefusal refusal, SignedObject signed, bool isPrivate = false) => new()
        {
            ["name"] = name,
            ["private"] = isPrivate,
            ["refusal"] = refusal.ToString(),
            ["bytes"] = Hex(signed.ToBytes()),
        };

    /// <summary>A session description as RFC 8841 has it, with one data-channel section and one fingerprint.</summary>
    private static string Description(string setup) => string.Join("\r\n",
        "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", Media, "c=IN IP4 127.0.0.1", "a=mid:0",
        "a=ice-ufrag:vect", "a=ice-pwd:vectorsvectorsvectorsve", Fingerprint, "a=setup:" + setup, "a=sctp-port:5000",
        "a=max-message-size:262144", "a=candidate:1 1 udp 2130706431 127.0.0.1 50000 typ host",
        "a=end-of-candidates", "");
}
