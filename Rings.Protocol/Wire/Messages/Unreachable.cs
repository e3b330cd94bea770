using Google.Protobuf;

namespace Rings.Protocol.Wire;

/// <summary>
/// The node where a route ended tells the origin, along the crumbs. From anyone but the destination it is a hint: it
/// starts one retry through another first hop and never ends a session.
/// </summary>
/// <param name="Reason">Why.</param>
internal sealed record Unreachable(UnreachableReason Reason)
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="ProtocolException">No Protocol Buffers message.</exception>
    public static Unreachable Read(ReadOnlySpan<byte> body)
    {
        var reason = (UnreachableReason)ProtoBytes.Parse(Proto.Unreachable.Parser, body, "Unreachable").Reason;
        return new(Enum.IsDefined(reason) ? reason : UnreachableReason.Unknown);
    }

    /// <summary>The body's bytes.</summary>
    public byte[] ToBytes() =>
        new Proto.Unreachable { Reason = (Proto.Unreachable.Types.Reason)Reason }.ToByteArray();
}
