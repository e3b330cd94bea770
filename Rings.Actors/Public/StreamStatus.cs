using Rings.Protocol;

namespace Rings.Actors.Public;

/// <summary>A stream at one moment.</summary>
/// <param name="Peer">The other end.</param>
/// <param name="Protocol">What it is for.</param>
/// <param name="IsOwn">Whether this node opened it.</param>
/// <param name="IsOpening">Whether the answer of the other end, or of this node's application, is still awaited.</param>
/// <param name="Way">How its bytes go.</param>
/// <param name="BytesSent">Bytes of this end's application that the stream has taken.</param>
/// <param name="BytesReceived">Bytes that came for it.</param>
public sealed record StreamStatus(
    Did Peer, string Protocol, bool IsOwn, bool IsOpening, StreamWay Way, long BytesSent, long BytesReceived);
