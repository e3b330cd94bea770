using Google.Protobuf;

namespace Rings.Protocol.Wire;

/// <summary>
/// What lies between the generated classes and ours: parsing with our own error, and fixed-size fields.
/// </summary>
internal static class ProtoBytes
{
    /// <summary>Parses a message; unknown fields are dropped, not kept.</summary>
    /// <param name="parser">The generated parser.</param>
    /// <param name="bytes">The message.</param>
    /// <param name="name">Its name, for the error.</param>
    /// <exception cref="ProtocolException">The bytes are no Protocol Buffers message.</exception>
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes, string name)
        where T : IMessage<T>
    {
        try
        {
            return parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ProtocolException(name, "a Protocol Buffers message", e);
        }
    }

    /// <summary>A Did's 20 bytes.</summary>
    /// <exception cref="ProtocolException">Another length.</exception>
    public static Did ReadDid(ByteString bytes, string field) => bytes.Length == Did.Bytes
        ? Did.Read(bytes.Span)
        : throw new ProtocolException(field, "20 bytes");

    /// <summary>The bytes as a field's value, without a second copy; nobody writes to the array afterwards.</summary>
    public static ByteString Wrap(byte[] bytes) => UnsafeByteOperations.UnsafeWrap(bytes);
}
