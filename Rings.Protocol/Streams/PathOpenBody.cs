using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Streams;

/// <summary>The body of what opens a path: a hello that only the other end can read.</summary>
internal static class PathOpenBody
{
    /// <summary>A body around a sealed hello.</summary>
    /// <param name="sealedHello">An encoded E2eMessage; not to be written to.</param>
    public static byte[] Write(ReadOnlyMemory<byte> sealedHello) =>
        new Proto.PathOpen { Sealed = UnsafeByteOperations.UnsafeWrap(sealedHello) }.ToByteArray();

    /// <summary>The sealed hello of a body.</summary>
    /// <exception cref="ProtocolException">Malformed, or without one.</exception>
    public static byte[] Read(ReadOnlySpan<byte> body)
    {
        var open = ProtoBytes.Parse(Proto.PathOpen.Parser, body, "PathOpen");
        return open.Sealed.IsEmpty ? throw new ProtocolException("PathOpen.sealed", "an E2eMessage") : open.Sealed.ToByteArray();
    }
}
