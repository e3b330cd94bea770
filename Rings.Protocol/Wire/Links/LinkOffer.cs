using System.Collections.Immutable;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// Asks a node for a link: the payload of a <see cref="SignedObject"/> with purpose <c>link-offer</c>.
/// </summary>
internal sealed record LinkOffer
{
    /// <summary>The most time between issue and expiry: two minutes.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(2);

    /// <summary>The lowest protocol version that the offerer speaks.</summary>
    public required uint VersionMin { get; init; }

    /// <summary>The highest protocol version that the offerer speaks.</summary>
    public required uint VersionMax { get; init; }

    /// <summary>The ring.</summary>
    public required RingId Ring { get; init; }

    /// <summary>The offerer.</summary>
    public required Did From { get; init; }

    /// <summary>The node that is asked.</summary>
    public required Did To { get; init; }

    /// <summary>The link's name, drawn anew by the offerer; the same again for an ICE restart.</summary>
    public required LinkId LinkId { get; init; }

    /// <summary>A whole SDP offer with all its candidates.</summary>
    public required string Sdp { get; init; }

    /// <summary>Optional parts of the protocol that the offerer has (<see cref="LinkFeatures"/>).</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    /// <summary>When it was made: Unix milliseconds, by the offerer's clock.</summary>
    public required ulong IssuedMs { get; init; }

    /// <summary>Until when it may be answered: Unix milliseconds.</summary>
    public required ulong ExpiresMs { get; init; }

    /// <summary>When it was made and how long it holds.</summary>
    public Lifetime Lifetime => Lifetime.Between(IssuedMs, ExpiresMs);

    /// <summary>Reads a payload.</summary>
    /// <exception cref="ProtocolException">Malformed, or with a field out of its range.</exception>
    public static LinkOffer Read(ReadOnlySpan<byte> payload) => LinkCodec.ReadOffer(payload);

    /// <summary>The payload's bytes.</summary>
    public byte[] ToBytes() => LinkCodec.ToBytes(this);

    /// <summary>Signs it.</summary>
    /// <param name="signer">Whose account is <see cref="From"/> and whose ring is <see cref="Ring"/>.</param>
    /// <param name="secret">The private ring's secret; null in a public ring.</param>
    public SignedObject Sign(Signer signer, RingSecret? secret) =>
        SignedObject.Sign(SignaturePurpose.LinkOffer, ToBytes(), signer, secret);

    /// <inheritdoc/>
    public bool Equals(LinkOffer? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, LinkId, IssuedMs);
}
