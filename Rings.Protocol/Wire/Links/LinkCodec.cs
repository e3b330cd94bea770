using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>Between offers and answers and their bytes.</summary>
internal static class LinkCodec
{
    /// <summary>The longest SDP, in characters: room for 16 candidates several times over.</summary>
    private const int MaxSdpLength = 32 * 1024;

    public static LinkOffer ReadOffer(ReadOnlySpan<byte> payload)
    {
        var message = ProtoBytes.Parse(Proto.LinkOffer.Parser, payload, "LinkOffer");
        if (message.VersionMin == 0 || message.VersionMin > message.VersionMax)
            throw new ProtocolException("LinkOffer.version_min", "1 to version_max");
        return new()
        {
            VersionMin = message.VersionMin,
            VersionMax = message.VersionMax,
            Ring = RingId.Read(message.Ring.Span, "LinkOffer.ring"),
            From = ProtoBytes.ReadDid(message.From, "LinkOffer.from"),
            To = ProtoBytes.ReadDid(message.To, "LinkOffer.to"),
            LinkId = LinkId.Read(message.LinkId.Span, "LinkOffer.link_id"),
            Sdp = ReadSdp(message.Sdp, "LinkOffer.sdp"),
            Features = ReadFeatures(message.Features, "LinkOffer.features"),
            IssuedMs = message.IssuedMs,
            ExpiresMs = message.ExpiresMs,
        };
    }

    public static LinkAnswer ReadAnswer(ReadOnlySpan<byte> payload)
    {
        var message = ProtoBytes.Parse(Proto.LinkAnswer.Parser, payload, "LinkAnswer");
        if (message.Version == 0) throw new ProtocolException("LinkAnswer.version", "1 or more");
        return new()
        {
            Version = message.Version,
            OfferHash = PayloadHash.Read(message.OfferHash.Span, "LinkAnswer.offer_hash"),
            From = ProtoBytes.ReadDid(message.From, "LinkAnswer.from"),
            To = ProtoBytes.ReadDid(message.To, "LinkAnswer.to"),
            LinkId = LinkId.Read(message.LinkId.Span, "LinkAnswer.link_id"),
            Sdp = ReadSdp(message.Sdp, "LinkAnswer.sdp"),
            Features = ReadFeatures(message.Features, "LinkAnswer.features"),
            IssuedMs = message.IssuedMs,
        };
    }

    public static byte[] ToBytes(LinkOffer offer)
    {
        var message = new Proto.LinkOffer
        {
            VersionMin = offer.VersionMin,
            VersionMax = offer.VersionMax,
            Ring = ProtoBytes.Wrap(offer.Ring.ToByteArray()),
            From = ProtoBytes.Wrap(offer.From.ToByteArray()),
            To = ProtoBytes.Wrap(offer.To.ToByteArray()),
            LinkId = ProtoBytes.Wrap(offer.LinkId.ToByteArray()),
            Sdp = offer.Sdp,
            IssuedMs = offer.IssuedMs,
            ExpiresMs = offer.ExpiresMs,
        };
        message.Features.AddRange(offer.Features);
        return message.ToByteArray();
    }

    public static byte[] ToBytes(LinkAnswer answer)
    {
        var message = new Proto.LinkAnswer
        {
            Version = answer.Version,
            OfferHash = ProtoBytes.Wrap(answer.OfferHash.ToByteArray()),
            From = ProtoBytes.Wrap(answer.From.ToByteArray()),
            To = ProtoBytes.Wrap(answer.To.ToByteArray()),
            LinkId = ProtoBytes.Wrap(answer.LinkId.ToByteArray()),
            Sdp = answer.Sdp,
            IssuedMs = answer.IssuedMs,
        };
        message.Features.AddRange(answer.Features);
        return message.ToByteArray();
    }

    private static string ReadSdp(string sdp, string field) => sdp.Length is > 0 and <= MaxSdpLength
        ? sdp
        : throw new ProtocolException(field, "1 to 32,768 characters");

    private static ImmutableArray<string> ReadFeatures(RepeatedField<string> features, string field) =>
        features.Count <= LinkFeatures.MaxCount
        && features.All(name => name.Length is > 0 and <= LinkFeatures.MaxLength)
            ? [.. features]
            : throw new ProtocolException(field, "at most 32 names of 1 to 64 characters");
}
