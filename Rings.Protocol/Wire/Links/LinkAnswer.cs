using System.Collections.Immutable;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// Accepts a <see cref="LinkOffer"/>: the payload of a <see cref="SignedObject"/> with purpose <c>link-answer</c>.
/// </summary>
internal sealed record LinkAnswer
{
    /// <summary>The version to speak, within the offer's range.</summary>
    public required uint Version { get; init; }

    /// <summary>SHA-256 of the offer's payload.</summary>
    public required PayloadHash OfferHash { get; init; }

    /// <summary>The answerer.</summary>
    public required Did From { get; init; }

    /// <summary>The offerer.</summary>
    public required Did To { get; init; }

    /// <summary>The offer's link id.</summary>
    public required LinkId LinkId { get; init; }

    /// <summary>A whole SDP answer with all its candidates.</summary>
    public required string Sdp { get; init; }

    /// <summary>The offer's features that the answerer has too (<see cref="LinkFeatures"/>).</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    /// <summary>When it was made: Unix milliseconds, by the answerer's clock.</summary>
    public required ulong IssuedMs { get; init; }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="ProtocolException">Malformed, or with a field out of its range.</exception>
    public static LinkAnswer Read(ReadOnlySpan<byte> payload) => LinkCodec.ReadAnswer(payload);

    /// <summary>The payload's bytes.</summary>
    public byte[] ToBytes() => LinkCodec.ToBytes(this);

    /// <summary>Signs it.</summary>
    /// <param name="signer">Whose account is <see cref="From"/>.</param>
    /// <param name="secret">The private ring's secret; null in a public ring.</param>
    public SignedObject Sign(Signer signer, RingSecret? secret) =>
        SignedObject.Sign(SignaturePurpose.LinkAnswer, ToBytes(), signer, secret);

    /// <inheritdoc/>
    public bool Equals(LinkAnswer? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, LinkId, IssuedMs);
}
