using System.Buffers.Binary;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary>
/// An end of a path of a <see cref="PathWorld"/>. What it sends is numbered and dated, so that the other end sees what
/// is missing, and how late it is.
/// </summary>
internal sealed class SimEnd(PathWorld world, SimFlow flow, SimPort port, bool isOpener)
{
    private readonly PathEnd _end = new(isAccepted: !isOpener);
    private ulong _sent;
    private ulong _received;
    private long _offered;

    public bool IsOpen { get; private set; }

    public PathCloseReason? Ended { get; private set; }

    public ulong Sent => _sent;

    public ulong Received => _received;

    public double AcceptedAt { get; private set; }

    /// <summary>The far end is asked.</summary>
    public void Asked()
    {
        if (flow.IsIgnored) return;
        IsOpen = true;
        world.Soon(() =>
        {
            port.Paths.Accept(flow.Id, new byte[100], this, world.Now);
            port.Arm();
        });
    }

    public void Accepted()
    {
        if (IsOpen) world.Fail("a path was accepted twice");
        IsOpen = true;
        AcceptedAt = world.Seconds;
        _end.Accepted();
        Offer();
    }

    public void Left(int cost)
    {
        _end.Left(cost, world.Now);
        Offer();
    }

    public void Closed(PathCloseReason reason)
    {
        if (Ended is not null) world.Fail("a path ended twice");
        Ended = reason;
    }

    public void Close(PathCloseReason reason)
    {
        Ended = reason;
        port.Paths.Close(flow.Id, reason, world.Now);
    }

    /// <summary>A bulk flow hands over what it may.</summary>
    public void Offer()
    {
        while (isOpener && flow.IsBulk && Ended is null && _offered < flow.Wanted)
        {
            var bytes = flow.PacketBytes(_sent) is > 0 and var fixedLength ? fixedLength : _end.PacketBytes;
            if (_end.Room < Math.Max(PathPacket.MinCost, bytes + 16)) return;
            _offered += bytes;
            Send(bytes);
        }
    }

    public void Send(int bytes)
    {
        if (Ended is not null) return;
        var packet = PathPacket.Rent(bytes + 16);
        packet.Number = _sent++;
        BinaryPrimitives.WriteInt64LittleEndian(packet.Ciphertext, world.Now.UnixMicroseconds);
        _end.Sent(packet.Cost);
        port.Paths.Carry(flow.Id, packet, world.Now);
        port.Arm();
    }

    public void Carried(PathPacket packet)
    {
        if (packet.Number != _received) world.Fail($"packet {packet.Number} came where {_received} was expected");
        _received++;
        var sentAt = new Instant(BinaryPrimitives.ReadInt64LittleEndian(packet.Ciphertext));
        var (cost, bytes) = (packet.Cost, packet.CiphertextBytes - 16);
        packet.Release();
        if (!isOpener)
        {
            flow.Arrived += bytes;
            if (flow.IsNoted) flow.Arrivals.Add((world.Seconds, flow.Arrived, (world.Now - sentAt).TotalSeconds));
        }

        if (!flow.Reads) return;
        port.Paths.Free(flow.Id, cost, world.Now);
        port.Arm();
    }
}
