using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Streams;

/// <summary>The answer to a <see cref="StreamsHello"/>; sealed for the opener.</summary>
/// <param name="Id">The set.</param>
/// <param name="Index">Which path of the set.</param>
/// <param name="Share">X25519, new for each path.</param>
/// <param name="Direct">What the acceptor wants.</param>
/// <param name="IsUnknown">The set stood, and this node has it no more: it was restarted.</param>
/// <param name="Hops">Links that the hello crossed, 1 to 32, as its envelope said; 0: not said.</param>
internal sealed record StreamsAccept(
    StreamsId Id, uint Index, X25519PublicKey Share, DirectPolicy Direct, bool IsUnknown, int Hops = 0)
{
    /// <summary>Reads a payload.</summary>
    /// <exception cref="ProtocolException">Malformed.</exception>
    public static StreamsAccept Read(ReadOnlySpan<byte> bytes)
    {
        var accept = ProtoBytes.Parse(Proto.StreamsAccept.Parser, bytes, "StreamsAccept");
        return new(
            StreamsId.Read(accept.StreamsId.Span, "StreamsAccept.streams_id"), accept.Index,
            X25519PublicKey.Read(accept.Share.Span, "StreamsAccept.share"),
            StreamsHello.PolicyOf(accept.Direct, "StreamsAccept.direct"), accept.Unknown,
            accept.Hops <= Route.MaxHops ? (int)accept.Hops : throw new ProtocolException("StreamsAccept.hops", "0 to 32"));
    }

    /// <summary>The answer to a hello of a set that stood and that this node has no more.</summary>
    /// <param name="hello">The hello.</param>
    /// <param name="random">For a share that no key comes of.</param>
    public static StreamsAccept Unknown(StreamsHello hello, RandomBytes random)
    {
        using var share = EphemeralKey.Create(random);
        return new(hello.Id, hello.Index, share.PublicKey, DirectPolicy.Auto, IsUnknown: true);
    }

    /// <summary>The payload's bytes.</summary>
    public byte[] ToBytes() => new Proto.StreamsAccept
    {
        StreamsId = ProtoBytes.Wrap(Id.ToByteArray()),
        Index = Index,
        Share = ByteString.CopyFrom(Share.Span),
        Direct = (Proto.DirectPolicy)Direct,
        Unknown = IsUnknown,
        Hops = (uint)Hops,
    }.ToByteArray();
}
