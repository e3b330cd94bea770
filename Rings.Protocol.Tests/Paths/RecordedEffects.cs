using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary>A link whose channel takes all, and an other side that only listens.</summary>
internal sealed class RecordedEffects : IPathEffects
{
    public bool HasRoom { get; set; } = true;

    /// <summary>Whether the lane has credit.</summary>
    public bool Pays { get; set; } = true;

    /// <summary>What was sent: type and label.</summary>
    public List<(PathFrameType Type, uint Label, byte[] Frame)> Sent { get; } = [];

    public int Carried { get; private set; }

    public int Freed { get; private set; }

    public bool IsAccepted { get; private set; }

    public List<PathCloseReason> Closed { get; } = [];

    bool IPathEffects.TryPay(int frameBytes, Instant now) => Pays;

    void IPathEffects.Send(ReadOnlySpan<byte> frame)
    {
        PathFrame.TryRead(frame, out var path).ThrowIfAny();
        Sent.Add((path.Type, path.Label, frame.ToArray()));
    }

    void IPathEffects.SendOpening(uint label, int window, IPathOpening opening) =>
        Sent.Add((PathFrameType.Open, label, []));

    void IPathEffects.Carry(LinkPath path, PathPacket packet)
    {
        Carried++;
        packet.Release();
    }

    void IPathEffects.Accept(LinkPath path, ReadOnlyMemory<byte> opaque) => IsAccepted = true;

    void IPathEffects.Free(LinkPath path, int cost) => Freed += cost;

    void IPathEffects.Close(LinkPath path, PathCloseReason reason) => Closed.Add(reason);
}
