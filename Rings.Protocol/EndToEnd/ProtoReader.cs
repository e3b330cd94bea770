using Google.Protobuf;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// Reads Protocol Buffers messages and their fixed-length fields; throws nothing but <see
/// cref="ProtocolException"/>.
/// </summary>
internal static class ProtoReader
{
    public static T Read<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes, string name)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ProtocolException(name, "a Protocol Buffers message", e);
        }
    }

    public static byte[] Bytes(ByteString value, int length, string field) => value.Length == length
        ? value.ToByteArray()
        : throw new ProtocolException(field, $"{length} bytes");

    public static Address Address(ByteString ring, ByteString account, string field) => new(
        RingId.Read(ring.Span, $"{field}_ring"),
        account.Length == Did.Bytes ? Did.Read(account.Span) : throw new ProtocolException(field, "20 bytes"));

    public static X25519PublicKey Key(ByteString value, string field) => X25519PublicKey.Read(value.Span, field);

    public static ByteString Wrap(byte[] bytes) => UnsafeByteOperations.UnsafeWrap(bytes);
}
