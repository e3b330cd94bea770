using System.Buffers;
using System.Buffers.Binary;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Paths;

/// <summary>One end of a <see cref="SimLink"/>: the core, and a channel that sends one frame after another.</summary>
internal sealed class SimPort : IPathEffects
{
    private const double BufferSeconds = 0.01;

    private readonly PathWorld _world;
    private readonly SimLink _link;
    private readonly Queue<byte[]> _buffer = new();
    private readonly CreditWindow _credit = new(1 << 20, 4096);
    private readonly CreditGrants _grants = new(Lane.Stream, 1 << 20, 4096);
    private int _buffered;
    private bool _isSending;
    private bool _wasFull;
    private bool _hasTimer;

    public SimPort(PathWorld world, SimLink link, SimNode node, bool isOfferer)
    {
        (_world, _link, Node) = (world, link, node);
        Paths = new(node.Self, isOfferer, world.Limits, this) { Broken = world.Broken };
    }

    public SimNode Node { get; }

    public SimLink Link => _link;

    public SimPort Peer { get; set; } = null!;

    public LinkPaths Paths { get; }

    private int Limit => Math.Clamp((int)(_link.Rate * BufferSeconds), 4 << 10, 256 << 10);

    bool IPathEffects.HasRoom
    {
        get
        {
            _wasFull |= _buffered >= Limit;
            return _buffered < Limit;
        }
    }

    bool IPathEffects.TryPay(int frameBytes, Instant now) => _credit.TryTake(frameBytes, now);

    void IPathEffects.Send(ReadOnlySpan<byte> frame) => Send(frame.ToArray());

    void IPathEffects.SendOpening(uint label, int window, IPathOpening opening)
    {
        Span<byte> envelope = stackalloc byte[SimOpening.EnvelopeBytes];
        envelope.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(envelope, ((SimOpening)opening).Flow);
        var frame = new byte[PathFrame.SizeWith(envelope.Length)];
        PathFrame.Write(frame, label, PathFrameType.Open, window, envelope);
        Send(frame);
    }

    void IPathEffects.Carry(LinkPath path, PathPacket packet)
    {
        var (id, other) = (path.Id, path.Other);
        if (other is SimPort port) _world.Soon(() => port.Paths.Carry(id, packet, _world.Now));
        else _world.Soon(() => ((SimEnd)other).Carried(packet));
    }

    void IPathEffects.Accept(LinkPath path, ReadOnlyMemory<byte> opaque)
    {
        var (id, other) = (path.Id, path.Other);
        if (other is SimPort port) _world.Soon(() => port.Paths.Accept(id, opaque, null, _world.Now));
        else _world.Soon(((SimEnd)other).Accepted);
    }

    void IPathEffects.Free(LinkPath path, int cost)
    {
        var (id, other) = (path.Id, path.Other);
        if (other is SimPort port) _world.Soon(() => port.Paths.Free(id, cost, _world.Now));
        else _world.Soon(() => ((SimEnd)other).Left(cost));
    }

    void IPathEffects.Close(LinkPath path, PathCloseReason reason)
    {
        var (id, other) = (path.Id, path.Other);
        if (other is SimPort port) _world.Soon(() => port.Paths.Close(id, reason, _world.Now));
        else _world.Soon(() => ((SimEnd)other).Closed(reason));
    }

    /// <summary>Sends bytes as they are: what a liar does.</summary>
    public void Send(byte[] frame)
    {
        if (_link.IsDown) return;
        _buffer.Enqueue(frame);
        _buffered += frame.Length;
        Serve();
        Arm();
    }

    /// <summary>Looks after the core's timer.</summary>
    public void Arm()
    {
        if (_hasTimer || Paths.NextTick(_world.Now) is not { } at) return;
        _hasTimer = true;
        _world.After((at - _world.Now).TotalSeconds, () =>
        {
            _hasTimer = false;
            if (_link.IsDown) return;
            Paths.Tick(_world.Now);
            Arm();
        });
    }

    /// <summary>What waits here for a path may not be more than its other side promised.</summary>
    public void Check()
    {
        foreach (var path in Paths.All)
        {
            if (path.Window.Here > path.Window.Promised || path.Window.Here < 0)
                _world.Fail($"{path.Window.Here} bytes are here of a path that was promised {path.Window.Promised}");
            if (path.Other is not SimPort port) continue;
            var back = port.Paths.All.FirstOrDefault(other => other.Id == path.Id);
            if (back is not null && back.Queue.Bytes > path.Window.Promised)
                _world.Fail($"{back.Queue.Bytes} bytes wait of a path that was promised {path.Window.Promised}");
        }
    }

    private void Serve()
    {
        if (_isSending || !_buffer.TryDequeue(out var frame)) return;
        _isSending = true;
        var seconds = frame.Length / _link.Rate;
        _world.After(seconds, () =>
        {
            _isSending = false;
            _buffered -= frame.Length;
            if (_wasFull && _buffered <= Limit / 2)
            {
                _wasFull = false;
                if (!_link.IsDown) Paths.Pump(_world.Now);
            }

            Serve();
        });
        _world.After(seconds + _link.Delay, () => Peer.Receive(frame));
    }

    private void Receive(byte[] bytes)
    {
        if (_link.IsDown) return;
        var fault = PathFrame.TryRead(bytes, out var frame);
        if (fault.IsNone) fault = Receive(bytes, in frame);
        if (!fault.IsNone) Break(fault);
        Node.Check();
        Arm();
    }

    private WireFault Receive(byte[] bytes, in PathFrame frame)
    {
        if (frame.Type == PathFrameType.Data && !_world.Broken.HasFlag(PathRules.DataTakesLaneCredit))
            return Paths.Receive(in frame, Packet(bytes, in frame), _world.Now);
        if (!_grants.TryReceive(bytes.Length)) return new("Frame", "within the lane's credit");
        if (_grants.Release(bytes.Length) is { } grant) Peer.After(_link.Delay, grant);
        if (frame.Type == PathFrameType.Data) return Paths.Receive(in frame, Packet(bytes, in frame), _world.Now);
        if (frame.Type != PathFrameType.Open) return Paths.Receive(in frame, _world.Now);
        var fault = Paths.ReceiveOpen(in frame, _world.Now, out var ask);
        if (ask is { } asked) Node.Asked(this, asked, BinaryPrimitives.ReadInt32LittleEndian(frame.Rest));
        return fault;
    }

    private void After(double seconds, LinkControl.Credit grant) => _world.After(seconds, () =>
    {
        _credit.Grant(grant, _world.Now);
        if (!_link.IsDown) Paths.Paid(_world.Now);
    });

    private static PathPacket Packet(byte[] bytes, in PathFrame frame)
    {
        var pooled = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(pooled, 0);
        PathFrame.TryRead(pooled.AsSpan(0, bytes.Length), out var same);
        return PathPacket.Adopt(pooled, in same);
    }

    private void Break(WireFault fault)
    {
        Faults++;
        LastFault = fault;
        if (!Peer.IsLiar) _world.Fail($"an honest peer broke a rule: {fault.Field}, expected {fault.Expected}");
        _link.Cut();
    }

    /// <summary>Whether this end may break rules: then that the other one closes the link is right.</summary>
    public bool IsLiar { get; set; }

    public int Faults { get; private set; }

    public WireFault LastFault { get; private set; }
}
