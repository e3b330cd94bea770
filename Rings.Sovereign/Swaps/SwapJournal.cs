using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>A side of a swap as it lies on the disk: all but its keys, which come from <c>swap.key</c>, and what chains said.</summary>
internal static class SwapJournal
{
    /// <summary>What is written, and under which key.</summary>
    public static SecretEntry Entry(SwapSide side)
    {
        ArgumentNullException.ThrowIfNull(side);
        return new(SecretEntryKind.Swap, side.Id.ToByteArray(), Write(side));
    }

    /// <summary>A side's bytes.</summary>
    public static byte[] Write(SwapSide side)
    {
        ArgumentNullException.ThrowIfNull(side);
        return new Proto.KeptSwap
        {
            Role = (uint)side.Role,
            Peer = ProtoBytes.Wrap(side.Peer.ToByteArray()),
            Offer = SwapCodec.ToProto(side.Terms.Offer),
            Accept = side.Terms.Accept is { } accept ? SwapCodec.ToProto(accept, withHash: true) : null,
            Stage = (uint)side.Stage,
            Preimage = side.Learned is { } learned ? SecretCodec.Bytes(learned) : ByteString.Empty,
            Since = side.Since,
            Begun = side.Begun,
        }.ToByteArray();
    }

    /// <summary>Reads a side.</summary>
    /// <param name="place">The ring and this node's Did.</param>
    /// <param name="key">The 32 bytes of <c>swap.key</c>.</param>
    /// <param name="boundsOf">What a swap holds to.</param>
    /// <param name="bytes">What lay on the disk.</param>
    /// <exception cref="ProtocolException">It is no such entry, or names a chain that is not configured any more.</exception>
    public static SwapSide Read(
        SecretPlace place, ReadOnlySpan<byte> key, Func<SwapMessage.Offer, SwapBounds?> boundsOf, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(boundsOf);
        var kept = ProtoBytes.Parse(Proto.KeptSwap.Parser, bytes, "KeptSwap");
        var peer = ProtoBytes.ReadDid(kept.Peer, "KeptSwap.peer");
        var offer = SwapCodec.ReadOffer(kept.Offer);
        var accept = kept.Accept is null ? null : SwapCodec.ReadAccept(kept.Accept);
        var isOfferer = SecretCodec.Range(kept.Role, 1, 2, "KeptSwap.role") == (int)SwapRole.Offerer;
        var terms = new SwapTerms(place.Ring, isOfferer ? place.Self : peer, isOfferer ? peer : place.Self, offer, accept);
        var secrets = SwapSecrets.Of(key, offer.Id, isOfferer ? SwapRole.Offerer : SwapRole.Taker, peer);
        var bounds = boundsOf(offer) ?? throw new ProtocolException("KeptSwap.offer", "of chains that are configured");
        SwapSide side = isOfferer ? new SwapOfferer(terms, secrets, bounds) : new SwapTaker(terms, secrets, bounds);
        return side with
        {
            Stage = (SwapStage)SecretCodec.Range(kept.Stage, (int)SwapStage.Proposed, (int)SwapStage.Lost, "KeptSwap.stage"),
            Learned = kept.Preimage.IsEmpty ? null : Bytes32.Read(kept.Preimage.Span, "KeptSwap.preimage"),
            Since = kept.Since,
            Begun = kept.Begun,
        };
    }
}
