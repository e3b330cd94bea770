using Rings.Protocol;
using Rings.Protocol.Ring;

namespace Rings.Fuzz.Targets;

/// <summary>The ring's own messages.</summary>
internal sealed class RingMessageTarget : IFuzzTarget
{
    private static readonly Did Node = Did.Zero.Finger(17);

    public string Name => "ring-message";

    public int MaxBytes => Protocol.Wire.Frame.MaxBytes;

    public long MaxAllocatedBytes => 64 * Protocol.Wire.Frame.MaxBytes;

    public IEnumerable<byte[]> Seeds() =>
    [
        RingCodec.Write(new RingMessage.FindOwner(Node)),
        RingCodec.Write(new RingMessage.OwnerFound(Node, Node, [Node, Did.Zero], 3)),
        RingCodec.Write(new RingMessage.FindNext(Node, Final: true)),
        RingCodec.Write(new RingMessage.NextFound(IsOwner: true, Final: true, Node, [Node])),
        RingCodec.Write(new RingMessage.Neighbours(RingPhase.Member, Node, [Node], [Node, Did.Zero])),
        RingCodec.Write(new RingMessage.Notify([Node])),
        RingCodec.Write(new RingMessage.Bridge(7, Node)),
        RingCodec.Write(new RingMessage.Leaving(Node, [Did.Zero])),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            if (RingCodec.Read(input) is { } message) RingCodec.Write(message);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
