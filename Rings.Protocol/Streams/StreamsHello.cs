using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Streams;

/// <summary>What opens a path of a stream set; sealed for the other end.</summary>
/// <param name="Id">The set.</param>
/// <param name="Index">Which path of the set, from 0.</param>
/// <param name="Secret">32 bytes, new for each path.</param>
/// <param name="Share">X25519, new for each path.</param>
/// <param name="Direct">What the opener wants.</param>
/// <param name="IsStanding">Whether a path of the set was accepted before.</param>
internal sealed record StreamsHello(
    StreamsId Id, uint Index, ReadOnlyMemory<byte> Secret, X25519PublicKey Share, DirectPolicy Direct, bool IsStanding)
{
    /// <summary>The protocol of the sealed ApplicationMessage; reserved: no application can take it.</summary>
    public const string Protocol = "rings/streams/1";

    /// <summary>The version that this node speaks.</summary>
    public const uint Version = 1;

    /// <summary>Bytes of <see cref="Secret"/>.</summary>
    public const int SecretBytes = 32;

    /// <summary>Reads a payload.</summary>
    /// <exception cref="ProtocolException">Malformed, or of another version.</exception>
    public static StreamsHello Read(ReadOnlySpan<byte> bytes)
    {
        var hello = ProtoBytes.Parse(Proto.StreamsHello.Parser, bytes, "StreamsHello");
        if (hello.Version != Version) throw new ProtocolException("StreamsHello.version", "1");
        if (hello.Secret.Length != SecretBytes) throw new ProtocolException("StreamsHello.secret", "32 bytes");
        return new(
            StreamsId.Read(hello.StreamsId.Span, "StreamsHello.streams_id"), hello.Index, hello.Secret.ToByteArray(),
            X25519PublicKey.Read(hello.Share.Span, "StreamsHello.share"), PolicyOf(hello.Direct, "StreamsHello.direct"),
            hello.Standing);
    }

    /// <summary>The payload's bytes.</summary>
    public byte[] ToBytes() => new Proto.StreamsHello
    {
        Version = Version,
        StreamsId = ProtoBytes.Wrap(Id.ToByteArray()),
        Index = Index,
        Secret = UnsafeByteOperations.UnsafeWrap(Secret),
        Share = ByteString.CopyFrom(Share.Span),
        Direct = (Proto.DirectPolicy)Direct,
        Standing = IsStanding,
    }.ToByteArray();

    internal static DirectPolicy PolicyOf(Proto.DirectPolicy policy, string field) =>
        policy is Proto.DirectPolicy.Auto or Proto.DirectPolicy.Never or Proto.DirectPolicy.Only
            ? (DirectPolicy)policy
            : throw new ProtocolException(field, "AUTO, NEVER or ONLY");
}
